"""Calendars are held against the RFCs by two readers that share nothing with the library that writes them."""

import warnings
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import vobject
from hypothesis import given
from hypothesis import strategies as st

from convenings.domain.calendars import CANCEL, CalendarEvent, convening_event, write_calendar
from convenings.domain.convenings import change_convening, postpone, reopen
from convenings.models import Convening, Venue
from tests.convenings.ical import blocks_of, offset_at, read
from tests.registration.factories import BY, NOW, make_convening

NEW_YORK, BERLIN, LORD_HOWE = "America/New_York", "Europe/Berlin", "Australia/Lord_Howe"
HOSTILE = [
    "O'Brien-Nuñez", "王小明 " * 30, "Đặng; comma, semicolon; \\back\\slash\\n", "Two\nlines", "Two\r\nlines\rthree",
    "x\nATTENDEE:mailto:victim@example.org\nBEGIN:VALARM", "x\u2028ATTACH:http://evil.example", "bell\x07 nul\x00 \t.",
    '"quoted": ^n ^^', "👩‍🏫" * 40, "END:VEVENT\r\nEND:VCALENDAR",
]  # fmt: skip


def convening_in(zone: str, **over: Any) -> Convening:
    """Held in no database."""
    facts = {
        "name": "Try-out", "starts_at": datetime(2027, 5, 26, 12, tzinfo=UTC),
        "ends_at": datetime(2027, 5, 27, 21, tzinfo=UTC),
    }  # fmt: skip
    return Convening(
        slug="try-out", time_zone=zone, contact_email="desk@example.org", opens_at=NOW,
        venue=Venue(name="Hall", city="Cincinnati", state="OH"), **{**facts, **over},
    )


def event(starts_at: datetime, hours: float = 1, **over: Any) -> CalendarEvent:
    facts = {"uid": "u1", "sequence": 3, "changed_at": NOW, "title": "Talk"}
    return CalendarEvent(**{**facts, "starts_at": starts_at, "ends_at": starts_at + timedelta(hours=hours), **over})


def written(convening: Convening, *events: CalendarEvent, **over: Any) -> bytes:
    return write_calendar(convening=convening, events=events, title=convening.name, **over)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(text: str) -> None:
    told = event(datetime(2027, 5, 26, 13, tzinfo=UTC), title=text, description=text, location=text)
    calendar = read(written(convening_in(NEW_YORK, name=text), told))
    [back] = calendar.events
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n")
    expected = "".join(sign for sign in lines if sign == "\n" or (sign.isprintable() or ord(sign) > 127)).strip()
    assert (back.title, back.description, back.location, calendar.name.strip()) == (expected,) * 4


@given(st.text(max_size=300))
def test_any_text_stays_one_property(text: str) -> None:
    told = event(datetime(2027, 5, 26, 13, tzinfo=UTC), title=text, description=text)
    calendar = read(written(convening_in(NEW_YORK, name=text), told))
    assert len(calendar.events) == 1


def test_another_programs_reader_reads_the_same() -> None:
    text = "O'Brien-Nuñez, 王小明; a \\ b\nnext"
    raw = written(convening_in(NEW_YORK), event(datetime(2027, 5, 26, 13, tzinfo=UTC), title=text))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its own, about its own inside
        back = vobject.readOne(raw.decode())
        assert back.vevent.summary.value == text
        assert back.vevent.dtstart.value.astimezone(UTC) == datetime(2027, 5, 26, 13, tzinfo=UTC)
        assert back.vevent.sequence.value == "3"


@pytest.mark.parametrize(
    ("zone", "starts_at"),
    [
        (NEW_YORK, datetime(2027, 3, 14, 6, 30, tzinfo=UTC)),  # 1:30, half an hour before the clocks go forward
        (NEW_YORK, datetime(2027, 3, 14, 7, 0, tzinfo=UTC)),  # 3:00, the first minute after
        (NEW_YORK, datetime(2027, 3, 14, 7, 30, tzinfo=UTC)),  # 3:30
        (NEW_YORK, datetime(2027, 11, 7, 5, 30, tzinfo=UTC)),  # 1:30 for the first time
        (NEW_YORK, datetime(2027, 11, 7, 6, 30, tzinfo=UTC)),  # 1:30 for the second time
        (NEW_YORK, datetime(2027, 11, 7, 7, 0, tzinfo=UTC)),
        (BERLIN, datetime(2027, 3, 28, 1, 0, tzinfo=UTC)),
        (BERLIN, datetime(2027, 10, 31, 0, 30, tzinfo=UTC)),
        (BERLIN, datetime(2027, 10, 31, 1, 30, tzinfo=UTC)),
        ("Europe/Dublin", datetime(2027, 3, 28, 1, 15, tzinfo=UTC)),
        (LORD_HOWE, datetime(2027, 10, 2, 15, 45, tzinfo=UTC)),  # half an hour
        ("Asia/Kolkata", datetime(2027, 5, 26, 13, tzinfo=UTC)),
        ("UTC", datetime(2027, 5, 26, 13, tzinfo=UTC)),
    ],
)
def test_the_instant_is_right_on_the_day_the_clocks_change(zone: str, starts_at: datetime) -> None:
    [back] = read(written(convening_in(zone), event(starts_at))).events
    assert (back.starts_at, back.ends_at) == (starts_at, starts_at + timedelta(hours=1))


@pytest.mark.parametrize("zone", [NEW_YORK, BERLIN, LORD_HOWE, "America/Phoenix", "Africa/Casablanca"])
def test_the_zone_holds_for_every_hour_of_its_year(zone: str) -> None:
    calendar = blocks_of(written(convening_in(zone), event(datetime(2027, 5, 26, 13, tzinfo=UTC))))
    [block] = [block for block in calendar.blocks if block.name == "VTIMEZONE"]
    for hours in range(24 * 365):
        local = (datetime(2027, 1, 1, 0, 30, tzinfo=UTC) + timedelta(hours=hours)).astimezone(ZoneInfo(zone))
        if not local.fold:
            assert offset_at(block, local.replace(tzinfo=None)) == local.utcoffset(), local


def test_a_mail_that_takes_its_event_back() -> None:
    calendar = read(
        written(convening_in(NEW_YORK), event(datetime(2027, 5, 26, 13, tzinfo=UTC), cancelled=True), method=CANCEL)
    )
    assert (calendar.method, calendar.events[0].status) == ("CANCEL", "CANCELLED")


@pytest.mark.django_db
def test_the_convening_keeps_its_uid_and_counts_what_calendars_show() -> None:
    convening = make_convening()
    first = convening_event(convening)

    def change(**changes: Any) -> CalendarEvent:
        return convening_event(change_convening(convening=convening, changes=changes, by=BY, at=NOW))

    assert change(capacity_teams=50, about="Other words").sequence == first.sequence
    moved = change(ends_at=convening.ends_at + timedelta(days=1))
    assert (moved.uid, moved.sequence, moved.cancelled) == (first.uid, first.sequence + 1, False)
    assert change(ends_at=convening.ends_at + timedelta(days=1)).sequence == moved.sequence
    postponed = convening_event(postpone(convening=convening, reason="Flood.", by=BY, at=NOW))
    assert (postponed.sequence, postponed.cancelled, postponed.description) == (moved.sequence + 1, True, "Flood.")
    assert postponed.title == f"Postponed: {convening.name}"
    convening.refresh_from_db()
    stands = convening_event(reopen(convening=convening, by=BY, at=NOW))
    assert (stands.uid, stands.sequence, stands.cancelled) == (first.uid, postponed.sequence + 1, False)
