"""What else stands in the hall: aisles, coffee, the stage, and two partners of the resource marketplace on day two."""

from typing import TYPE_CHECKING

from expo.domain.areas import make_area
from expo.domain.grids import make_booths
from expo.domain.partners import place_partner
from expo.models import Feature, Hall
from expo.states import AreaKind, Use
from rehearsal.domain import calendar

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
BOOTH, AISLE, WALL = 10, 12, 15  # feet, as the booths are built
PARTNERS = (
    ("Riverbend Center for Joint Work", "Facilitators for a first year together"),
    ("The Two Tables Library", "Agreements of forty districts, to read and to copy"),
)


def furnish(play: "Play", hall: Hall, *, bands: int, columns: int) -> None:
    """Aisles between the double rows, places along the walls, partners at booths of their own."""
    at = play.at(calendar.FLOOR, "10:30")
    wide = columns * BOOTH
    for band in range(bands - 1):
        top = WALL + band * (2 * BOOTH + AISLE) + 2 * BOOTH
        make_area(
            hall=hall, kind=AreaKind.AISLE, name="", x=WALL, y=top, width=wide, depth=AISLE, by=BY, at=at
        )
    for name, x, y, width in (
        ("Coffee", WALL, 1, wide // 3),
        ("Help and badges", WALL + 2 * wide // 3, 1, wide // 3),
        ("Stage", WALL + wide // 4, hall.depth - 9, wide // 2),
    ):
        make_area(
            hall=hall, kind=AreaKind.PLACE, name=name, x=x, y=y, width=max(1, width), depth=7, by=BY, at=at
        )
    booths = make_booths(
        hall=hall, rows=2, columns=1, first_number=901, x=hall.width - BOOTH - 1, y=WALL, features=[Feature.POWER],
        aisle=0, use=Use.PARTNERS, by=BY, at=at,
    )  # fmt: skip
    for booth, (name, offers) in zip(booths, PARTNERS, strict=True):
        place_partner(booth=booth, on=play.on(2, "09:00").date(), name=name, offers=offers, by=BY, at=at)
