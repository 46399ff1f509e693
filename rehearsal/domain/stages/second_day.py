"""A second, small hall, open all of the second day: who loads the demonstration finds an expo that goes on."""

from typing import TYPE_CHECKING

from expo.domain.assignment import place_team
from expo.domain.floors import make_hall
from expo.domain.grids import make_booths
from expo.domain.waves import set_waves
from expo.models import Feature, Hall, Placement
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
TEAMS, WAVES = 4, 14  # waves of an hour
BOOTH, AISLE, WALL = 10, 10, 10  # feet


def open_again(play: "Play", first: Hall) -> None:
    """The teams that stand at the highest numbers show their plans a day later."""
    at = play.at(calendar.FLOOR, "17:00")
    hall = make_hall(
        convening=play.convening, name=f"{play.plan.hall}, hall B", width=2 * WALL + 3 * BOOTH,
        depth=2 * WALL + 2 * BOOTH + AISLE, opens_at=play.on(2, "07:00"), closes_at=play.on(2, "21:00"),
        by=BY, at=at,
    )  # fmt: skip
    booths = make_booths(
        hall=hall, rows=2, columns=3, first_number=201, x=WALL, y=WALL, features=list(Feature), by=BY, at=at
    )
    placed = Placement.objects.filter(booth__hall=first).select_related("team").order_by("-booth__number")
    for booth, placement in zip(booths, placed[:TEAMS], strict=False):
        place_team(booth=booth, team=placement.team, by=BY, at=at)
    set_waves(hall=hall, count=WAVES, by=BY, at=at)
