"""Which booths are neighbours, by the drawing: side by side, back to back, or opposite across an aisle. Pure.

Booths stand side by side where they touch along their row. A row runs the way in which more booths touch each other.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

BESIDE, BEHIND = 2, 1  # how near: side by side; back to back, or opposite
AISLE = 12  # feet: booths across a wider way do not see each other


@dataclass(frozen=True)
class Rectangle:
    """A booth in the drawing, in feet."""

    x: int
    y: int
    width: int
    depth: int


Edge = tuple[int, int, int]  # two booths, the lower first, and how near


def edges_of(
    booths: Sequence[Rectangle], *, aisle: int = AISLE, walls: Sequence[Rectangle] = ()
) -> tuple[Edge, ...]:
    """All neighbours, by their places in the sequence. walls: what parts booths that face each other."""
    touching: list[tuple[int, int, bool]] = []  # with whether they touch along x
    across: list[tuple[int, int]] = []
    for (one, here), (other, there) in combinations(enumerate(booths), 2):
        gap_x, gap_y = _gap(here.x, here.width, there.x, there.width), _gap(here.y, here.depth, there.y, there.depth)
        if (gap_x == 0) != (gap_y == 0) and min(gap_x, gap_y) < 0:
            touching.append((one, other, gap_x == 0))
        elif min(gap_x, gap_y) < 0 < max(gap_x, gap_y) <= aisle and _faces(here, there):
            across.append((one, other))
    runs_along_x = _rows(len(booths), touching)
    edges = [
        (one, other, BESIDE if runs_along_x[one] == runs_along_x[other] == along_x else BEHIND)
        for one, other, along_x in touching
    ]
    edges += [(one, other, BEHIND) for one, other in across if not _is_between([*booths, *walls], one, other)]
    return tuple(sorted(edges))


def _gap(start: int, length: int, other_start: int, other_length: int) -> int:
    """How far apart two stretches are: 0 where they touch, below 0 by how much they overlap."""
    return max(start, other_start) - min(start + length, other_start + other_length)


def _faces(here: Rectangle, there: Rectangle) -> bool:
    """Whether at least half of the smaller one looks at the other."""
    shared_x = -_gap(here.x, here.width, there.x, there.width)
    shared_y = -_gap(here.y, here.depth, there.y, there.depth)
    if shared_x > 0:
        return 2 * shared_x >= min(here.width, there.width)
    return 2 * shared_y >= min(here.depth, there.depth)


def _is_between(booths: Sequence[Rectangle], one: int, other: int) -> bool:
    """Whether a third booth stands in the way between two that face each other."""
    here, there = booths[one], booths[other]
    if -_gap(here.x, here.width, there.x, there.width) > 0:
        left, right = max(here.x, there.x), min(here.x + here.width, there.x + there.width)
        top, bottom = min(here.y + here.depth, there.y + there.depth), max(here.y, there.y)
    else:
        left, right = min(here.x + here.width, there.x + there.width), max(here.x, there.x)
        top, bottom = max(here.y, there.y), min(here.y + here.depth, there.y + there.depth)
    return any(
        place not in (one, other)
        and _gap(booth.x, booth.width, left, right - left) < 0
        and _gap(booth.y, booth.depth, top, bottom - top) < 0
        for place, booth in enumerate(booths)
    )


def _rows(count: int, touching: Sequence[tuple[int, int, bool]]) -> list[bool]:
    """For each booth whether its row runs along x: the way in which it hangs together with more booths."""
    along_x = _group_sizes(count, [pair for pair in touching if pair[2]])
    along_y = _group_sizes(count, [pair for pair in touching if not pair[2]])
    return [along_x[booth] >= along_y[booth] for booth in range(count)]


def _group_sizes(count: int, pairs: Sequence[tuple[int, int, bool]]) -> list[int]:
    """How many booths hang together with each."""
    group = list(range(count))

    def root(booth: int) -> int:
        while group[booth] != booth:
            booth = group[booth]
        return booth

    for one, other, _ in pairs:
        group[root(other)] = root(one)
    roots = [root(booth) for booth in range(count)]
    return [roots.count(top) for top in roots]
