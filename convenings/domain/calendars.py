"""Calendars by RFC 5545: what mail programs and calendar programs read of a convening.

Whoever has something to show there makes `CalendarEvent`s of it; the form of the file is this module's alone.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from convenings.domain.calendar_lines import BREAK, escaped, line, stamp
from convenings.models import Convening
from convenings.states import OFF

if TYPE_CHECKING:
    from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

PRODUCT = "-//Accord//Accord//EN"
PUBLISH, CANCEL = "PUBLISH", "CANCEL"
MEDIA_TYPE = "text/calendar"
FETCH_EVERY = timedelta(hours=1)
STEERING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # controls and surrogates, but for \n


@dataclass(frozen=True)
class CalendarEvent:
    """One event. `uid` never changes; `sequence` grows with every change that a calendar shows."""

    uid: str
    sequence: int
    changed_at: datetime
    starts_at: datetime
    ends_at: datetime
    title: str
    description: str = ""
    location: str = ""
    cancelled: bool = False
    busy: bool = False  # whether it takes its time in somebody's calendar


def convening_event(convening: Convening) -> CalendarEvent:
    """The convening itself. Postponed, its old days are cancelled; reopened, the same event stands on the new ones."""
    off = convening.state in OFF
    title = convening.name
    if off:
        title = _("%(state)s: %(name)s") % {"state": convening.get_state_display().capitalize(), "name": title}
    return CalendarEvent(
        uid=str(convening.uid), sequence=convening.calendar_sequence,
        changed_at=convening.calendar_changed_at or convening.opens_at,
        starts_at=convening.starts_at, ends_at=convening.ends_at, title=title,
        description=convening.state_reason if off else convening.tagline, location=where(convening), cancelled=off,
    )  # fmt: skip


def where(convening: Convening, room: str = "") -> str:
    """The place in one line: room, venue, street, city, state."""
    venue = convening.venue
    return ", ".join(part for part in (room, venue.name, venue.street, venue.city, venue.state) if part)


def write_calendar(
    *, convening: Convening, events: Iterable[CalendarEvent], title: str, method: str = PUBLISH
) -> bytes:
    """The events as a file. method: PUBLISH, or CANCEL for a mail that takes its events back."""
    from icalendar import Calendar, vDuration, vText  # three megabytes that a process without calendars does not need

    events = list(events)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    for name in ("name", "x-wr-calname"):
        calendar.add(name, vText(plain(title)))  # the library escapes only what it takes for a text
    calendar.add("x-wr-timezone", convening.time_zone)
    calendar.add("refresh-interval", vDuration(FETCH_EVERY), parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", vDuration(FETCH_EVERY))
    years = [at.year for event in events for at in (event.starts_at, event.ends_at)] or [convening.starts_at.year]
    calendar.add_component(_zone(convening.time_zone, min(years), max(years)))
    zone, language, also = convening.zone, get_language() or "en", _same_for_all(convening)
    head, end, _ = calendar.to_ical().rpartition(b"END:VCALENDAR")
    return b"".join((head, *(_event(event, zone, language, also) for event in events), end, BREAK))


def plain(text: str) -> str:
    """The text with line breaks as \\n and without signs that steer: no program shall read one as the end of a line."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return STEERING.sub("", lines)


def _same_for_all(convening: Convening) -> bytes:
    """What every event says: where to read more, and who holds it."""
    from icalendar import Event, vCalAddress

    organizer = vCalAddress(f"mailto:{convening.contact_email}")
    organizer.params["CN"] = plain(convening.name).replace("\n", " ")
    written = Event()
    written.add("url", f"{settings.ACCORD_URL}/c/{convening.slug}/")
    written.add("organizer", organizer)
    return b"".join(one + BREAK for one in written.to_ical().split(BREAK)[1:-2])


def _event(event: CalendarEvent, zone: ZoneInfo, language: str, also: bytes) -> bytes:
    changed = stamp(event.changed_at.astimezone(UTC))
    texts = (("SUMMARY", event.title), ("DESCRIPTION", event.description), ("LOCATION", event.location))
    return b"".join((
        b"BEGIN:VEVENT\r\n",
        line("UID", event.uid),
        line("SEQUENCE", str(event.sequence)),
        line("DTSTAMP", changed),
        line("LAST-MODIFIED", changed),
        _moment("DTSTART", event.starts_at, zone),
        _moment("DTEND", event.ends_at, zone),
        *(line(f"{name};LANGUAGE={language}", escaped(plain(text).strip())) for name, text in texts if text.strip()),
        line("STATUS", "CANCELLED" if event.cancelled else "CONFIRMED"),
        line("TRANSP", "OPAQUE" if event.busy and not event.cancelled else "TRANSPARENT"),
        also,
        b"END:VEVENT\r\n",
    ))  # fmt: skip


def _moment(name: str, at: datetime, zone: ZoneInfo) -> bytes:
    """On the wall of the zone; in UTC where the wall shows that hour for the second time and could not tell."""
    local = at.astimezone(zone)
    if local.fold or zone.key == "UTC":
        return line(name, stamp(at.astimezone(UTC)))
    return line(f"{name};TZID={zone.key}", f"{local:%Y%m%dT%H%M%S}")


@lru_cache(maxsize=64)
def _zone(name: str, first_year: int, last_year: int) -> "Timezone":
    """The zone's offsets in these years. A change of clocks stands on the wall as it was before, as the RFC says."""
    from icalendar import Timezone

    zone = ZoneInfo(name)
    written = Timezone()
    written.add("tzid", name)
    begin = datetime(first_year, 1, 1, tzinfo=UTC) - timedelta(days=2)
    written.add_component(_observance(begin.astimezone(zone), begin.astimezone(zone)))
    for before, after in _changes(zone, begin.date(), date(last_year + 1, 1, 3)):
        written.add_component(_observance(before, after))
    return written


def _changes(zone: ZoneInfo, first: date, last: date) -> Iterable[tuple[datetime, datetime]]:
    """The last minute before and the first after each change of clocks, by halving the day on which it is."""
    day = datetime(first.year, first.month, first.day, tzinfo=UTC)
    while day.date() < last:
        low, high = day, day + timedelta(days=1)
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > timedelta(minutes=1):
                middle = low + timedelta(minutes=(high - low) // timedelta(minutes=2))
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield low.astimezone(zone), high.astimezone(zone)
        day += timedelta(days=1)


def _observance(before: datetime, after: datetime) -> "TimezoneStandard | TimezoneDaylight":
    from icalendar import TimezoneDaylight, TimezoneStandard

    written = TimezoneDaylight() if after.dst() else TimezoneStandard()
    was, comes = before.utcoffset(), after.utcoffset()
    assert was is not None
    assert comes is not None
    written.add("dtstart", (after.astimezone(UTC) + was).replace(tzinfo=None))
    written.add("tzoffsetfrom", was)
    written.add("tzoffsetto", comes)
    written.add("tzname", after.tzname() or "")
    return written
