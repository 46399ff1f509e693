"""A time on the wall stays where it is when the clocks change, in both directions."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from convenings.domain.reminder_times import after_quiet, dues, instant, is_quiet
from convenings.models import Convening, ReminderRule

# New York: clocks go from 2:00 to 3:00 on 14 March 2027, and from 2:00 back to 1:00 on 7 November 2027.
NINE = time(9)


def convening(zone: str = "America/New_York", **over: Any) -> Convening:
    at = datetime(2027, 5, 26, 12, tzinfo=UTC)
    facts = {"quiet_from": time(20), "quiet_until": time(7), "starts_at": at, "promise_by_at": at}
    return Convening(time_zone=zone, **{**facts, **over})


def rule(there: Convening, *days: int, clock: time = NINE, **over: Any) -> ReminderRule:
    return ReminderRule(convening=there, anchor="promise_by_at", days=list(days), clock=clock, **over)


@pytest.mark.parametrize(("zone", "day", "hour"), [
    ("America/New_York", date(2027, 3, 13), 14),
    ("America/New_York", date(2027, 3, 14), 13),
    ("America/New_York", date(2027, 3, 15), 13),
    ("America/New_York", date(2027, 11, 6), 13),
    ("America/New_York", date(2027, 11, 7), 14),
    ("America/New_York", date(2027, 11, 8), 14),
    ("America/Phoenix", date(2027, 3, 13), 16),
    ("America/Phoenix", date(2027, 3, 14), 16),
    ("America/Phoenix", date(2027, 11, 8), 16),
])
def test_nine_stays_nine(zone: str, day: date, hour: int) -> None:
    assert instant(day, NINE, convening(zone)) == datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def test_a_time_that_the_clocks_skip_goes_once_right_after_the_gap() -> None:
    there = convening(quiet_from=time(0), quiet_until=time(0))
    found = dues(rule(there, 0, clock=time(2, 30)), datetime(2027, 3, 15, 3, tzinfo=UTC))

    assert [due.goes_at for due in found] == [datetime(2027, 3, 14, 7, 30, tzinfo=UTC)]
    assert there.local(found[0].goes_at).time() == time(3, 30)
    assert found[0].due_on == date(2027, 3, 14)


def test_a_time_that_comes_twice_goes_once_the_first_time() -> None:
    there = convening(quiet_from=time(0), quiet_until=time(0))
    found = dues(rule(there, 0, clock=time(1, 30, fold=1)), datetime(2027, 11, 8, 3, tzinfo=UTC))

    assert [due.goes_at for due in found] == [datetime(2027, 11, 7, 5, 30, tzinfo=UTC)]


@pytest.mark.parametrize(("begin", "end", "clock", "quiet"), [
    (time(20), time(7), time(19, 59), False),
    (time(20), time(7), time(20), True),
    (time(20), time(7), time(0), True),
    (time(20), time(7), time(6, 59), True),
    (time(20), time(7), time(7), False),
    (time(1), time(5), time(0, 59), False),
    (time(1), time(5), time(1), True),
    (time(1), time(5), time(5), False),
    (time(9), time(9), time(9), False),
])
def test_quiet_hours_with_and_without_a_midnight_in_them(begin: time, end: time, clock: time, quiet: bool) -> None:
    there = convening(quiet_from=begin, quiet_until=end)

    assert is_quiet(instant(date(2027, 5, 1), clock, there), there) is quiet


def test_what_falls_into_the_quiet_hours_waits_until_they_end() -> None:
    there = convening()
    seven = instant(date(2027, 5, 2), time(7), there)

    assert after_quiet(instant(date(2027, 5, 1), time(22), there), there) == seven
    assert after_quiet(instant(date(2027, 5, 2), time(3), there), there) == seven
    assert after_quiet(seven, there) == seven


@pytest.mark.parametrize(("night", "end"), [
    (datetime(2027, 3, 14, 3, tzinfo=UTC), datetime(2027, 3, 14, 11, tzinfo=UTC)),  # 10 p.m. to 7 a.m.: eight hours
    (datetime(2027, 11, 7, 2, tzinfo=UTC), datetime(2027, 11, 7, 12, tzinfo=UTC)),  # 10 p.m. to 7 a.m.: ten
])
def test_quiet_hours_end_at_seven_on_the_wall_when_the_clocks_change(night: datetime, end: datetime) -> None:
    assert after_quiet(night, convening()) == end


def test_a_run_keeps_the_day_that_names_it_when_it_waits_for_the_morning() -> None:
    there = convening()
    found = dues(rule(there, 3, clock=time(21)), datetime(2027, 5, 26, 12, tzinfo=UTC))

    assert [(due.due_on, due.goes_at, due.waits) for due in found] == [
        (date(2027, 5, 23), instant(date(2027, 5, 24), time(7), there), True)
    ]


def test_days_are_counted_on_the_wall_across_a_change_of_the_clocks() -> None:
    there = convening()
    found = dues(rule(there, 20, 10), datetime(2027, 3, 24, 3, 59, tzinfo=UTC))  # 23 March, 11:59 p.m.

    assert [there.local(due.goes_at).isoformat() for due in found] == [
        "2027-03-03T09:00:00-05:00", "2027-03-13T09:00:00-05:00",
    ]


def test_nothing_after_the_date_unless_the_rule_says_so() -> None:
    there, begins = convening(), datetime(2027, 5, 26, 12, tzinfo=UTC)  # 8 a.m.

    assert dues(rule(there, 0), begins) == []
    assert [due.due_on for due in dues(rule(there, 0, late=True), begins)] == [date(2027, 5, 26)]
    assert [due.due_on for due in dues(rule(there, 3, 1, after=True), begins)] == [date(2027, 5, 27), date(2027, 5, 29)]


def test_nothing_in_the_instant_of_the_date_itself() -> None:
    """The sweep reminds of nothing from that instant on: such a run would be planned and never go."""
    there = convening()
    found = dues(rule(there, 1, 0), instant(date(2027, 5, 26), NINE, there))
    assert [due.due_on for due in found] == [date(2027, 5, 25)]
