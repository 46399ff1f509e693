"""A team's name, and the place that it comes from, corrected."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from accounts.domain.folding import fold
from journal.domain import entries
from journal.models import Entry
from journal.refusals import Refusal
from registration.domain import coordinators, team_moves, teams
from registration.domain.duplicates import is_alike
from registration.domain.profiles import STANDING, ConveningOver, is_over
from registration.models import Team

KIND = "team.renamed"


class NameOnRecord(Refusal):
    code = "name_on_record"
    words = _("The leaders were asked under this name. Please write to the organizers: they correct it.")


class AnotherPlace(Refusal):
    code = "another_place"
    words = _("This is more than a slip: it would be another place. Please write to the organizers: they correct it.")
    field = "name"


@transaction.atomic
def rename_team(*, team: Team, name: str, place_name: str, us_state: str, by: str, at: datetime) -> Team:
    """Another spelling of the team's name and place; the journal keeps what they were. The same once more is no news.

    The coordinator who leads mends a slip until the leaders are invited: whether somebody promised would tell. Nothing
    is compared with other teams then, since a refusal would tell that a place has one. Organizers change it afterwards,
    and to another place: the entry of the directory that was chosen then belongs to it no more.
    Refusals: lead_only, convening_over, team_state, name_on_record, another_place, registration_refused with its field,
    name_unprintable, name_is_address.
    """
    fresh = Team.objects.locked(team)
    coordinators.require_lead(fresh, by)
    if is_over(fresh.convening, at):
        raise ConveningOver
    if fresh.state not in STANDING:
        raise team_moves.StateNotPossible
    teams.check_place(name=name, place_name=place_name, us_state=us_state)
    told = {"name": name.strip(), "place_name": place_name.strip(), "us_state": us_state.strip().upper()}
    was = {field: getattr(fresh, field) for field, value in told.items() if getattr(fresh, field) != value}
    if not was:
        return fresh
    is_another = "us_state" in was or not is_alike(fresh.name, fresh.place_name, told["name"], told["place_name"])
    if not is_organizer(by):
        _check_slip(fresh, is_another=is_another)
    for field in was:
        setattr(fresh, field, told[field])
    fresh.folded_name = fold(fresh.name)[:200]
    if is_another:
        fresh.directory_entry = None
    fresh.save(update_fields=[*was, "folded_name", "directory_entry"])
    entries.record(
        kind=KIND, by=by, at=at, subject=f"team:{fresh.pk}", convening_id=fresh.convening_id, data={"was": was}
    )
    return fresh


def may_rename(team: Team, by: str) -> bool:
    """Whether this actor mends a slip in the name now: organizers; who leads, until the leaders are invited."""
    return is_organizer(by) or (team.invited_at is None and coordinators.is_lead(team, by))


def names_since(team: Team, since: datetime) -> Iterator[str]:
    """Other names that the team had since then, the oldest first, each once. One statement."""
    renamed = Entry.objects.filter(kind=KIND, subject=f"team:{team.pk}", at__gte=since).order_by("pk")
    names = (entry.data["was"].get("name", team.name) for entry in renamed)
    yield from (name for name in dict.fromkeys(names) if name != team.name)


def _check_slip(team: Team, *, is_another: bool) -> None:
    if team.invited_at is not None:
        raise NameOnRecord
    if is_another:
        raise AnotherPlace
