"""A second, small hall that is open while the demonstration is loaded: who looks at it finds an expo that goes on."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from expo.domain.assignment import place_team
from expo.domain.booths import change_booth
from expo.domain.floors import make_hall
from expo.domain.grids import make_booths
from expo.domain.waves import set_waves
from expo.models import Feature, Hall, Placement
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
TEAMS, WAVES = 4, 8  # waves of an hour, of which one is over
BOOTH, AISLE, WALL = 10, 10, 10  # feet


def open_again(play: "Play", first: Hall, *, now: datetime) -> None:
    """The teams that stand at the highest numbers show their plans later."""
    opens_at = now.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
    at = play.at(calendar.FLOOR, "17:00")
    hall = make_hall(
        convening=play.convening, name=f"{play.plan.hall}, hall B", width=2 * WALL + 3 * BOOTH,
        depth=2 * WALL + 2 * BOOTH + AISLE, opens_at=opens_at,
        closes_at=opens_at + timedelta(hours=WAVES), by=BY, at=at,
    )  # fmt: skip
    booths = make_booths(
        hall=hall, rows=2, columns=3, first_number=201, x=WALL, y=WALL, features=list(Feature), by=BY, at=at
    )
    change_booth(booth=booths[-1], width=2 * BOOTH, by=BY, at=at)  # one with extra space
    placed = Placement.objects.filter(booth__hall=first).select_related("team").order_by("-booth__number")
    for booth, placement in zip(booths, placed[:TEAMS], strict=False):
        place_team(booth=booth, team=placement.team, by=BY, at=at)
    set_waves(hall=hall, count=WAVES, by=BY, at=at)
