"""The ring on a convening's cover: closed, large, with words along its segments. Pure geometry."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import pi

from agreements.domain.ring_drawing import Box, number, sector, share

COVER = Box(units=480, outer=236, inner=158, half_gap=5)
OVER, UNDER = 187.0, 207.0  # radius of a line of words in the upper half, and upright in the lower half
MARGIN = 0.06  # between the words' line and the end of the segment, as an angle


@dataclass(frozen=True)
class CoverSegment:
    """One side's segment, and the line its words stand on, read from left to right."""

    side: str
    d: str
    words_line: str


def cover_segments(sides: Sequence[str]) -> list[CoverSegment]:
    """The segments clockwise from twelve o'clock."""
    shares = [share(index, len(sides)) for index in range(len(sides))]
    return [
        CoverSegment(side, sector(COVER, start, end), words_line(start, end))
        for side, (start, end) in zip(sides, shares, strict=True)
    ]


def words_line(start: float, end: float) -> str:
    """An arc for words: clockwise above, counter-clockwise below, so that nothing stands on its head."""
    below = pi / 2 < (start + end) / 2 < 3 * pi / 2
    radius, first, last = (UNDER, end - MARGIN, start + MARGIN) if below else (OVER, start + MARGIN, end - MARGIN)
    (x1, y1), (x2, y2) = COVER.at(first, radius), COVER.at(last, radius)
    r, long = number(radius), int(end - start - 2 * MARGIN > pi)
    return f"M{number(x1)} {number(y1)}A{r} {r} 0 {long} {int(not below)} {number(x2)} {number(y2)}"
