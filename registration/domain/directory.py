"""The directory of districts: how the federal file is read, and how a coordinator finds the own place in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Max, Sum
from django.utils.translation import gettext_lazy as _

from accounts.domain.folding import fold
from agreements.states import Side
from convenings.states import ConveningState
from jobs.domain.imports import RowRefused, Values
from jobs.domain.tables import Row, Table, read_table
from registration.domain.us_states import US_STATES
from registration.models import DirectoryEntry, Team
from registration.states import Locale

FIELDS = ("name", "city", "us_state", "enrollment", "locale", "source", "year")
TITLES = {
    "name": _("name"), "city": _("town"), "us_state": _("state"), "enrollment": _("students"),
    "locale": _("locale"), "source": _("source"), "year": _("year"),
}  # fmt: skip
NOT_STATED = frozenset({"", "-1", "-2", "-9", "M", "N", "–", "†", "‡"})  # how the federal files say so
LOCALES = {"1": Locale.CITY, "2": Locale.SUBURB, "3": Locale.TOWN, "4": Locale.RURAL}
LOCALE_COLUMNS = ("ULOCALE", "ULOCAL", "LOCALE")  # as the federal files of different years call it
FEWEST_LETTERS, MOST_FOUND = 2, 8


OVER = (ConveningState.CONCLUDED, ConveningState.CANCELLED)


class EntryOfOthers(RowRefused):
    code = "entry_of_others"
    words = _("A team of another convening is from there: this place stays as it is until that convening is over.")
    field = "LEAID"


class DirectoryImport:
    """The layout of the federal district directory: LEAID, LEA_NAME, ST, MEMBER, and what else is there."""

    name = "directory"
    needed: Sequence[str] = ("LEAID", "LEA_NAME", "ST", "MEMBER")

    def __init__(self, convening: int | None = None) -> None:
        """convening: whose organizers bring it, who leave alone what others' teams chose; None: who runs the house."""
        self.convening = convening

    def read(self, data: bytes) -> Table:
        """A CSV file."""
        return read_table(data, needed=self.needed)

    def parse(self, row: Row, options: Values) -> tuple[str, Values]:
        """Spreadsheets drop the first zero of an id: six digits get it back."""
        leaid = row.get("LEAID").strip("'")
        if not (leaid.isascii() and leaid.isdigit() and len(leaid) in (6, 7)):
            raise RowRefused(_("An id of seven digits, such as 0100005."), field="LEAID")
        name = " ".join(row.get("LEA_NAME").split())
        if not 0 < len(name) <= 200:
            raise RowRefused(_("A name, in 200 letters at most."), field="LEA_NAME")
        us_state = row.get("ST").upper()
        if us_state not in US_STATES:
            raise RowRefused(_("The postal code of a state, such as OH."), field="ST")
        values = {
            "name": name,
            "city": " ".join((row.get("LCITY") or row.get("MCITY")).split())[:120],
            "us_state": us_state,
            "enrollment": _members(row.get("MEMBER")),
            "locale": _locale(row),
            "source": options.get("source", ""),
            "year": _year(row.get("SURVYEAR") or row.get("SCHOOL_YEAR")) or options.get("year"),
        }
        return leaid.zfill(7), values

    def standing(self) -> Mapping[str, Values]:
        """One statement."""
        rows = DirectoryEntry.objects.values_list("leaid", *FIELDS)
        return {leaid: dict(zip(FIELDS, values, strict=True)) for leaid, *values in rows.iterator()}

    def unfit(self, changes: Mapping[str, Values], standing: Mapping[str, Values]) -> Mapping[str, RowRefused]:
        """Places that teams of other convenings chose, while these are not over. One statement."""
        if self.convening is None:
            return {}
        others = Team.objects.exclude(convening=self.convening).exclude(convening__state__in=OVER)
        chosen = others.filter(directory_entry__isnull=False).values_list("directory_entry__leaid", flat=True)
        return {leaid: EntryOfOthers() for leaid in set(chosen) & changes.keys()}

    def shown(self, field: str) -> Any:
        """A field in words."""
        return TITLES[field]

    def write(self, rows: Mapping[str, Values], *, at: datetime) -> None:
        """One statement: new rows are added, known ones take the values of the file."""
        entries = [
            DirectoryEntry(leaid=leaid, folded_name=searched(values), imported_at=at, **values)
            for leaid, values in rows.items()
        ]
        DirectoryEntry.objects.bulk_create(
            entries,
            update_conflicts=True,
            unique_fields=["leaid"],
            update_fields=[*FIELDS, "folded_name", "imported_at"],
        )


