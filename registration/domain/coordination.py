"""Who coordinates a team: one person, on one side, who can hand it over."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import links
from accounts.domain.actors import is_organizer
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import letters, people
from registration.domain.drafts import PersonDraft
from registration.models import Team


class NotCoordinator(Refusal):
    code = "not_coordinator"
    status = 403
    words = _("The team’s coordinator or an organizer hands the coordination over.")


class CoordinatesAlready(Refusal):
    code = "coordinates_already"
    words = _("This person coordinates the team already.")
    field = "email"


@transaction.atomic
def hand_over(*, team: Team, person: PersonDraft, by: str, at: datetime) -> Team:
    """Another person coordinates the team, for the same side, by a link of their own; the earlier links die.

    Both are written to. Refusals: not_coordinator, coordinates_already, and those of a person's name and address.
    """
    fresh = Team.objects.locked(team)
    before = fresh.coordinator
    if not is_organizer(by) and by != f"person:{before.pk}":
        raise NotCoordinator
    after = people.person_for(fresh, person)
    if after == before:
        raise CoordinatesAlready
    fresh.coordinator = after
    fresh.save(update_fields=["coordinator"])
    links.revoke_links(purpose="coordinate", subject=f"team:{fresh.pk}", at=at)
    entries.record(
        kind="team.coordinator_changed",
        by=by,
        at=at,
        subject=f"team:{fresh.pk}",
        convening_id=fresh.convening_id,
        data={"was": before.pk, "coordinator": after.pk},
    )
    letters.owe_coordinator("team.handed_over", fresh, mark=f"{at:%Y%m%dT%H%M%S}", at=at)
    letters.owe_people("team.handed_on", [before], team=fresh, mark=f"{at:%Y%m%dT%H%M%S}", at=at)
    return fresh
