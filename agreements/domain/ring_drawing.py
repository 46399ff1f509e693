"""The joint ring as geometry: SVG paths for two boxes, small (to 24 px) and large. Pure."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import asin, cos, pi, sin

from agreements.domain.ring import Ring, Segment
from agreements.domain.side_mark import SIDE_MARKS

SMALL_UP_TO = 24  # px; above it the large box is drawn
LETTERS_FROM = 88  # px
COUNT_FROM = 72  # px


@dataclass(frozen=True)
class Box:
    """A square of `units`; sectors lie between two radii, half a gap from the border of their share."""

    units: float
    outer: float
    inner: float
    half_gap: float

    @property
    def centre(self) -> float:
        return self.units / 2

    @property
    def middle(self) -> float:
        return (self.outer + self.inner) / 2

    def inset(self, by: float) -> "Box":
        """The box in which a line of twice that width stays inside the sector."""
        return Box(self.units, self.outer - by, self.inner + by, self.half_gap + by)

    def at(self, angle: float, radius: float) -> tuple[float, float]:
        """The point at an angle clockwise from twelve o'clock."""
        return self.centre + radius * sin(angle), self.centre - radius * cos(angle)


SMALL = Box(units=24, outer=11.5, inner=6.4, half_gap=0.95)
SMALL_CLOSED = Box(units=24, outer=11.5, inner=6.4, half_gap=0.35)
LARGE = Box(units=120, outer=57, inner=38, half_gap=2.3)
LARGE_CLOSED = Box(units=120, outer=53, inner=36, half_gap=0.8)


def number(value: float) -> str:
    """Two decimals, no trailing zeros, no minus before a zero."""
    return f"{round(value, 2) + 0.0:.2f}".rstrip("0").rstrip(".")


def share(index: int, total: int) -> tuple[float, float]:
    """The angles at which the share of the index-th of `total` begins and ends."""
    return 2 * pi * index / total, 2 * pi * (index + 1) / total


def edges(start: float, end: float, radius: float, half_gap: float) -> tuple[float, float]:
    """Where a sector begins and ends at a radius, so that the gap between two has parallel sides."""
    trim = asin(half_gap / radius)
    return start + trim, end - trim


def arc(box: Box, start: float, end: float, radius: float) -> str:
    """An open arc, its ends trimmed by the half gap."""
    first, last = edges(start, end, radius, box.half_gap)
    return f"M{_point(box, first, radius)}{_sweep(box, first, last, radius, 1)}"


def sector(box: Box, start: float, end: float) -> str:
    """A closed sector between the box's radii."""
    first, last = edges(start, end, box.outer, box.half_gap)
    inner_first, inner_last = edges(start, end, box.inner, box.half_gap)
    outward = f"M{_point(box, first, box.outer)}{_sweep(box, first, last, box.outer, 1)}"
    return f"{outward}L{_point(box, inner_last, box.inner)}{_sweep(box, inner_last, inner_first, box.inner, 0)}Z"


def _point(box: Box, angle: float, radius: float) -> str:
    x, y = box.at(angle, radius)
    return f"{number(x)} {number(y)}"


def _sweep(box: Box, first: float, last: float, radius: float, clockwise: int) -> str:
    r, long = number(radius), int(abs(last - first) > pi)
    return f"A{r} {r} 0 {long} {clockwise} {_point(box, last, radius)}"


@dataclass(frozen=True)
class Piece:
    """One SVG element of a ring: a path or a letter."""

    kind: str  # path, text
    css: str
    d: str = ""
    stroke: str = ""
    dashes: str = ""
    x: str = ""
    y: str = ""
    text: str = ""


@dataclass(frozen=True)
class Drawing:
    """All a template needs to print a ring."""

    size: int
    units: int
    css: str
    pieces: tuple[Piece, ...]
    seal_width: str  # stroke of the circle round a large closed ring; empty: none
    core: bool  # the dot in a small closed ring
    count: int | None  # the number in the middle; None: too small for it
    total: int


