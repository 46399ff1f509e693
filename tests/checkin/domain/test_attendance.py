"""What presence counts, held against made-up days."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkin.domain.attendance import Counted, Held, Reading, Rule, Why, count_sessions, credit_of

HOUR = 3600
A, B = 1, 2  # rooms
FIRST = Held(11, A, 9 * HOUR, 10 * HOUR)
SECOND = Held(12, A, 11 * HOUR, 12 * HOUR)
BESIDE = Held(13, B, 9 * HOUR, 10 * HOUR)
DAY = [FIRST, BESIDE, SECOND]
USUAL = Rule()
STRICT = Rule(grace_minutes=10, least_percent=75, stays=False)


def reads(*said: tuple[Any, ...]) -> list[Reading]:
    """("in", hours, room) in words."""
    return [
        Reading(int(hours * HOUR), number, *(room or [A]), is_in=way == "in")
        for number, (way, hours, *room) in enumerate(said)
    ]


def counts(readings: list[Reading], rule: Rule = USUAL, **over: Any) -> dict[int, tuple[int, str]]:
    told = count_sessions(readings, DAY, rule, **over)
    return {one.session: (one.minutes, str(one.why)) for one in told if one.why != Why.ABSENT}


@pytest.mark.parametrize(
    ("readings", "rule", "told"),
    [
        (reads(("in", 9), ("out", 10)), STRICT, {11: (60, "whole")}),
        (reads(("in", 9.1), ("out", 9.95)), STRICT, {11: (60, "whole")}),  # nine minutes missed
        (reads(("in", 9.2), ("out", 10)), STRICT, {11: (48, "part")}),
        (reads(("in", 9.5), ("out", 10)), STRICT, {11: (0, "too_short")}),
        (reads(("in", 8), ("out", 13)), STRICT, {11: (60, "whole"), 12: (60, "whole")}),  # stayed in the room
        (reads(("in", 9)), USUAL, {11: (60, "whole")}),  # and the next session in that room does not count
        (reads(("in", 9)), STRICT, {11: (0, "no_way_out")}),
        (reads(("out", 10)), USUAL, {}),  # nobody saw them come
        (reads(("in", 9), ("in", 9.5), ("out", 10)), STRICT, {11: (60, "whole")}),
        (reads(("in", 9), ("in", 11)), USUAL, {11: (60, "whole"), 12: (60, "whole")}),
        (reads(("in", 9), ("in", 11), ("out", 12)), STRICT, {11: (0, "no_way_out"), 12: (60, "whole")}),
        (reads(("in", 9), ("in", 9.8, B)), USUAL, {11: (48, "part"), 13: (0, "too_short")}),  # one room at a time
        (reads(("in", 9), ("out", 9.5, B), ("out", 10)), STRICT, {11: (60, "whole")}),  # out of where they were not
        (reads(("in", 9), ("out", 9.4), ("in", 9.6), ("out", 10)), STRICT, {11: (48, "part")}),
        (reads(("in", 9), ("out", 33)), STRICT, {11: (0, "no_way_out")}),  # scanned out a day later
        (reads(("in", 7)), USUAL, {11: (60, "whole")}),
        (reads(("in", 12.5)), USUAL, {}),
    ],
)  # fmt: skip
def test_a_day_counts(readings: list[Reading], rule: Rule, told: dict[int, tuple[int, str]]) -> None:
    assert counts(readings, rule) == told


def test_feedback_is_asked_for_where_the_rule_says_so() -> None:
    there = reads(("in", 9), ("out", 10))
    needs = replace(STRICT, needs_feedback=True)
    assert counts(there, needs) == {11: (0, "no_feedback")}
    assert counts(there, needs, feedback=frozenset({11})) == {11: (60, "whole")}


def test_what_organizers_set_stands_whatever_was_read() -> None:
    assert counts(reads(("in", 9), ("out", 10)), corrected={11: 20, 12: 60}) == {
        11: (20, "corrected"),
        12: (60, "corrected"),
    }


@pytest.mark.parametrize(
    ("starts", "ends", "minutes"),
    [
        ((2027, 11, 7, 0, 30), (2027, 11, 7, 2, 0), 150),  # the clocks go back: the hour from one comes twice
        ((2027, 3, 14, 1, 30), (2027, 3, 14, 3, 30), 60),  # they go forward
        ((2027, 5, 26, 23, 0), (2027, 5, 27, 0, 30), 90),  # over midnight
    ],
)  # fmt: skip
def test_a_night_is_as_long_as_it_was(starts: tuple[Any, ...], ends: tuple[Any, ...], minutes: int) -> None:
    begin, end = (int(datetime(*when, tzinfo=ZoneInfo("America/New_York")).timestamp()) for when in (starts, ends))
    night = Held(1, A, begin, end)
    (told,) = count_sessions([Reading(begin, 1, A, True), Reading(end, 2, A, False)], [night], STRICT)
    assert told == Counted(1, minutes, minutes, Why.WHOLE)


@pytest.mark.parametrize(
    ("minutes", "step", "rate", "credit"),
    [
        (150, 15, "1", "2.50"), (149, 15, "1", "2.25"), (14, 15, "1", "0.00"), (600, 60, "0.1", "1.00"),
        (50, 1, "1", "0.83"), (0, 15, "1", "0.00"),
    ],
)  # fmt: skip
def test_credit_is_never_rounded_up(minutes: int, step: int, rate: str, credit: str) -> None:
    assert credit_of(minutes, step_minutes=step, credit_per_hour=Decimal(rate)) == Decimal(credit)


READINGS = st.lists(
    st.builds(
        Reading, at=st.integers(8 * HOUR, 14 * HOUR), number=st.integers(0, 10**6), room=st.sampled_from([A, B]),
        is_in=st.booleans(),
    ),
    max_size=12,
    unique_by=lambda reading: reading.number,
)  # fmt: skip
RULES = st.builds(
    Rule, grace_minutes=st.integers(0, 60), least_percent=st.integers(0, 100), stays=st.booleans(),
    needs_feedback=st.just(value=False),
)  # fmt: skip


@given(READINGS, RULES)
def test_nobody_is_longer_in_a_session_than_it_lasts_nor_in_two_at_once(readings: list[Reading], rule: Rule) -> None:
    told = {one.session: one for one in count_sessions(readings, DAY, rule)}
    assert all(0 <= one.present <= 60 for one in told.values())
    assert all(0 <= one.minutes <= 60 for one in told.values())
    assert told[11].present + told[13].present <= 60


@given(READINGS, RULES, st.randoms())
def test_the_order_in_which_scans_arrive_says_nothing(readings: list[Reading], rule: Rule, random: Any) -> None:
    mixed = list(readings)
    random.shuffle(mixed)
    assert count_sessions(mixed, DAY, rule) == count_sessions(readings, DAY, rule)


@given(READINGS, RULES)
def test_a_badge_read_twice_at_once_counts_once(readings: list[Reading], rule: Rule) -> None:
    twice = [*readings, *(replace(one, number=one.number + 0.5) for one in readings)]  # type: ignore[arg-type]
    assert count_sessions(twice, DAY, rule) == count_sessions(readings, DAY, rule)


@given(READINGS, RULES)
def test_a_milder_rule_counts_no_less(readings: list[Reading], rule: Rule) -> None:
    milder = replace(rule, grace_minutes=rule.grace_minutes + 5, least_percent=rule.least_percent // 2, stays=True)
    pairs = zip(count_sessions(readings, DAY, rule), count_sessions(readings, DAY, milder), strict=True)
    assert all(strict.minutes <= mild.minutes for strict, mild in pairs)
