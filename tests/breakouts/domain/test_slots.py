from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from breakouts.domain import rooms, slots
from breakouts.domain.resizing import change_slot, resize_slot
from breakouts.models import TimeSlot
from convenings.models import Convening
from tests.breakouts.factories import AT, BY, placed, room, slot
from tests.registration.factories import make_convening

NEW_YORK = ZoneInfo("America/New_York")


def make(convening: Convening, starts: datetime, ends: datetime) -> TimeSlot:
    return slots.make_slot(convening=convening, label="Late", starts_at=starts, ends_at=ends, by=BY, at=AT)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """On the wall in Cincinnati."""
    return datetime(2027, 5, day, hour, minute, tzinfo=NEW_YORK)


@pytest.mark.parametrize(
    ("starts", "ends"),
    [(at(27, 8, 30), at(27, 9, 30)), (at(27, 9, 30), at(27, 9, 45)), (at(27, 8), at(27, 12)), (at(27, 9), at(27, 10))],
)
def test_overlaps_are_refused(convening: Convening, starts: datetime, ends: datetime) -> None:
    slot(convening, 9, label="Breakouts A")
    with pytest.raises(slots.SlotOverlaps) as refusal:
        make(convening, starts, ends)
    assert "“Breakouts A” (Thu, May 27, 9:00 a.m.)" in str(refusal.value)


def test_one_may_begin_when_another_ends_and_other_conveningss_do_not_count(convening: Convening) -> None:
    slot(make_convening(), 9)
    slot(convening, 9)
    make(convening, at(27, 10, 15), at(27, 11))
    make(convening, at(27, 8), at(27, 9))
    assert convening.slots.count() == 3


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (at(25, 23), at(26, 1)),
        (at(28, 9), at(28, 10)),
        (at(27, 23), at(28, 0, 30)),
        (at(27, 9).replace(year=2028), at(27, 10).replace(year=2028)),
    ],
)
def test_outside_the_days_is_refused(convening: Convening, starts: datetime, ends: datetime) -> None:
    with pytest.raises(slots.SlotOutside):
        make(convening, starts, ends)
    assert not convening.slots.exists()


def test_outside_names_the_days(convening: Convening) -> None:
    with pytest.raises(slots.SlotOutside) as refusal:
        make(convening, at(28, 9), at(28, 10))
    assert str(refusal.value) == (
        "The convening is from Wednesday, May 26 to Thursday, May 27. Choose a time on these days."
    )


def test_first_and_last_minute_and_over_midnight_are_inside(convening: Convening) -> None:
    make(convening, at(26, 0), at(26, 1))
    make(convening, at(27, 23), at(28, 0))
    night = make(convening, at(26, 22), at(27, 0, 30))
    assert convening.local(night.starts_at).date() == date(2027, 5, 26)


@pytest.mark.parametrize("ends", [at(27, 9), at(27, 8)])
def test_an_end_that_is_not_after_the_begin_is_refused(convening: Convening, ends: datetime) -> None:
    with pytest.raises(slots.SlotEndsTooEarly):
        make(convening, at(27, 9), ends)


def test_too_long_is_refused(convening: Convening) -> None:
    with pytest.raises(slots.SlotTooLong):
        make(convening, at(26, 9), at(26, 21, 1))


def test_change_does_not_overlap_with_itself(convening: Convening) -> None:
    made = slot(convening, 9)
    change_slot(slot=made, label="A", starts_at=at(27, 9, 15), ends_at=at(27, 10, 15), by=BY, at=AT)
    made.refresh_from_db()
    assert (made.label, made.starts_at) == ("A", at(27, 9, 15))


def test_slot_and_room_in_use_stay(convening: Convening) -> None:
    where, when = room(convening), slot(convening)
    placed(where, when)
    with pytest.raises(slots.SlotInUse):
        slots.remove_slot(slot=when, by=BY, at=AT)
    with pytest.raises(rooms.RoomInUse):
        rooms.remove_room(room=where, by=BY, at=AT)


