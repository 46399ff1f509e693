"""Who coordinates a team: its lead, and one person for each other side; named, handed over, ended."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import links
from accounts.domain.actors import is_organizer
from accounts.models import Person
from agreements.models import Party
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import coordinators, letters, people
from registration.domain.drafts import PersonDraft
from registration.models import SideCoordinator, Team


class NotCoordinator(Refusal):
    code = "not_coordinator"
    status = 403
    words = _("The team’s coordinator or an organizer hands the coordination over.")


class CoordinatesAlready(Refusal):
    code = "coordinates_already"
    words = _("This person coordinates the team already.")
    field = "email"


class LeadsOtherSide(Refusal):
    code = "leads_other_side"
    words = _("This person holds an office of another side. Each side is looked after by somebody of its own.")
    field = "email"


class CoordinatorUnfit(Refusal):
    code = "coordinator_unfit"
    words = _("Who coordinates for a side does so for no other, and holds no office of another. Name somebody else.")
    field = "email"


class SideNotAsked(Refusal):
    code = "side_not_asked"
    status = 400
    words = _("Please choose a side of this team that nobody coordinates yet.")
    field = "side"


class SideNamesItself(Refusal):
    code = "side_names_itself"
    status = 403
    words = _(
        "The leaders have been invited. From now on a leader of that side says on their own page who coordinates for"
        " it, or an organizer does."
    )


class NoSideCoordinator(Refusal):
    code = "no_side_coordinator"
    words = _("This side has no coordinator of its own.")


@transaction.atomic
def hand_over(*, team: Team, person: PersonDraft, by: str, at: datetime, side: str = "") -> Team:
    """Another person coordinates the team, for the same side, by a link of their own; the earlier links die.

    side: of a coordinator beside the lead; "": the lead's. Both are written to. For whoever coordinates it, for
    organizers, and once the leaders are invited for those of the side beside the lead's. Refusals: not_coordinator,
    no_side_coordinator, coordinates_already, leads_other_side (coordinator_unfit for all but organizers), and those of
    a person's name and address.
    """
    fresh = Team.objects.locked(team)
    standing = _standing(fresh, side) if side else None
    before = standing.person if standing else fresh.coordinator
    if not is_organizer(by) and by != f"person:{before.pk}" and not (side and leads_side(fresh, side, by)):
        raise NotCoordinator
    after = _somebody(fresh, person, side=side or fresh.coordinator_side, by=by)
    if standing is not None:
        _end(standing, at=at)
        _name(fresh, side, after, by=by, at=at)
    else:
        fresh.coordinator = after
        fresh.save(update_fields=["coordinator"])
    links.revoke_links(purpose="coordinate", subject=f"team:{fresh.pk}", person=before, at=at)
    data: dict[str, object] = {"was": before.pk, "coordinator": after.pk}
    if side:
        data["side"] = side
    _record("team.coordinator_changed", fresh, data, by=by, at=at)
    mark = f"{at:%Y%m%dT%H%M%S}"
    if standing is None:
        letters.owe_coordinator("team.handed_over", fresh, mark=mark, at=at)
    letters.owe_people("team.handed_on", [before], team=fresh, mark=mark, at=at)
    return fresh


@transaction.atomic
def name_side_coordinator(*, team: Team, side: str, person: PersonDraft, by: str, at: datetime) -> SideCoordinator:
    """Somebody coordinates a side besides the lead's, by a link of their own; the side's leaders are told who.

    For organizers; for the lead until the leaders are invited, and then for the side's own leaders: a second mailbox of
    the lead's could otherwise see and replace another side's. Refusals: not_coordinator, side_names_itself,
    side_not_asked, coordinates_already, leads_other_side (coordinator_unfit for all but organizers), and those of a
    person's name and address.
    """
    fresh = Team.objects.locked(team)
    _require_naming(fresh, side, by)
    if side not in open_sides(fresh):
        raise SideNotAsked
    named = _name(fresh, side, _somebody(fresh, person, side=side, by=by), by=by, at=at)
    _record("team.coordinator_named", fresh, {"coordinator": named.person_id, "side": side}, by=by, at=at)
    return named


@transaction.atomic
def put_side_coordinator(*, team: Team, side: str, person: PersonDraft, by: str, at: datetime) -> Team:
    """Names who coordinates a side, in the place of whoever did. Refusals: those of naming and of handing over."""
    fresh = Team.objects.locked(team)
    if fresh.side_coordinators.standing().filter(side=side).exists():
        return hand_over(team=fresh, side=side, person=person, by=by, at=at)
    return name_side_coordinator(team=fresh, side=side, person=person, by=by, at=at).team


@transaction.atomic
def end_side_coordinator(*, team: Team, side: str, by: str, at: datetime) -> None:
    """The side is the lead's to look after again. For organizers and for who coordinates it, never for another side.

    Refusals: no_side_coordinator, not_coordinator.
    """
    fresh = Team.objects.locked(team)
    standing = _standing(fresh, side)
    if not is_organizer(by) and by != f"person:{standing.person_id}":
        raise NotCoordinator
    _end(standing, at=at)
    links.revoke_links(purpose="coordinate", subject=f"team:{fresh.pk}", person=standing.person, at=at)
    _record("team.coordinator_ended", fresh, {"was": standing.person_id, "side": side}, by=by, at=at)
    letters.owe_people("team.handed_on", [standing.person], team=fresh, mark=f"{at:%Y%m%dT%H%M%S}", at=at)


def leads_side(team: Team, side: str, by: str) -> bool:
    """Whether this actor holds an office of this side, and its leaders have been invited. One query at most."""
    kind, _colon, number = by.partition(":")
    if team.invited_at is None or kind != "person" or not number.isdecimal():
        return False
    return Party.objects.filter(agreement=team.agreement_id, side=side, signatory=int(number)).exists()


def lead_names(team: Team) -> bool:
    """Whether the lead may still name who coordinates another side: until the leaders are invited."""
    return team.invited_at is None


def _require_naming(team: Team, side: str, by: str) -> None:
    if is_organizer(by) or leads_side(team, side, by):
        return
    if not coordinators.is_lead(team, by):
        raise NotCoordinator
    if not lead_names(team):
        raise SideNamesItself


def open_sides(team: Team) -> list[str]:
    """The sides beside the lead's that nobody of their own coordinates, in the order of offices. Two queries."""
    parties = Party.objects.filter(agreement=team.agreement_id).order_by("position").values_list("side", flat=True)
    taken = {coordinator.side for coordinator in coordinators.of_team(team)}
    return [side for side in dict.fromkeys(parties) if side not in taken]