def draw(ring: Ring, *, size: int) -> Drawing:
    """The drawing of a ring at a width in px."""
    small = size <= SMALL_UP_TO
    box = _box(small=small, closed=ring.closed)
    stroke = max(1.5, 1.3 * 24 / size) if small else max(2.0, 1.6 * 120 / size)
    names = ["ring", "sm" if small else "", "sealed" if ring.sealed else "", "full" if ring.closed else ""]
    return Drawing(
        size=size,
        units=int(box.units),
        css=" ".join(filter(None, names)),
        pieces=tuple(_pieces(ring, box, stroke=stroke, size=size)),
        seal_width=number(1.2 * 120 / size) if ring.closed and not small else "",
        core=ring.closed and small,
        count=ring.count if size >= COUNT_FROM else None,
        total=ring.total,
    )


def _box(*, small: bool, closed: bool) -> Box:
    if small:
        return SMALL_CLOSED if closed else SMALL
    return LARGE_CLOSED if closed else LARGE


def _pieces(ring: Ring, box: Box, *, stroke: float, size: int) -> Iterator[Piece]:
    for index in range(ring.total):
        start, end = share(index, ring.total)
        if ring.sealed:
            solid = index < ring.count
            yield _sector(box, start, end, css="s-ink" if solid else "s-none", solid=solid, stroke=stroke)
        else:
            yield from _segment(ring.segments[index], box, start, end, stroke=stroke, size=size)


def _segment(segment: Segment, box: Box, start: float, end: float, *, stroke: float, size: int) -> Iterator[Piece]:
    side, signed = f"s-{segment.side}", segment.state == "signed"
    dashes = f"{number(stroke * 1.8)} {number(stroke * 1.6)}" if segment.state == "asked_again" else ""
    yield _sector(box, start, end, css=side, solid=signed, stroke=stroke, dashes=dashes)
    middle = (start + end) / 2
    if segment.state in ("declined", "deferred"):
        path = _SIGNS[segment.state, box.units == SMALL.units](box, middle)
        yield Piece(kind="path", css=f"bar {side}", d=path, stroke=number(stroke))
    elif size >= LETTERS_FROM:
        x, y = box.at(middle, box.middle)
        css = f"{'on' if signed else 'off'} {side}"
        yield Piece(kind="text", css=css, x=number(x), y=number(y + 4.7), text=SIDE_MARKS[segment.side].letter)


def _sector(box: Box, start: float, end: float, *, css: str, solid: bool, stroke: float, dashes: str = "") -> Piece:
    if solid:
        return Piece(kind="path", css=f"seg {css}", d=sector(box, start, end))
    if box.units == SMALL.units:
        path = arc(box, start, end, box.outer - stroke / 2)
    else:
        path = sector(box.inset(stroke / 2), start, end)
    css = f"open {css} again" if dashes else f"open {css}"
    return Piece(kind="path", css=css, d=path, stroke=number(stroke), dashes=dashes)


def _cross(box: Box, angle: float) -> str:
    x, y = box.at(angle, box.middle)
    arm = 5.32
    side = number(2 * arm)
    return f"M{number(x - arm)} {number(y - arm)}l{side} {side}M{number(x - arm)} {number(y + arm)}l{side} -{side}"


def _bar(box: Box, angle: float) -> str:
    return f"M{_point(box, angle, box.inner - 1)}L{_point(box, angle, box.outer)}"


def _pause(box: Box, angle: float) -> str:
    x, y = box.at(angle, box.middle)
    return f"M{number(x - 2.6)} {number(y - 5)}v10M{number(x + 2.6)} {number(y - 5)}v10"


def _double_bar(box: Box, angle: float) -> str:
    """Two short bars across the arc: waiting, where there is no room for a letter."""
    angles = (angle - 0.19, angle + 0.19)
    return "".join(f"M{_point(box, at, box.inner + 1.4)}L{_point(box, at, box.outer)}" for at in angles)


_SIGNS = {
    ("declined", True): _bar,
    ("declined", False): _cross,
    ("deferred", True): _double_bar,
    ("deferred", False): _pause,
}