def test_room_refusals(convening: Convening) -> None:
    room(convening, "201")
    with pytest.raises(rooms.RoomNameTaken):
        room(convening, "201")
    with pytest.raises(rooms.RoomWithoutSeats):
        room(convening, "202", 0)
    assert room(make_convening(), "201").position == 0
    assert room(convening, "202").position == 1


def test_wall_time_becomes_utc_by_the_season() -> None:
    summer = slots.local_instant(on=date(2027, 5, 27), clock=time(9), zone=NEW_YORK)
    winter = slots.local_instant(on=date(2027, 1, 27), clock=time(9), zone=NEW_YORK)
    assert (summer, winter) == (datetime(2027, 5, 27, 13, tzinfo=UTC), datetime(2027, 1, 27, 14, tzinfo=UTC))


def test_a_time_that_clocks_skip_is_refused() -> None:
    with pytest.raises(slots.TimeSkipped):
        slots.local_instant(on=date(2027, 3, 14), clock=time(2, 30), zone=NEW_YORK)


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert slots.local_instant(on=date(2027, 11, 7), clock=time(1, 30), zone=NEW_YORK) == datetime(
        2027, 11, 7, 5, 30, tzinfo=UTC
    )


def test_length_on_the_night_of_the_change_is_counted_in_real_hours(db: None) -> None:
    convening = make_convening(
        starts_at=datetime(2027, 11, 6, 12, tzinfo=UTC), ends_at=datetime(2027, 11, 7, 22, tzinfo=UTC)
    )
    starts_at, ends_at = slots.local_span(on=date(2027, 11, 6), starts=time(22), ends=time(10), zone=NEW_YORK)
    with pytest.raises(slots.SlotTooLong):  # thirteen hours, though the wall shows twelve
        make(convening, starts_at.astimezone(NEW_YORK), ends_at.astimezone(NEW_YORK))
    starts_at, ends_at = slots.local_span(on=date(2027, 11, 6), starts=time(22), ends=time(9), zone=NEW_YORK)
    assert make(convening, starts_at, ends_at).pk


def test_over_the_change_of_clocks_a_time_is_longer_by_real_minutes(db: None) -> None:
    convening = make_convening(
        starts_at=datetime(2027, 11, 6, 12, tzinfo=UTC), ends_at=datetime(2027, 11, 7, 22, tzinfo=UTC)
    )
    starts_at, ends_at = slots.local_span(on=date(2027, 11, 6), starts=time(23), ends=time(1, 30), zone=NEW_YORK)
    night = make(convening, starts_at, ends_at)
    longer = night.ends_at + timedelta(hours=1)
    night = resize_slot(convening=convening, slot=night.pk, ends_at=longer, seen=night.ends_at, by=BY, at=AT)
    assert slots.spoken_end(night, convening) == "1:30 a.m."  # the second one of that night
    assert night.ends_at - night.starts_at == timedelta(hours=3, minutes=30)


@pytest.mark.parametrize(
    ("zone", "begin", "end"),
    [
        ("Pacific/Auckland", datetime(2027, 5, 25, 12, tzinfo=UTC), datetime(2027, 5, 27, 12, tzinfo=UTC)),
        ("America/St_Johns", datetime(2027, 5, 26, 2, 30, tzinfo=UTC), datetime(2027, 5, 28, 2, 30, tzinfo=UTC)),
    ],
)
def test_days_are_those_of_the_convenings_own_zone(db: None, zone: str, begin: datetime, end: datetime) -> None:
    there = ZoneInfo(zone)
    convening = make_convening(
        time_zone=zone, starts_at=datetime(2027, 5, 26, 8, tzinfo=there),
        ends_at=datetime(2027, 5, 27, 17, tzinfo=there),
    )  # fmt: skip
    assert slots.days_of(convening) == [date(2027, 5, 26), date(2027, 5, 27)]
    assert slots.bounds_of(convening) == (begin, end)
    first = make(convening, begin, begin + timedelta(hours=1))
    assert slots.spoken_slot(first, convening) == "Wed, May 26, 12:00 a.m."
    with pytest.raises(slots.SlotOutside):
        make(convening, begin - timedelta(minutes=1), begin)
    with pytest.raises(slots.SlotOutside):
        make(convening, end - timedelta(minutes=1), end + timedelta(minutes=1))
