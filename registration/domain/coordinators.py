"""Who coordinates a team, and for which side: its lead, and at most one for each other side.

The one place that says so: sealing, reminding, mending, mail, exports and pages ask here.
"""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.domain.actors import is_organizer
from accounts.models import Person
from agreements.states import Side
from journal.kept_reads import KeptRead
from journal.refusals import Refusal
from registration.models import SideCoordinator, Team


class NotYourSide(Refusal):
    code = "not_your_side"
    status = 403
    words = _("A coordinator looks after the own side only.")


class LeadOnly(Refusal):
    code = "lead_only"
    status = 403
    words = _("The coordinator who leads the team does this, or an organizer.")


@dataclass(frozen=True)
class Coordinator:
    """One of a team's coordinators. The lead registered the team, or took it over; only they act for all of it."""

    person: Person
    side: str
    is_lead: bool

    @property
    def side_label(self) -> str:
        return str(Side(self.side).label)


def of_team(team: Team) -> list[Coordinator]:
    """The lead, then the others in the order of their sides. One query, none where `with_coordinators` read them."""
    order = list(Side.values)
    others = (Coordinator(row.person, row.side, is_lead=False) for row in _standing(team))
    lead = Coordinator(team.coordinator, team.coordinator_side, is_lead=True)
    return [lead, *sorted(others, key=lambda other: order.index(other.side))]


def for_side(team: Team, side: str) -> Person:
    """Who looks after a side: its own coordinator, else the lead. One query, none for the lead's own side."""
    if side == team.coordinator_side:
        return team.coordinator
    row = next(iter(_with_people(team.pk).filter(side=side)), None)
    return row.person if row else team.coordinator


def side_of(team: Team, by: str) -> str:
    """The side that this actor coordinates; "" for everybody else. One query, none for the lead."""
    if by == f"person:{team.coordinator_id}":
        return team.coordinator_side
    kind, _colon, number = by.partition(":")
    if kind != "person" or not number.isdecimal():
        return ""
    sides = team.side_coordinators.standing().filter(person_id=int(number)).values_list("side", flat=True)
    return sides.first() or ""


def is_lead(team: Team, by: str) -> bool:
    """Whether this actor may act for the whole team: invite its leaders, withdraw it."""
    return by == f"person:{team.coordinator_id}"


def require_side(team: Team, side: str, by: str) -> None:
    """Refuses whoever is neither an organizer nor coordinates this side (not_your_side). One query at most."""
    if not is_organizer(by) and side_of(team, by) != side:
        raise NotYourSide


def require_lead(team: Team, by: str) -> None:
    """Refuses who coordinates a side beside the lead (lead_only). One query at most, none for the lead."""
    if not is_lead(team, by) and side_of(team, by):
        raise LeadOnly


def require_side_or_lead(team: Team, side: str, by: str) -> None:
    """Refuses who coordinates another side beside the lead (not_your_side). One query at most, none for the lead."""
    if not is_lead(team, by) and side_of(team, by) not in ("", side):
        raise NotYourSide


def coordinates(team: Team, person_id: int | None) -> bool:
    """Whether somebody coordinates any side of the team. One query at most."""
    return person_id is not None and bool(side_of(team, f"person:{person_id}"))


def _standing(team: Team) -> list[SideCoordinator]:
    if "side_coordinators" in getattr(team, "_prefetched_objects_cache", {}):
        return [row for row in team.side_coordinators.all() if row.ended_at is None]
    return _STANDING.rows(team.pk)


def _with_people(team_id: int) -> QuerySet[SideCoordinator]:
    """Those who coordinate now, with as much of them as letters and pages ask for."""
    rows = SideCoordinator.objects.filter(team=team_id).standing().select_related("person")
    return rows.only("team", "side", "ended_at", "person__name", "person__email", "person__language")


_STANDING = KeptRead[SideCoordinator](_with_people)
