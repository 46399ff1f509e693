"""Everybody who comes, as a list: found by name, address or team, narrowed by kind; and as tables to take along."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from console.domain.team_rows import team_rows, with_coordinators
from convenings.models import Convening
from registration.domain import coordinators
from registration.domain.lists import find_attendees
from registration.models import Attendee, Team

if TYPE_CHECKING:
    from django.db.models import QuerySet


def attendee_rows(convening: Convening, **chosen: str) -> "QuerySet[Attendee]":
    """The attendees by name, with person and team. One statement. chosen: as find_attendees takes it."""
    found = find_attendees(convening, **chosen)
    return found.select_related("person", "team").order_by("person__folded_name", "pk")


ATTENDEE_COLUMNS = ("name", "email", "kind", "side", "office", "work", "organization", "team", "us_state", "comes")


def attendee_table(convening: Convening, **chosen: str) -> Iterator[list[object]]:
    """The same as rows of plain values, in the order of ATTENDEE_COLUMNS. Needs and notes are in no export."""
    for row in attendee_rows(convening, **chosen).iterator(1000):
        team = row.team
        yield [
            row.person.name, row.person.email, row.kind, row.side, row.office, row.job, row.organization,
            team.name if team else "", team.us_state if team else "", "yes" if row.cancelled_at is None else "no",
        ]  # fmt: skip


TEAM_COLUMNS = (
    "name", "type", "place_name", "us_state", "promise", "place", "completion", "complete_on", "enrollment",
    "locale", "poverty_percent", "people", "coordinator", "coordinator_email",
    "side_coordinators",
)  # fmt: skip


def team_table(convening: Convening, **chosen: str) -> Iterator[list[object]]:
    """The teams as rows of plain values, in the order of TEAM_COLUMNS; days are the convening's own."""
    for team in with_coordinators(team_rows(convening, **chosen)):
        team.convening = convening
        yield [
            team.name, team.type.name, team.place_name, team.us_state, team.state, team.place, team.completion,
            _day(team), team.enrollment, team.locale, team.poverty_percent, team.people,
            team.coordinator.name, team.coordinator.email, _beside(team),
        ]  # fmt: skip


def _beside(team: Team) -> str:
    """The coordinators beside the lead: "union: Ann Else ann@example.org"."""
    beside = (found for found in coordinators.of_team(team) if not found.is_lead)
    return "; ".join(f"{found.side}: {found.person.name} {found.person.email}" for found in beside)


def _day(team: Team) -> str:
    return team.convening.local(team.completed_at).date().isoformat() if team.completed_at else ""
