"""The marks of the sides: one letter and the outline of one road sign each, in a box of 24 units."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SideMark:
    """A side's letter, its outline as an SVG path, and the baseline of the letter in it."""

    letter: str
    outline: str
    baseline: float


CIRCLE = "M12 1.4A10.6 10.6 0 1 1 12 22.6A10.6 10.6 0 1 1 12 1.4Z"
PENTAGON = "M12 1.2 22.4 9.4V22.4H1.6V9.4Z"
SQUARE = "M2 2H22V22H2Z"
SHIELD = (
    "M2.4 2.2C5.6 3.6 8.8 3.6 12 1.6 15.2 3.6 18.4 3.6 21.6 2.2"
    "V11.5C21.6 17.2 17.6 20.6 12 23 6.4 20.6 2.4 17.2 2.4 11.5Z"
)
DIAMOND = "M12-.8 24.8 12 12 24.8-.8 12Z"

SIDE_MARKS = {
    "union": SideMark("U", CIRCLE, 16.6),
    "district": SideMark("D", PENTAGON, 18.6),
    "board": SideMark("B", SQUARE, 16.6),
    "state": SideMark("S", SHIELD, 16.3),
    "partner": SideMark("P", DIAMOND, 16.6),
}
