"""The released programme as a table: CSV, and a sheet for spreadsheets. Nothing in either is run as a formula."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from breakouts.domain.public_programme import PublicProgramme
from convenings.templatetags.times import zone_name
from jobs.domain.tables import write_table, write_workbook

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
    """As a sheet of one page."""
    return write_workbook(columns(), rows(public), title=_("Programme"), widths=WIDTHS)
