"""The files in which others take the released programme along: what they are called, and who writes them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from breakouts.domain.calendar_entries import event_of
from breakouts.domain.frab import schedule_json, schedule_xml
from breakouts.domain.programme import SessionLine
from breakouts.domain.programme_tables import programme_csv, programme_xlsx
from breakouts.domain.public_programme import PublicProgramme
from breakouts.models import CalendarEntry
from convenings.domain.calendars import write_calendar

SHAPE = 1  # raise it when a file looks different for the same release


@dataclass(frozen=True)
class ProgrammeFile:
    """One format. `name` ends its address, below the convening's own."""

    name: str
    media_type: str
    words: str | Promise
    write: Callable[[PublicProgramme], bytes]


FILES = {
    file.name: file
    for file in (
        ProgrammeFile("programme.csv", "text/csv; charset=utf-8", _("Table (CSV)"), programme_csv),
        ProgrammeFile(
            "programme.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            _("Table for spreadsheets (XLSX)"), programme_xlsx,
        ),
        ProgrammeFile(
            "schedule.xml", "application/xml; charset=utf-8", _("For conference apps (frab XML)"), schedule_xml
        ),
        ProgrammeFile(
            "schedule.json", "application/json; charset=utf-8", _("For conference apps (frab JSON)"), schedule_json
        ),
    )
}  # fmt: skip


def sessions_of_person(public: PublicProgramme, attendee_id: int) -> list[SessionLine]:
    """What somebody presents."""
    lines = public.schedule.sessions
    return [line for line in lines if any(who.attendee_id == attendee_id for who in line.presenters)]


def sessions_in_room(public: PublicProgramme, room_id: int) -> list[SessionLine]:
    """What is held in a room."""
    return [line for line in public.schedule.sessions if line.room and line.room.id == room_id]


def calendar_of(public: PublicProgramme, lines: Sequence[SessionLine], *, title: str) -> bytes:
    """These sessions for calendar programs, under the ids that they have in every other calendar. One statement."""
    convening = public.convening
    entries = CalendarEntry.objects.filter(uid__in=[line.uid for line in lines]).order_by("starts_at", "pk")
    return write_calendar(convening=convening, events=[event_of(entry, convening) for entry in entries], title=title)
