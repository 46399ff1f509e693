"""The expo hall: booths back to back in double rows, and a booth for every team that has a place."""

from math import ceil
from typing import TYPE_CHECKING

from expo.domain.assignment import assign_booths
from expo.domain.floors import make_hall
from expo.domain.grids import make_booths
from expo.domain.waves import set_waves
from expo.models import Feature
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until
from rehearsal.domain.stages import arranging
from rehearsal.domain.stages.furnishing import furnish
from rehearsal.domain.stages.second_day import open_again

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
BOOTH, AISLE, WALL = 10, 12, 15  # feet: the side of a booth, the way between two double rows, the way along a wall
WAVES = 6  # of half an hour
SPARE = 4  # more booths than places
# What the double rows offer, in turn: the first is on the level of the doors.
OFFERS = ((Feature.POWER, Feature.ACCESS), (Feature.POWER,), ())


def build_and_assign(play: "Play") -> None:
    """Booths are numbered from 101; the first double row is step-free, two of three have power."""
    at = play.at(calendar.FLOOR, "10:00")
    count = play.plan.capacity_teams + SPARE
    bands = max(2, ceil((count / 12) ** 0.5))
    columns = ceil(count / (2 * bands))
    pitch = 2 * BOOTH + AISLE
    hall = make_hall(
        convening=play.convening,
        name=f"{play.plan.hall}, hall A",
        width=2 * WALL + columns * BOOTH,
        depth=2 * WALL + bands * pitch - AISLE,
        opens_at=play.on(1, "13:30"),
        closes_at=play.on(1, "16:30"),
        by=BY,
        at=at,
    )
    for band in range(bands):
        make_booths(
            hall=hall,
            rows=2,
            columns=columns,
            first_number=101 + band * 2 * columns,
            x=WALL,
            y=WALL + band * pitch,
            rows_back_to_back=2,
            features=OFFERS[band % len(OFFERS)],
            zone=arranging.ZONES[min(band, 1) if band < bands - 1 else 2],
            by=BY,
            at=at,
        )
    furnish(play, hall, bands=bands, columns=columns)
    assign_booths(hall=hall, by=BY, at=play.at(calendar.FLOOR, "11:00"))
    if play.plan.is_demo:
        set_waves(hall=hall, count=WAVES, by=BY, at=play.at(calendar.FLOOR, "11:15"))
    arranging.arrange(play, hall)
    if play.plan.loaded_at is not None and play.plan.until >= Until.DOOR:
        open_again(play, hall, now=play.plan.loaded_at)
