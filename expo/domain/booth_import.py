"""Booths by CSV: a file says how they shall be drawn, and the same table can be taken away."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from expo.domain.drawing import clashes, draw, facts_of, told_since, values_of
from expo.models import Booth, Hall
from expo.states import TICKED, StepKind, Use
from jobs.domain.imports import RowRefused, Values
from jobs.domain.tables import FileRefused, Row, Table, read_table, write_table

NAME = "booths"
COLUMNS = ("NUMBER", "X", "Y", "WIDTH", "DEPTH", "ZONE", "FOR", "FEATURES")
TITLES = {
    "number": _("number"), "x": _("feet from the left"), "y": _("feet from the top"), "width": _("width, feet"),
    "depth": _("depth, feet"), "zone": _("zone"), "use": _("for"), "features": _("features"),
}  # fmt: skip
HIGHEST, FARTHEST, WIDEST, MOST_BOOTHS = 99_999, 2_000, 200, 2_000


class BoothImport:
    """The booths of one hall. What somebody changed since the file was sent (`seen`) is not overwritten."""

    name = NAME
    needed: Sequence[str] = ("NUMBER", "X", "Y")

    def __init__(self, options: Values, by: str) -> None:
        self.hall = Hall.objects.get(pk=options["hall"])
        self.seen = options["seen"]
        self.by = by

    def read(self, data: bytes) -> Table:
        """A CSV file."""
        return read_table(data, needed=self.needed)

    def parse(self, row: Row, options: Values) -> tuple[str, Values]:
        """Width and depth are ten feet where the file does not say."""
        number = _whole(row, "NUMBER", 1, HIGHEST)
        values: dict[str, Any] = {"number": number}
        values["x"], values["y"] = _whole(row, "X", 0, FARTHEST), _whole(row, "Y", 0, FARTHEST)
        values["width"] = _whole(row, "WIDTH", 1, WIDEST, empty=10)
        values["depth"] = _whole(row, "DEPTH", 1, WIDEST, empty=10)
        values["zone"] = " ".join(row.get("ZONE").lstrip("'").split())
        if len(values["zone"]) > 40:
            raise RowRefused(_("A zone, in 40 letters at most."), field="ZONE")
        values["use"] = row.get("FOR").lower() or Use.TEAMS.value
        if values["use"] not in Use.values:
            raise RowRefused(_("One of teams, partners and nobody."), field="FOR")
        offered = row.get("FEATURES").lower().replace(",", " ").replace(";", " ").split()
        if unknown := sorted(set(offered) - dict(TICKED).keys()):
            words = _("“%(unknown)s” is no feature. Write some of %(known)s, with blanks between.")
            raise RowRefused(words % {"unknown": unknown[0][:40], "known": ", ".join(dict(TICKED))}, field="FEATURES")
        values["features"] = values_of(offered)
        return str(number), values

    def standing(self) -> Mapping[str, Values]:
        """One statement."""
        return {str(booth.number): facts_of(booth) for booth in Booth.objects.filter(hall=self.hall)}

    def unfit(self, changes: Mapping[str, Values], standing: Mapping[str, Values]) -> Mapping[str, RowRefused]:
        """What somebody has changed since, what stands outside the hall, and what would stand on another booth."""
        if len(changes) > MOST_BOOTHS:
            raise FileRefused(_("More than %(most)s booths in a hall are too many.") % {"most": MOST_BOOTHS})
        refused = {key: RowRefused(words) for key, words in self._changed_since(changes).items()}
        for key, facts in changes.items():
            if facts["x"] + facts["width"] > self.hall.width or facts["y"] + facts["depth"] > self.hall.depth:
                words = _("It would stand outside the hall, which is %(width)s by %(depth)s feet.")
                size = {"width": self.hall.width, "depth": self.hall.depth}
                refused.setdefault(key, RowRefused(words % size, field="X"))
        while more := _clashes(standing, {key: facts for key, facts in changes.items() if key not in refused}):
            refused |= more
        return refused

    def _changed_since(self, changes: Mapping[str, Values]) -> dict[str, str]:
        late = Booth.objects.filter(hall=self.hall, version__gt=self.seen)
        ids = {booth.pk: str(booth.number) for booth in late if str(booth.number) in changes}
        return {ids[pk]: words for pk, words in told_since(ids, seen=self.seen).items()}

    def shown(self, field: str) -> Any:
        """A field in words."""
        return TITLES[field]

    def write(self, rows: Mapping[str, Values], *, at: datetime) -> None:
        """One step of the drawing, for all rows of the part. Refusals: those of `draw`."""
        ids = dict(Booth.objects.filter(hall=self.hall, number__in=rows).values_list("number", "pk"))
        draw(
            hall=self.hall, kind=StepKind.IMPORTED, seen=self.seen, by=self.by, at=at,
            make=[facts for key, facts in rows.items() if int(key) not in ids],
            change={ids[int(key)]: facts for key, facts in rows.items() if int(key) in ids},
        )  # fmt: skip


def _clashes(standing: Mapping[str, Values], changes: Mapping[str, Values]) -> dict[str, RowRefused]:
    """Changes that would stand on another booth; of two rows of the file the later one is blamed."""
    after = {**{key: facts for key, facts in standing.items() if key not in changes}, **changes}
    keys, blamed = list(after), dict[str, RowRefused]()
    for one, other in clashes(list(after.values())):
        stays, goes = keys[min(one, other)], keys[max(one, other)]
        if goes in changes and not {stays, goes} & blamed.keys():
            words = _("It would stand on booth %(number)s.")
            blamed[goes] = RowRefused(words % {"number": stays}, field="X")
    return blamed


def _whole(row: Row, column: str, least: int, most: int, *, empty: int | None = None) -> int:
    typed = row.get(column).removesuffix(".0")
    if not typed and empty is not None:
        return empty
    if not (typed.isascii() and typed.isdigit() and len(typed) < 8 and least <= int(typed) <= most):
        words = _("A whole number from %(least)s to %(most)s.")
        raise RowRefused(words % {"least": least, "most": most}, field=column)
    return int(typed)


def table_of(hall: Hall) -> bytes:
    """The booths of a hall as a file that can be changed and sent again."""
    return write_table(COLUMNS, _rows(hall))


def _rows(hall: Hall) -> Iterator[list[object]]:
    for booth in Booth.objects.filter(hall=hall):
        features = " ".join(booth.features)
        yield [booth.number, booth.x, booth.y, booth.width, booth.depth, booth.zone, booth.use, features]