DIRECTORY = DirectoryImport()


def searched(values: Values) -> str:
    """What a search looks through: name, town, and the state in both ways."""
    us_state = str(values["us_state"])
    return fold(f"{values['name']} {values['city']} {us_state} {US_STATES.get(us_state, '')}")[:320]


@dataclass(frozen=True)
class Place:
    """What a registration takes from the directory. `code` is a district's id, or a state's two letters."""

    code: str
    name: str
    city: str
    us_state: str
    enrollment: int | None
    locale: str
    source: str
    year: int | None

    @property
    def leaid(self) -> str:
        """The district's id; empty for a state."""
        return self.code if len(self.code) > 2 else ""

    @property
    def side(self) -> Side:
        """Whose place it is: a kind of team that has an office on that side is of it."""
        return Side.DISTRICT if self.leaid else Side.STATE


def find_places(words: str) -> list[Place]:
    """A state that the words begin, and at most eight districts that hold them all; none for fewer than two letters.

    One statement, and one for a state.
    """
    sought = fold(words[:100])
    if len(sought) < FEWEST_LETTERS:
        return []
    states = [code for code, name in US_STATES.items() if fold(name).startswith(sought) or code.casefold() == sought]
    found = [_state(code) for code in states[:1]]
    return found + [_district(entry) for entry in DirectoryEntry.objects.named(words[:100])[:MOST_FOUND]]


def place_of(code: str) -> Place | None:
    """The district of this id, or the state of these two letters. One statement."""
    if code in US_STATES:
        return _state(code)
    known = code.isascii() and code.isdigit()
    entry = DirectoryEntry.objects.filter(leaid=code[:7]).first() if known else None
    return _district(entry) if entry else None


def _district(entry: DirectoryEntry) -> Place:
    return Place(
        code=entry.leaid,
        name=entry.name,
        city=entry.city,
        us_state=entry.us_state,
        enrollment=entry.enrollment,
        locale=entry.locale,
        source=entry.source,
        year=entry.year,
    )


def _state(code: str) -> Place:
    """A state with the students of all its districts that state them."""
    listed = DirectoryEntry.objects.filter(us_state=code, enrollment__isnull=False)
    facts = listed.aggregate(students=Sum("enrollment"), source=Max("source"), year=Max("year"))
    source = str(_("sum of its districts, %(source)s") % {"source": facts["source"]}) if facts["source"] else ""
    return Place(
        code=code,
        name=US_STATES[code],
        city=US_STATES[code],
        us_state=code,
        enrollment=facts["students"],
        locale="",
        source=source[:200],
        year=facts["year"],
    )


def _members(typed: str) -> int | None:
    if typed in NOT_STATED:
        return None
    digits = typed.replace(",", "").removesuffix(".0")
    if not (digits.isascii() and digits.isdigit()) or len(digits) > 12 or int(digits) >= 100_000_000:
        raise RowRefused(_("A whole number of students, or nothing."), field="MEMBER")
    return int(digits)


def _locale(row: Row) -> str:
    """The kind of place, of "41" and of "41-Rural: Fringe"; empty where the file does not state it."""
    column = next((name for name in LOCALE_COLUMNS if row.get(name)), "")
    typed = row.get(column)
    if typed in NOT_STATED:
        return ""
    code = typed.partition("-")[0].strip().removesuffix(".0")
    if len(code) != 2 or code[0] not in LOCALES or code[1] not in "123":
        raise RowRefused(_("A locale code, such as 41 or 41-Rural: Fringe, or nothing."), field=column)
    return LOCALES[code[0]].value


def _year(typed: str) -> int | None:
    """The year in which a school year begins: 2022 of "2022-2023"."""
    first = typed[:4]
    return int(first) if first.isascii() and first.isdigit() and 1900 <= int(first) <= 2100 else None
