"""A time lies otherwise, and nothing becomes impossible by that: refused by the checks that refuse a move."""

from datetime import timedelta

import pytest

from breakouts.domain.availability import add_absence, shut_room
from breakouts.domain.moves import MovedSince, redo_move, steps_of, undo_move
from breakouts.domain.resizing import change_slot, resize_slot
from breakouts.domain.schedule_impossible import OutOfOrder, PresenterAway, RoomIsShut
from breakouts.domain.terms import Terms, set_terms
from breakouts.models import Move, Programme, TimeSlot
from convenings.models import Convening
from tests.breakouts.factories import AT, BY, placed, presenter, room, slot

TEN = timedelta(minutes=10)
HOUR = timedelta(hours=1)


@pytest.fixture
def when(convening: Convening) -> TimeSlot:
    """A time in which Ann presents, and after which she cannot and the room is shut."""
    made, ann, where = slot(convening, 9, label="Breakouts A"), presenter(convening), room(convening, "203")
    placed(where, made, "Pay models", (ann,))
    add_absence(attendee=ann, starts_at=made.ends_at, ends_at=made.ends_at + HOUR, by=BY, at=AT)
    return made


def longer(when: TimeSlot, by: timedelta = TEN) -> TimeSlot:
    ends_at = when.ends_at + by
    return resize_slot(convening=when.convening, slot=when.pk, ends_at=ends_at, seen=when.ends_at, by=BY, at=AT)


def moved(when: TimeSlot, by: timedelta) -> TimeSlot:
    return change_slot(
        slot=when, label=when.label, starts_at=when.starts_at + by, ends_at=when.ends_at + by,
        seen=(when.starts_at, when.ends_at), by=BY, at=AT,
    )


def test_into_the_time_when_a_presenter_cannot(when: TimeSlot) -> None:
    before = Programme.objects.get().version
    for change in (lambda: longer(when), lambda: moved(when, HOUR)):
        with pytest.raises(PresenterAway, match="Ann Teller presents “Pay models” and is not free then"):
            change()
    when.refresh_from_db()
    assert (when.ends_at - when.starts_at, Programme.objects.get().version) == (timedelta(minutes=75), before)
    assert not Move.objects.exclude(resized=None).exists()


def test_into_the_time_when_the_room_is_shut(convening: Convening) -> None:
    made, where = slot(convening, 9), room(convening, "203")
    placed(where, made, "Pay models")
    shut_room(room=where, starts_at=made.ends_at, ends_at=made.ends_at + HOUR, by=BY, at=AT)
    shut_room(room=room(convening), starts_at=made.starts_at, ends_at=made.ends_at, by=BY, at=AT)  # of no one's concern
    with pytest.raises(RoomIsShut):
        longer(made)


def test_before_what_it_comes_after(convening: Convening) -> None:
    first, second, where = slot(convening, 9), slot(convening, 11), room(convening)
    one, other = placed(where, first, "One"), placed(where, second, "Other")
    set_terms(session=other, terms=Terms(comes_after=one.pk), by=BY, at=AT)
    with pytest.raises(OutOfOrder, match="“Other” comes after “One”"):
        moved(second, -4 * HOUR)
    with pytest.raises(OutOfOrder):
        moved(first, 4 * HOUR)
    assert moved(second, HOUR).pk


def test_what_was_impossible_before_keeps_nobody_from_it(when: TimeSlot) -> None:
    ben = presenter(when.convening, "Ben Late")
    placed(room(when.convening), when, "Zones", (ben,))
    add_absence(attendee=ben, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    assert longer(when, -TEN).pk
    with pytest.raises(PresenterAway, match="Ann Teller"):
        longer(TimeSlot.objects.get(pk=when.pk), 2 * TEN)


def test_a_time_moved_on_its_page_is_undone_and_done_again(convening: Convening) -> None:
    made = slot(convening, 9, label="Breakouts A")
    was, then = (made.starts_at, made.ends_at), (made.starts_at + HOUR, made.ends_at + HOUR)

    def span() -> tuple[object, object]:
        made.refresh_from_db()
        return made.starts_at, made.ends_at

    changed = change_slot(slot=made, label="Breakouts B", starts_at=then[0], ends_at=then[1], by=BY, at=AT)
    change_slot(slot=changed, label="Breakouts C", starts_at=then[0], ends_at=then[1], by=BY, at=AT)
    assert Move.objects.count() == 1  # a name alone is nothing to undo
    undo_move(convening=convening, by=BY, at=AT)
    assert (span(), made.label) == (was, "Breakouts C")
    redo_move(convening=convening, by=BY, at=AT)
    assert span() == then
    change_slot(slot=made, label="C", starts_at=was[0], ends_at=then[1], by="user:2", at=AT)
    with pytest.raises(MovedSince):
        undo_move(convening=convening, by=BY, at=AT)


def test_what_became_impossible_is_not_brought_back(when: TimeSlot) -> None:
    shorter = longer(when, -2 * TEN)
    ann = when.sessions.get().presentations.get().presenter
    add_absence(attendee=ann, starts_at=shorter.ends_at, ends_at=shorter.ends_at + TEN, by=BY, at=AT)
    with pytest.raises(PresenterAway):
        undo_move(convening=when.convening, by=BY, at=AT)
    assert steps_of(when.convening, by=BY).undo is not None


def test_a_move_of_the_end_alone_kept_before_beginnings_were(convening: Convening) -> None:
    made = longer(slot(convening, 9))
    Move.objects.update(from_starts_at=None, to_starts_at=None)
    undo_move(convening=convening, by=BY, at=AT)
    assert TimeSlot.objects.get(pk=made.pk).ends_at == made.ends_at - TEN
