"""The expo guide on an attendee's phone: who stands now, a way to walk, every team, the plan, and their own words."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from expo.domain.counterparts import Counterpart, counterparts_of, said_of
from expo.domain.guide import GuideRow, guide_rows
from expo.domain.own_route import WaveOfRoute, route_of
from expo.domain.plan import FloorPlan, Stand, floor_of
from expo.models import Hall, Highlight
from registration.models import Attendee


@dataclass(frozen=True)
class GuidePage:
    """The page's data. `rows`: those of the hall first. `own`: the own booth in the plan, None where it is in another
    hall, or nowhere.
    """

    halls: list[Hall]
    hall: Hall | None
    rows: list[GuideRow]
    counterparts: list[Counterpart]
    counterparts_said: str
    route: list[WaveOfRoute]
    plan: FloorPlan | None
    own: Stand | None
    highlights: list[Highlight]
    tap: UUID
    visited: int
    at: datetime

    @property
    def is_over(self) -> bool:
        """Whether the hall that is shown has closed."""
        return self.hall is not None and self.hall.closes_at <= self.at


def guide_page(reader: Attendee, hall: int | None, *, at: datetime) -> GuidePage:
    """The page of one reader. At most 15 statements; hall: the plan's, the first where it is none of the convening."""
    halls = list(Hall.objects.filter(convening=reader.convening_id))
    rows = guide_rows(reader.convening, reader)
    own_hall = next((row.booth.hall_id for row in rows if row.team.pk == reader.team_id), None)
    chosen = next((one for one in halls if one.pk == (hall or own_hall)), halls[0] if halls else None)
    rows.sort(key=lambda row: chosen is not None and row.booth.hall_id != chosen.pk)  # those of this hall first
    plan = floor_of(chosen) if chosen else None
    found = counterparts_of(reader, at=at)
    return GuidePage(
        halls, chosen, rows, found, said_of(reader) if found else "", route_of(reader, rows, at=at), plan,
        plan.of(reader.team_id) if plan else None,
        list(Highlight.objects.filter(attendee=reader).order_by("-written_at", "-pk")[:10]),
        uuid4(), sum(row.visited for row in rows), at,
    )  # fmt: skip
