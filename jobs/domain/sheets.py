"""The first sheet of an Excel file, read with the same care as a CSV file."""

import io
import warnings
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import gettext_lazy as _

from jobs.domain.lean_imports import without
from jobs.domain.tables import LONGEST_CELL, FileRefused, Misfit, Row, Table, head_of, is_unprintable

MOST_UNPACKED = 60 * 1024 * 1024
MOST_PARTS = 500
LISTED, MOST_LISTED = b"PK\x01\x02", 3_000  # what begins each name in the list of a zip: counted before it is read
MOST_SHEET_ROWS = 5_000
MOST_COLUMNS = 60
Cell = str | int | float | bool | datetime | date | time | None


def is_sheet(data: bytes) -> bool:
    """Whether the file may be an Excel file: it is a zip."""
    return data.startswith(b"PK\x03\x04")


def read_sheet(data: bytes, *, needed: Sequence[str]) -> Table:
    """The rows of the first sheet, whose head names the needed columns. Formulas count by the value they had.

    Refusal: file_refused.
    """
    rows = _unpacked(data)
    columns: tuple[str, ...] = ()
    found: list[Row] = []
    misfits: list[Misfit] = []
    for line, cells in enumerate(rows, 1):
        texts = [_spoken(cell) for cell in cells]
        if not any(text.strip() for text in texts):
            continue
        if not columns:
            columns = head_of(texts, needed)
        elif any(len(text) > LONGEST_CELL or is_unprintable(text) for text in texts):
            misfits.append(Misfit(line, _("A cell holds characters that cannot be printed, or far too many.")))
        else:
            found.append(Row(line, dict(zip(columns, texts, strict=False))))
    if not columns:
        raise FileRefused(_("The file is empty."))
    return Table(columns, tuple(found), tuple(misfits))


def _unpacked(data: bytes) -> list[tuple[Cell, ...]]:
    with without("numpy"):  # for numbers of kinds that nobody has here
        from openpyxl import load_workbook  # slow to load, and rarely needed

    _check_size(data)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # styles and validations that it does not know are nothing to us
            book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            rows: Iterable[Any] = sheet.iter_rows(  # typed by stubs where they are installed
                max_row=MOST_SHEET_ROWS + 1, max_col=MOST_COLUMNS, values_only=True
            )
            found = list(rows)
            book.close()
    except Exception as error:  # whatever a broken or hostile file raises
        raise FileRefused(_("This Excel file cannot be read. Save the sheet as CSV, and send that.")) from error
    if len(found) > MOST_SHEET_ROWS:
        words = _("The sheet has more than %(most)d rows. Please send it in parts.")
        raise FileRefused(words % {"most": MOST_SHEET_ROWS})
    return found


def _check_size(data: bytes) -> None:
    """A small file may unpack to one that fills the memory, or list more parts than can be read in time."""
    if data.count(LISTED) > MOST_LISTED:
        raise FileRefused(_("This Excel file is far too large. Save the sheet as CSV, and send that."))
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            sizes = [part.file_size for part in parts.infolist()]
    except zipfile.BadZipFile as error:
        raise FileRefused(_("This Excel file cannot be read. Save the sheet as CSV, and send that.")) from error
    if len(sizes) > MOST_PARTS or sum(sizes) > MOST_UNPACKED:
        raise FileRefused(_("This Excel file is far too large. Save the sheet as CSV, and send that."))


def _spoken(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, datetime | date | time) else str(cell)
