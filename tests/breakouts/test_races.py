"""Two organizers at the same moment: one wins, the other is told. And the proof that the lock does it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from breakouts.domain import moves, programmes, resizing, sessions, slots
from breakouts.domain.availability import shut_room
from breakouts.domain.presenters import add_presenter
from breakouts.models import Programme, Session, TimeSlot
from tests.breakouts.factories import AT, BY, presenter, room, session, slot
from tests.harness.threads import Meeting, together
from tests.registration.factories import make_convening

HOUR = timedelta(hours=1)
pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def kinds(ended: list[Any]) -> list[str]:
    return sorted(type(end).__name__ for end in ended)


@pytest.fixture
def meet_after_looking(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Both have looked at the room before either writes, unless a lock keeps one of them out."""
    meeting, look = Meeting(), sessions.refuse_impossible

    def look_and_wait(*args: Any, **named: Any) -> None:
        look(*args, **named)
        meeting.wait()

    monkeypatch.setattr(sessions, "refuse_impossible", look_and_wait)
    return meeting


def race_for_a_room(place: Callable[..., Session]) -> list[Any]:
    convening = make_convening()
    where, when = room(convening, "204"), slot(convening)
    rivals = [session(convening, f"Rival {n}") for n in range(2)]
    ended = together(
        *(
            lambda rival=rival: place(session=rival, room=where, slot=when, version=0, by=BY, at=AT)
            for rival in rivals
        )
    )
    assert Session.objects.filter(room=where, slot=when).count() == 1
    return ended


def test_one_room_and_time_for_two(meet_after_looking: Meeting) -> None:
    assert kinds(race_for_a_room(sessions.place_session)) == ["RoomTaken", "Session"]


def test_without_the_lock_the_loser_gets_no_sentence(
    meet_after_looking: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    place: Any = sessions.place_session
    if connection.vendor == "sqlite":
        place = place.__wrapped__
        monkeypatch.setattr(sessions, "drop_session", sessions.drop_session.__wrapped__)  # type: ignore[attr-defined]
    else:
        monkeypatch.setattr(
            sessions, "hold_and_count", lambda *, convening, at: Programme.objects.get(convening=convening)
        )
    assert kinds(race_for_a_room(place)) == ["IntegrityError", "Session"]


def test_one_presenter_for_two_rooms_at_once() -> None:
    convening = make_convening()
    when, ann = slot(convening), presenter(convening)
    rivals = [(session(convening, f"Rival {n}"), room(convening)) for n in range(2)]
    for rival, __ in rivals:
        add_presenter(session=rival, attendee=ann, by=BY, at=AT)
    ended = together(
        *(
            lambda rival=rival, where=where: sessions.place_session(
                session=rival, room=where, slot=when, version=0, by=BY, at=AT
            )
            for rival, where in rivals
        )
    )
    assert kinds(ended) == ["PresenterTaken", "Session"]


def test_one_session_for_two_organizers() -> None:
    convening = make_convening()
    when, made = slot(convening), session(convening)
    ended = together(
        *(
            lambda where=where: sessions.place_session(session=made, room=where, slot=when, version=0, by=BY, at=AT)
            for where in (room(convening), room(convening))
        )
    )
    assert kinds(ended) == ["ChangedMeanwhile", "Session"]


def race_a_move_and_a_longer_time(resize: Callable[..., TimeSlot]) -> list[Any]:
    """A room is shut when its time ends: either a session comes there, or the time becomes longer."""
    convening = make_convening()
    when, where, rival = slot(convening), room(convening), session(convening)
    shut_room(room=where, starts_at=when.ends_at, ends_at=when.ends_at + HOUR, by=BY, at=AT)
    longer = when.ends_at + HOUR / 2
    return together(
        lambda: sessions.place_session(session=rival, room=where, slot=when, version=0, by=BY, at=AT),
        lambda: resize(convening=convening, slot=when.pk, ends_at=longer, seen=when.ends_at, by=BY, at=AT),
    )


@pytest.fixture
def meet_after_both_looked(meet_after_looking: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    look = resizing._refuse_impossible

    def look_and_wait(*args: Any, **named: Any) -> None:
        look(*args, **named)
        meet_after_looking.wait()

    monkeypatch.setattr(resizing, "_refuse_impossible", look_and_wait)


def test_a_move_and_a_longer_time_at_once(meet_after_both_looked: None) -> None:
    assert kinds(race_a_move_and_a_longer_time(resizing.resize_slot)) in (
        ["RoomIsShut", "Session"], ["RoomIsShut", "TimeSlot"],
    )


def test_without_the_lock_both_become_so(meet_after_both_looked: None, monkeypatch: pytest.MonkeyPatch) -> None:
    resize: Any = resizing.resize_slot
    if connection.vendor == "sqlite":
        monkeypatch.setattr(resizing, "change_slot", resizing.change_slot.__wrapped__)  # type: ignore[attr-defined]
        resize = resize.__wrapped__
    else:
        monkeypatch.setattr(
            resizing, "hold_programme", lambda *, convening: Programme.objects.get(convening=convening)
        )
    assert kinds(race_a_move_and_a_longer_time(resize)) == ["Session", "TimeSlot"]


@pytest.mark.parametrize("step", [moves.undo_move, moves.redo_move])
def test_a_time_is_put_back_while_another_changes_it(step: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both hold the convening before the programme: else each waits for what the other holds."""
    convening = make_convening()
    when, meeting, hold = slot(convening), Meeting(), slots.hold_programme
    ends_at = when.ends_at
    resizing.resize_slot(
        convening=convening, slot=when.pk, ends_at=ends_at + HOUR / 4, seen=ends_at, by=BY, at=AT
    )
    if step is moves.redo_move:
        moves.undo_move(convening=convening, by=BY, at=AT)

    def wait_and_hold(*, convening: Any) -> Programme:
        meeting.wait()
        return hold(convening=convening)

    def hold_and_wait(*, convening: Any) -> Programme:
        held = hold(convening=convening)
        meeting.wait()
        return held

    monkeypatch.setattr(resizing, "hold_programme", wait_and_hold)
    monkeypatch.setattr(moves, "hold_programme", hold_and_wait)
    when.refresh_from_db()
    ended = together(
        lambda: step(convening=convening, by=BY, at=AT),
        lambda: resizing.change_slot(
            slot=when, label="Else", starts_at=when.starts_at, ends_at=when.ends_at, by="user:2", at=AT
        ),
    )
    assert kinds(ended) == ["Move", "TimeSlot"]


def test_two_lengths_of_one_time() -> None:
    convening = make_convening()
    when = slot(convening)
    ended = together(
        *(
            lambda more=more: resizing.resize_slot(
                convening=convening, slot=when.pk, ends_at=when.ends_at + more, seen=when.ends_at, by=BY, at=AT
            )
            for more in (HOUR / 4, HOUR / 2)
        )
    )
    assert kinds(ended) == ["SlotChanged", "TimeSlot"]


def test_the_first_change_of_a_programme_by_many() -> None:
    convening = make_convening()
    ended = together(*(lambda: room(convening) for __ in range(8)))
    assert kinds(ended) == ["Room"] * 8
    assert programmes.Programme.objects.get(convening=convening).version == 8
    assert sorted(convening.rooms.values_list("position", flat=True)) == list(range(8))
