"""Each check once where it speaks and once where it does not; and that what is impossible is refused by every door."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from breakouts.domain.availability import add_absence, shut_room
from breakouts.domain.presenters import add_presenter
from breakouts.domain.schedule_around import read_around
from breakouts.domain.schedule_checks import conflicts, problems_at
from breakouts.domain.schedule_facts import (
    RoomFacts,
    Schedule,
    SessionFacts,
    SlotFacts,
    Speaker,
    read_schedule,
)
from breakouts.domain.schedule_impossible import REFUSALS, PresenterAway, RoomIsShut
from breakouts.domain.sessions import place_session
from breakouts.models import Session
from breakouts.states import Level, SessionKind
from convenings.models import Convening
from journal.refusals import Refusal
from tests.breakouts.factories import AT, BY, placed, presenter, room, session, slot
from tests.registration.factories import make_convening

NINE = datetime(2027, 5, 27, 13, tzinfo=UTC)
HOUR = timedelta(hours=1)
HERE, THERE = 1, 2
ANN = Speaker(7, "Ann Teller")


@pytest.fixture
def standing(convening: Convening) -> Schedule:
    """Two rooms, two slots an hour long with five minutes between; "One" placed at nine in 203, "Other" nowhere."""
    return Schedule(
        convening=convening,
        rooms={HERE: RoomFacts(HERE, "203", 60), THERE: RoomFacts(THERE, "204", 44)},
        slots={
            1: SlotFacts(1, "Breakouts A", NINE, NINE + HOUR),
            2: SlotFacts(2, "Breakouts B", NINE + HOUR + timedelta(minutes=5), NINE + 2 * HOUR),
        },
        sessions={1: SessionFacts(1, "One", room=HERE, slot=1), 2: SessionFacts(2, "Other", speakers=(ANN,))},
    )  # fmt: skip


def but(standing: Schedule, one: dict[str, Any], other: dict[str, Any], where: dict[str, Any]) -> Schedule:
    sessions = {1: replace(standing.sessions[1], **one), 2: replace(standing.sessions[2], **other)}
    rooms = {**standing.rooms, THERE: replace(standing.rooms[THERE], **where)}
    return replace(standing, sessions=sessions, rooms=rooms)


def codes(schedule: Schedule, *, room: int = THERE, slot: int = 1) -> list[str]:
    return [problem.code for problem in problems_at(schedule, session=2, room=room, slot=slot)]


def test_nothing_is_wrong_with_a_free_room(standing: Schedule) -> None:
    assert codes(standing) == []


@pytest.mark.parametrize(
    ("code", "one", "other", "where", "at"),
    [
        ("room_taken", {}, {}, {}, {"room": HERE}),
        ("presenter_taken", {"speakers": (ANN,)}, {}, {}, {}),
        ("presenter_away", {}, {"speakers": (replace(ANN, away=((NINE - HOUR, NINE + HOUR / 2),)),)}, {}, {}),
        ("room_shut", {}, {}, {"shut": ((NINE + HOUR / 2, NINE + 9 * HOUR),)}, {}),
        ("room_lacks", {}, {"needs": frozenset({"sound", "power"})}, {"features": frozenset({"power"})}, {}),
        ("room_below_least", {}, {"least": 45}, {}, {}),
        ("seats_exceed_room", {}, {"seats": 45}, {}, {}),
        ("seats_exceed_room", {}, {"seats": 31, "most": 30}, {}, {}),
        ("out_of_order", {}, {"comes_after": 1}, {}, {}),
        ("room_too_small", {}, {"demand": 45}, {}, {}),
        ("room_too_small", {}, {"firsts": 45, "demand": 3}, {}, {}),
        ("room_too_small", {}, {"demand": 31, "most": 30}, {}, {}),
        ("too_few_expected", {}, {"demand": 3, "least": 8}, {}, {}),
        ("set_up_differs", {}, {"set_up": "circle"}, {"set_up": "rows"}, {}),
        ("same_topic", {"topic": "pay models"}, {"topic": "Pay models"}, {}, {}),
        ("same_track", {"track": "Pay"}, {"track": "Pay"}, {}, {}),
        ("beside_all", {"kind": SessionKind.PLENARY}, {}, {}, {}),
        ("beside_all", {}, {"kind": SessionKind.MEAL}, {}, {}),
        ("short_changeover", {"speakers": (ANN,)}, {}, {}, {"slot": 2}),
        ("short_set_up", {"set_up": "rows"}, {"set_up": "circle"}, {}, {"slot": 2, "room": HERE}),
        ("same_audience", {"audience": frozenset({"board"})}, {"audience": frozenset({"board"})}, {}, {}),
    ],
)
def test_each_check_speaks(
    standing: Schedule, code: str, one: dict[str, Any], other: dict[str, Any], where: dict[str, Any], at: dict[str, int]
) -> None:
    schedule = but(standing, one, other, where)
    assert codes(schedule, **at) == [code]
    problem = problems_at(schedule, session=2, **{"room": THERE, "slot": 1, **at})[0]
    assert "Other" in problem.words or code in ("room_taken", "presenter_taken", "room_shut")
    assert problem.words.count(".") >= 1
    assert problem.sessions[0] == 2
    assert (problem.level == Level.IMPOSSIBLE) == (code in REFUSALS)


@pytest.mark.parametrize(
    ("one", "other", "where", "at"),
    [
        ({"speakers": (ANN,)}, {}, {}, {"slot": 2, "room": HERE}),  # the next hour, in the same room
        ({}, {"speakers": (replace(ANN, away=((NINE + HOUR, NINE + 2 * HOUR),)),)}, {}, {}),  # away only afterwards
        ({}, {}, {"shut": ((NINE - HOUR, NINE),)}, {}),
        ({}, {"needs": frozenset({"power"}), "least": 44, "demand": 44}, {"features": frozenset({"power"})}, {}),
        ({}, {"seats": 44}, {}, {}),
        ({}, {"comes_after": 1}, {}, {"slot": 2}),
        ({}, {"set_up": "circle"}, {}, {}),
        ({"topic": ""}, {"track": "Pay"}, {}, {}),
        ({"kind": SessionKind.GATHERING}, {}, {}, {}),
        ({"audience": frozenset({"board"})}, {"audience": frozenset({"board", "union"})}, {}, {}),
    ],
)
def test_no_check_speaks(
    standing: Schedule, one: dict[str, Any], other: dict[str, Any], where: dict[str, Any], at: dict[str, int]
) -> None:
    assert codes(but(standing, one, other, where), **at) == []


def test_a_session_that_admits_too_few_is_not_sent_to_a_larger_room(standing: Schedule) -> None:
    (limited,) = problems_at(but(standing, {}, {"demand": 31, "most": 30}, {}), session=2, room=THERE, slot=1)
    (small,) = problems_at(but(standing, {}, {"demand": 45}, {}), session=2, room=THERE, slot=1)
    assert "it takes no more than 30. Let more in, or hold it twice." in limited.words
    assert "there are 44 seats in" in small.words


def test_what_comes_before_does_not_go_behind(standing: Schedule) -> None:
    schedule = but(standing, {"comes_after": 2}, {}, {})
    assert codes(schedule, slot=2) == ["out_of_order"]


def test_a_slot_off_the_days_and_one_over_midnight(standing: Schedule) -> None:
    late = datetime(2027, 5, 28, 3, 30, tzinfo=UTC)  # half past eleven in Cincinnati, on the last day
    slots = {1: SlotFacts(1, "Late", late, late + HOUR), 2: SlotFacts(2, "Early", NINE - 24 * HOUR, NINE - 23 * HOUR)}
    schedule = replace(standing, slots=slots)
    assert codes(schedule) == ["outside_days", "over_midnight"]
    until_midnight = replace(standing, slots={1: SlotFacts(1, "Late", late, late + HOUR / 2), 2: slots[2]})
    assert codes(until_midnight) == []


def test_conflicts_name_each_pair_once_the_worst_first(standing: Schedule) -> None:
    schedule = but(standing, {"topic": "Pay"}, {"topic": "Pay", "room": THERE, "slot": 1, "demand": 60}, {})
    schedule = replace(schedule, sessions={**schedule.sessions, 3: SessionFacts(3, "Third")})
    found = [(problem.code, problem.level) for problem in conflicts(schedule)]
    assert sorted(found) == sorted([
        ("same_topic", Level.UNWISE), ("room_too_small", Level.UNWISE), ("unplaced", Level.UNWISE),
        ("no_presenter", Level.HINT),
    ])  # fmt: skip
    assert found[-1] == ("no_presenter", Level.HINT)


def test_a_side_without_a_session_is_named(standing: Schedule) -> None:
    schedule = but(
        standing, {"audience": frozenset({"board"}), "speakers": (ANN,)},
        {"audience": frozenset({"district", "board"}), "room": THERE, "slot": 1, "speakers": ()}, {},
    )  # fmt: skip
    assert [problem.code for problem in conflicts(schedule) if problem.level == Level.UNWISE] == ["side_left_out"]
    assert "this side: union" in conflicts(schedule)[0].words


def test_what_is_read_is_what_is_checked(convening: Convening, django_assert_num_queries: Any) -> None:
    when, where = slot(convening, 9), room(convening, "204", 44)
    ann = presenter(convening, "O'Brien-Nuñez")
    made = placed(where, when, "Talk", (ann,))
    other = placed(room(convening, "205"), when, "Beside", (presenter(convening, "王小明"),))
    for hour in (15, 9):  # the later one is written first
        shut_room(
            room=where, starts_at=when.starts_at + timedelta(hours=hour), ends_at=when.ends_at + timedelta(hours=hour),
            by=BY, at=AT,
        )  # fmt: skip
        add_absence(
            attendee=ann, starts_at=when.starts_at + hour * HOUR, ends_at=when.ends_at + hour * HOUR, by=BY, at=AT
        )
    with django_assert_num_queries(5):
        whole = read_schedule(convening)
    assert len(whole.rooms[where.pk].shut) == 2
    away = (when.starts_at + 9 * HOUR, when.ends_at + 9 * HOUR), (when.starts_at + 15 * HOUR, when.ends_at + 15 * HOUR)
    assert [who.away for who in whole.sessions[made.pk].speakers] == [away]
    with django_assert_num_queries(1):
        around = read_around(convening, session=made.pk, room=where.pk, slot=when.pk)
    assert around.schedule.sessions == whole.sessions == {one.pk: whole.sessions[one.pk] for one in (made, other)}
    assert around.schedule.rooms[where.pk] == whole.rooms[where.pk]
    assert (around.schedule.rooms[other.room_id].name, around.gives_seats) == ("205", False)
    assert around.schedule.slots == whole.slots
    session(make_convening(slug="elsewhere"))
    assert read_schedule(convening).sessions.keys() == {made.pk, other.pk}


def test_a_room_shut_and_a_presenter_away_are_refused(convening: Convening) -> None:
    when, where, ann = slot(convening, 9), room(convening, "204"), presenter(convening)
    shut_room(room=where, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    add_absence(attendee=ann, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    made = session(convening, "Talk")
    with pytest.raises(RoomIsShut, match="204 cannot be used then"):
        place_session(session=made, room=where, slot=when, version=0, by=BY, at=AT)
    there = placed(room(convening, "205"), when, "Talk")
    with pytest.raises(PresenterAway, match="Ann Teller presents “Talk” and is not free then"):
        add_presenter(session=there, attendee=ann, by=BY, at=AT)
    add_presenter(session=made, attendee=ann, by=BY, at=AT)
    with pytest.raises(Refusal) as refused:
        place_session(session=made, room=room(convening, "206"), slot=when, version=0, by=BY, at=AT)
    assert refused.value.code == "presenter_away"
    assert Session.objects.get(pk=made.pk).slot is None
