"""Tables as people send and take them: CSV read with care, and written so that no spreadsheet runs what is in it."""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from jobs.domain.lean_imports import without
from journal.refusals import Refusal

MOST_BYTES = 40 * 1024 * 1024
MOST_ROWS = 200_000
MOST_LINES = 10 * MOST_ROWS  # with empty ones
LONGEST_CELL = 10_000
DELIMITERS = ",;\t"
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
OTHER_FILES = (
    b"PK\x03\x04", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\x1f\x8b", b"{\\rtf",
)  # fmt: skip
RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # a cell that begins so may be run as a formula


class FileRefused(Refusal):
    """The file as a whole cannot be read."""

    code = "file_refused"
    status = 400
    field = "file"


@dataclass(frozen=True)
class Row:
    """One row by its column's names, the line on which it begins counted from 1."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell without blanks around it; empty where the file has no such column."""
        return self.cells.get(column, "").strip()


@dataclass(frozen=True)
class Misfit:
    """A line that is no row of the table."""

    line: int
    words: Any


@dataclass(frozen=True)
class Table:
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    misfits: tuple[Misfit, ...]


def read_table(data: bytes, *, needed: Sequence[str]) -> Table:
    """The rows of a CSV file whose head names the needed columns; others may be there. Names in capitals.

    Commas, semicolons or tabs; UTF-8 with or without its mark, UTF-16 with it, else Windows-1252.
    Refusal: file_refused.
    """
    text = _text_of(data)
    first = next((line for line in io.StringIO(text, newline=None) if line.strip()), "")
    delimiter = max(DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        columns, rows, misfits = _parse(reader, needed)
    except csv.Error as error:
        words = _("Line %(line)d cannot be read: a quotation mark is not closed, or too much stands in one cell.")
        raise FileRefused(words % {"line": reader.line_num}) from error
    return Table(columns, tuple(rows), tuple(misfits))


def _parse(reader: Any, needed: Sequence[str]) -> tuple[tuple[str, ...], list[Row], list[Misfit]]:
    columns: tuple[str, ...] = ()
    rows: list[Row] = []
    misfits: list[Misfit] = []
    before = 0
    for cells in reader:
        line, before = before + 1, reader.line_num
        if line > MOST_LINES:
            raise FileRefused(_("The file has more than %(most)d rows. Please send it in parts.") % {"most": MOST_ROWS})
        if not any(cell.strip() for cell in cells):
            continue
        if not columns:
            columns = head_of(cells, needed)
        elif len(cells) != len(columns):
            words = _("This line has %(has)d cells, and the head has %(wants)d.")
            misfits.append(Misfit(line, words % {"has": len(cells), "wants": len(columns)}))
        elif any(len(cell) > LONGEST_CELL or is_unprintable(cell) for cell in cells):
            misfits.append(Misfit(line, _("A cell holds characters that cannot be printed, or far too many.")))
        else:
            rows.append(Row(line, dict(zip(columns, cells, strict=True))))
        if len(rows) + len(misfits) > MOST_ROWS:
            raise FileRefused(_("The file has more than %(most)d rows. Please send it in parts.") % {"most": MOST_ROWS})
    if not columns:
        raise FileRefused(_("The file is empty."))
    return columns, rows, misfits


def _text_of(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        words = _("The file is larger than %(most)d MB. Please send it in parts.")
        raise FileRefused(words % {"most": MOST_BYTES // 1024 // 1024})
    if data.startswith(OTHER_FILES):
        raise FileRefused(_("This is no CSV file, whatever its name. In a spreadsheet, save the sheet as CSV first."))
    encodings = [name for mark, name in MARKS if data.startswith(mark)] or ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise FileRefused(_("This is no text: it holds bytes that are no letters. Please save the sheet as CSV in UTF-8."))


def head_of(cells: Sequence[str], needed: Sequence[str]) -> tuple[str, ...]:
    """The columns that a table's first row names. Refusal: file_refused, a needed one missing or named twice."""
    columns = tuple(cell.strip().upper() for cell in cells)
    missing = [name for name in needed if name not in columns]
    if missing:
        words = _("The first line has to name the columns. Missing: %(missing)s.")
        raise FileRefused(words % {"missing": ", ".join(missing)})
    if twice := sorted({name for name in needed if columns.count(name) > 1}):
        raise FileRefused(_("The first line names a column twice: %(twice)s.") % {"twice": ", ".join(twice)})
    return columns


def is_unprintable(cell: str) -> bool:
    """Whether it holds control characters besides tabs and line breaks."""
    return not cell.isprintable() and any(unicodedata.category(c) in {"Cc", "Cs"} and c not in "\t\r\n" for c in cell)


def neutral(value: object) -> str:
    """The value as a cell that a spreadsheet shows and never runs."""
    text = "" if value is None else str(value)
    if not isinstance(value, str):
        return text  # numbers and dates are ours
    return f"'{text}" if text.lstrip().startswith(RUNS) or text.startswith(RUNS) else text


def write_workbook(
    columns: Sequence[object], rows: Iterable[Sequence[object]], *, title: str, widths: Sequence[int] = ()
) -> bytes:
    """The same as an Excel file of one sheet: text stays text, whatever it begins with; numbers are numbers.

    widths: of the columns, in characters; none: as the program that shows it likes.
    """
    with without("numpy"):  # for numbers of kinds that nobody has here
        from openpyxl import Workbook  # rarely needed
        from openpyxl.cell import WriteOnlyCell
        from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet("".join(mark for mark in title if mark not in "[]:*?/\\'")[:31] or "Table")
    sheet.freeze_panes = "A2"
    for place, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    for row in [[str(column) for column in columns], *rows]:
        cells: list[object] = []
        for value in row:
            if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
                cells.append(float(value))
                continue
            words = "" if value is None else _storable(str(value))
            if words.startswith(("=", "#")):  # else it would be a formula, or an error
                cell = WriteOnlyCell(sheet, words)
                cell.data_type = "s"
                cells.append(cell)
            else:
                cells.append(words)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _storable(text: str) -> str:
    """What fits a cell: no more than Excel takes, and nothing that its XML cannot hold."""
    kept = (mark for mark in text if mark in "\t\n" or unicodedata.category(mark) not in {"Cc", "Cs", "Cn"})
    return "".join(kept)[:32_767]


def write_table(columns: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """A CSV file in UTF-8 with its mark, by which spreadsheets know it; formulas in it are made harmless."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([neutral(str(column)) for column in columns])
    writer.writerows([neutral(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")
