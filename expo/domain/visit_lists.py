"""Who visited whom: what a team sees of its own visits, in and out, and what organizers take along."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min

from convenings.models import Convening
from expo.domain.authors import shown_as
from expo.models import Visit
from registration.models import Team


@dataclass(frozen=True)
class VisitIn:
    """Somebody was at the team's booth."""

    who: str
    at: datetime


@dataclass(frozen=True)
class VisitOut:
    """A team that members of this one visited: how many of them, and when the first was there."""

    team: str
    us_state: str
    booth: int | None
    people: int
    first_at: datetime


@dataclass(frozen=True)
class OwnVisits:
    came: tuple[VisitIn, ...]
    went: tuple[VisitOut, ...]


def visits_of(team: Team) -> OwnVisits:
    """A team's own visits, the newest in first, those out by name. Two statements."""
    came = Visit.objects.filter(team=team).select_related(
        "attendee__person", "attendee__details", "attendee__team"
    )
    went = Visit.objects.filter(attendee__team=team).values(
        "team__name", "team__us_state", "team__placement__booth__number"
    )
    counted = went.annotate(people=Count("pk"), first_at=Min("visited_at")).order_by("team__name", "team_id")
    return OwnVisits(
        tuple(VisitIn(shown_as(visit.attendee), visit.visited_at) for visit in came.order_by("-visited_at", "-pk")),
        tuple(
            VisitOut(
                row["team__name"], row["team__us_state"], row["team__placement__booth__number"], row["people"],
                row["first_at"],
            )
            for row in counted
        ),
    )  # fmt: skip


VISIT_COLUMNS = ("visited_at", "visitor", "visitor_team", "visited_team", "visited_us_state", "booth", "hall")


def visit_table(convening: Convening) -> Iterator[list[object]]:
    """All visits in their order, in the order of VISIT_COLUMNS; visitors by name only with consent to be listed.

    Notes are in no export.
    """
    rows = Visit.objects.of(convening).select_related(
        "attendee__person", "attendee__details", "attendee__team", "team", "booth__hall"
    )
    for row in rows.order_by("visited_at", "pk").iterator(1000):
        row_booth = row.booth
        yield [
            convening.local(row.visited_at).isoformat(timespec="seconds"), shown_as(row.attendee),
            row.attendee.team.name if row.attendee.team else "", row.team.name, row.team.us_state,
            row_booth.number if row_booth else "", row_booth.hall.name if row_booth else "",
        ]  # fmt: skip
