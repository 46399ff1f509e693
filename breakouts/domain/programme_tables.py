"""The released programme as a table: CSV, and a sheet for spreadsheets. Nothing in either is run as a formula."""

from collections.abc import Iterator
from io import BytesIO

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from breakouts.domain.frab import clean
from breakouts.domain.public_programme import PublicProgramme
from convenings.templatetags.times import zone_name
from jobs.domain.tables import write_table

WIDTHS = (12, 8, 18, 16, 20, 8, 44, 12, 20, 30, 40, 60)


def columns() -> list[str]:
    """The head of the table."""
    return [
        _("Day"), _("Begins"), _("Ends"), _("Time zone"), _("Room"), _("Seats"), _("Title"), _("Kind"),
        pgettext("of a session", "Track"), _("Elements"), _("Presenters"), _("What it is about"),
    ]  # fmt: skip


def rows(public: PublicProgramme) -> Iterator[list[str | int]]:
    """A row for each session, by time and room; times on the convening's clock, an end on the next day says so."""
    convening, zone = public.convening, str(zone_name(public.convening))
    for line in public.schedule.sessions:
        assert line.slot is not None
        assert line.room is not None
        starts, ends = convening.local(line.slot.starts_at), convening.local(line.slot.ends_at)
        until = f"{ends:%Y-%m-%d %H:%M}" if line.slot.ends_next_day else f"{ends:%H:%M}"
        yield [
            starts.date().isoformat(), f"{starts:%H:%M}", until, zone, line.room.name, line.room.capacity, line.title,
            str(line.kind.label), line.track, ", ".join(line.elements), line.names, line.abstract,
        ]  # fmt: skip


def programme_csv(public: PublicProgramme) -> bytes:
    """As CSV."""
    return write_table(columns(), rows(public))


def programme_xlsx(public: PublicProgramme) -> bytes:
    """As a sheet of one page; every text is written as a text, whatever it begins with."""
    from openpyxl import Workbook  # a few megabytes that a process without sheets does not need
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Programme"))
    sheet.freeze_panes = "A2"
    for place, width in enumerate(WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    table: list[list[str | int]] = [[*columns()], *rows(public)]
    for row in table:
        cells: list[object] = []
        for value in row:
            words = clean(value).replace("\r", "") if isinstance(value, str) else value
            if isinstance(words, str) and words.startswith(("=", "#")):  # else it would be a formula, or an error
                cell = WriteOnlyCell(sheet, words)
                cell.data_type = "s"
                cells.append(cell)
            else:
                cells.append(words)
        sheet.append(cells)
    out = BytesIO()
    book.save(out)
    return out.getvalue()