def _standing(team: Team, side: str) -> SideCoordinator:
    found: SideCoordinator | None = team.side_coordinators.standing().filter(side=side).select_related("person").first()
    if found is None:
        raise NoSideCoordinator
    return found


def _somebody(team: Team, draft: PersonDraft, *, side: str, by: str) -> Person:
    """Who it is; refuses whoever coordinates the team already, and holders of another side's office.

    Organizers read which of the two; a coordinator does not learn who holds an office of another side.
    """
    person = people.person_for(team, draft)
    if coordinators.coordinates(team, person.pk):
        raise CoordinatesAlready if is_organizer(by) else CoordinatorUnfit
    if Party.objects.filter(agreement=team.agreement_id, signatory=person).exclude(side=side).exists():
        raise LeadsOtherSide if is_organizer(by) else CoordinatorUnfit
    return person


def _name(team: Team, side: str, person: Person, *, by: str, at: datetime) -> SideCoordinator:
    """Writes it, and owes the mail: to them, and to the leaders of the side who have been asked."""
    named = SideCoordinator.objects.create(team=team, person=person, side=side, named_at=at, named_by=by)
    mark = f"{named.pk}"
    letters.owe_people("team.side_named", [person], team=team, mark=mark, at=at)
    asked = Party.objects.filter(agreement=team.agreement_id, side=side, answer__isnull=False)
    leaders = [party.signatory for party in asked.select_related("signatory") if party.signatory_id != person.pk]
    letters.owe_people("team.side_told", leaders, team=team, mark=mark, at=at)
    return named


def _end(standing: SideCoordinator, *, at: datetime) -> None:
    standing.ended_at = at
    standing.save(update_fields=["ended_at"])


def _record(kind: str, team: Team, data: dict[str, object], *, by: str, at: datetime) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id, data=data
    )
