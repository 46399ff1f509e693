"""Booths in a grid, by one command: new ones, or those that stand somewhere."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from expo.domain.booths import change_booths, remove_booths
from expo.domain.drawing import Drawn, draw, values_of
from expo.models import Booth, Feature, Hall
from expo.states import Numbering, StepKind, Use
from journal.domain.entries import record
from journal.refusals import Refusal


class NoBoothChosen(Refusal):
    code = "no_booth_chosen"
    words = _("Name booths of this hall, such as 101-110, 115.")
    field = "numbers"


class NothingChosen(Refusal):
    code = "nothing_chosen"
    words = _("Say what shall change about these booths: nothing would.")


@dataclass(frozen=True)
class Grid:
    """Where booths stand, in feet. An aisle runs behind every `rows_back_to_back` rows, a gap beside each booth."""

    columns: int
    x: int = 0
    y: int = 0
    width: int = 10
    depth: int = 10
    gap: int = 0
    aisle: int = 10
    rows_back_to_back: int = 1

    def spot(self, row: int, column: int) -> tuple[int, int]:
        """The upper left corner."""
        top = self.y + row * self.depth + (row // self.rows_back_to_back) * self.aisle
        return self.x + column * (self.width + self.gap), top


def numbers_of(
    rows: int, columns: int, *, first: int, numbering: str, row_step: int = 0
) -> Iterator[tuple[int, int, int]]:
    """Row, column and number of each booth. row_step: how much higher the next row or column begins; 0: it goes on."""
    lines, places = (columns, rows) if numbering == Numbering.COLUMNS else (rows, columns)
    for line in range(lines):
        begins = first + line * (row_step or places)
        for place in range(places):
            if numbering == Numbering.COLUMNS:
                yield place, line, begins + place
            else:
                back = numbering == Numbering.SNAKE and line % 2
                yield line, (places - 1 - place if back else place), begins + place


@transaction.atomic
def make_booths(
    *,
    hall: Hall,
    rows: int,
    columns: int,
    first_number: int = 101,
    x: int = 0,
    y: int = 0,
    width: int = 10,
    depth: int = 10,
    gap: int = 0,
    aisle: int = 10,
    rows_back_to_back: int = 1,
    numbering: str = Numbering.ROWS,
    row_step: int = 0,
    features: Iterable[str] = (),
    zone: str = "",
    use: str = Use.TEAMS,
    by: str,
    at: datetime,
) -> list[Booth]:
    """New booths; the ends of a row are corners. Refusals: booth_number_taken, booth_outside, booth_overlaps."""
    grid = Grid(columns, x, y, width, depth, gap, aisle, rows_back_to_back)
    offered = set(features)
    made = []
    for row, column, number in numbers_of(rows, columns, first=first_number, numbering=numbering, row_step=row_step):
        left, top = grid.spot(row, column)
        corner = {Feature.CORNER.value} if column in (0, columns - 1) else set()
        made.append({
            "number": number, "x": left, "y": top, "width": width, "depth": depth, "zone": zone.strip(), "use": use,
            "features": values_of(offered | corner),
        })  # fmt: skip
    drawn = draw(hall=hall, kind=StepKind.MADE, make=made, by=by, at=at)
    data = {"first": first_number, "count": len(made)}
    record(kind="booths.made", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id, data=data)
    return sorted(drawn.booths, key=lambda booth: booth.number)


@transaction.atomic
def align_booths(
    *,
    hall: Hall,
    numbers: Collection[int],
    columns: int,
    x: int,
    y: int,
    gap: int = 0,
    aisle: int = 10,
    rows_back_to_back: int = 1,
    seen: int | None = None,
    by: str,
    at: datetime,
) -> Drawn:
    """Let booths that stand form a grid, in the order of their numbers; each keeps its size, the largest says how wide.

    Refusals: no_booth_chosen, those of `draw`.
    """
    booths = list(hall.booths.filter(number__in=numbers).order_by("number"))
    if not booths:
        raise NoBoothChosen
    width, depth = max(booth.width for booth in booths), max(booth.depth for booth in booths)
    grid = Grid(columns, x, y, width, depth, gap, aisle, rows_back_to_back)
    changes = {}
    for place, booth in enumerate(booths):
        left, top = grid.spot(*divmod(place, columns))
        changes[booth.pk] = {"x": left, "y": top}
    return change_booths(hall=hall, changes=changes, kind=StepKind.MOVED, seen=seen, by=by, at=at)


@transaction.atomic
def change_several(
    *,
    hall: Hall,
    numbers: Collection[int],
    right: int | None = None,
    down: int | None = None,
    use: str = "",
    zone: str = "",
    add: Collection[str] = (),
    drop: Collection[str] = (),
    remove: bool = False,
    seen: int | None = None,
    by: str,
    at: datetime,
) -> Drawn:
    """Move, change or remove several booths in one step; what is not said stays as it is.

    Refusals: no_booth_chosen, those of `draw`.
    """
    booths = list(hall.booths.filter(number__in=numbers).order_by("number"))
    if not booths:
        raise NoBoothChosen
    if remove:
        return remove_booths(hall=hall, booths=[booth.pk for booth in booths], seen=seen, by=by, at=at)
    changes: dict[int, dict[str, Any]] = {}
    for booth in booths:
        facts: dict[str, Any] = {"x": booth.x + (right or 0), "y": booth.y + (down or 0)}
        facts |= {"use": use} if use else {}
        facts |= {"zone": zone} if zone else {}
        facts |= {"features": values_of((booth.offers | set(add)) - set(drop))} if add or drop else {}
        changes[booth.pk] = {name: value for name, value in facts.items() if value != getattr(booth, name)}
    changes = {pk: facts for pk, facts in changes.items() if facts}
    if not changes:
        raise NothingChosen
    kind = StepKind.MOVED if right or down else StepKind.CHANGED
    return change_booths(hall=hall, changes=changes, kind=kind, seen=seen, by=by, at=at)
