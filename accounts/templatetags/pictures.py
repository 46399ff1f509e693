"""Pictures of figures, each with its numbers in words: {% load pictures %}."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import template

register = template.Library()

# The states as tiles, each near its place on the map.
TILES = (
    "AK .. .. .. .. .. .. .. .. .. .. ME",
    ".. .. .. .. .. .. WI .. .. .. VT NH",
    ".. WA ID MT ND MN IL MI .. NY MA ..",
    ".. OR NV WY SD IA IN OH PA NJ CT RI",
    ".. CA UT CO NE MO KY WV VA MD DE ..",
    ".. .. AZ NM KS AR TN NC SC DC .. ..",
    ".. .. .. .. OK LA MS AL GA .. .. ..",
    ".. HI .. .. TX .. .. .. .. FL .. ..",
)
TILE = 48
Points = Sequence[tuple[float, float]]
TINTS = ((0, 0), (1, 1), (3, 2), (5, 3))  # up to this number: this tint; above: 4


@dataclass(frozen=True)
class Step:
    """One step of a funnel: its name, how many got there, and a line about those who wait before the next."""

    name: str
    count: int
    note: str = ""


@dataclass(frozen=True)
class Tile:
    """A state's square: where it stands, and the number in it."""

    x: int
    y: int
    code: str
    count: int

    @property
    def tint(self) -> int:
        return tint(self.count)


@register.inclusion_tag("components/funnel.html")
def funnel(steps: Sequence[Step], caption: str) -> dict[str, Any]:
    """A table of steps with a bar each; the widest is the largest step."""
    return {"steps": steps, "caption": caption, "most": max((step.count for step in steps), default=0) or 1}


@register.inclusion_tag("components/tile_map.html")
def tile_map(counts: Mapping[str, int], label: str) -> dict[str, Any]:
    """The states as tiles with a number each, and the same as a list, largest first. counts: by postal code."""
    tiles = [
        Tile(x=column * TILE, y=row * TILE, code=code, count=counts.get(code, 0))
        for row, line in enumerate(TILES)
        for column, code in enumerate(line.split())
        if code != ".."
    ]
    listed = sorted(((code, count) for code, count in counts.items() if count), key=lambda pair: (-pair[1], pair[0]))
    return {"tiles": tiles, "listed": listed, "label": label, "width": TILE * 12, "height": TILE * len(TILES)}


@register.inclusion_tag("components/curve.html")
def curve(
    points: Points, label: str, marks: Sequence[tuple[float, str]] = (), plan: Points = ()
) -> dict[str, Any]:
    """A rising line of counts. points: (x, count), x growing; marks: (x, words) below; plan: a dashed line beside it.

    label says in words what the curve shows; it is read instead of the picture.
    """
    everything = [*points, *plan]
    xs, most = [x for x, _ in everything] + [x for x, _ in marks], max((y for _, y in everything), default=0)
    frame = Frame(first=min(xs, default=0), last=max(xs, default=1), most=round_up(most))
    return {
        "label": label,
        "actual": frame.path(points),
        "plan": frame.path(plan),
        "levels": [{"y": frame.y(level), "words": f"{level:g}"} for level in frame.levels()],
        "marks": [
            {"x": frame.x(x), "words": words, "anchor": frame.anchor(x), "css": "alt" if index % 2 else ""}
            for index, (x, words) in enumerate(marks)
        ],
        "end": {"x": frame.x(points[-1][0]), "y": frame.y(points[-1][1])} if points else None,
    }


@dataclass(frozen=True)
class Frame:
    """The box a curve is drawn in: 560 by 300 units, the numbers left, the marks below."""

    first: float
    last: float
    most: float

    def x(self, value: float) -> float:
        return round(44 + 504 * (value - self.first) / ((self.last - self.first) or 1), 1)

    def y(self, value: float) -> float:
        return round(260 - 240 * value / (self.most or 1), 1)

    def path(self, points: Points) -> str:
        return "".join(f"{'L' if index else 'M'}{self.x(x)} {self.y(y)}" for index, (x, y) in enumerate(points))

    def levels(self) -> list[float]:
        return [self.most * part / 4 for part in range(5)]

    def anchor(self, value: float) -> str:
        return {44.0: "start", 548.0: "end"}.get(self.x(value), "middle")


def tint(count: int) -> int:
    """How dark a tile is, 0 to 4."""
    return next((shade for most, shade in TINTS if count <= most), 4)


def round_up(most: float) -> int:
    """The next number that four even lines divide well: 4, 8, 12, 20, 40, 80, 120, 200 …"""
    size = 4
    while True:
        for factor in (1, 2, 3, 5):
            if size * factor >= most:
                return size * factor
        size *= 10
