from datetime import timedelta

import pytest

from breakouts.domain.moves import MovedSince, NothingToRedo, NothingToUndo, redo_move, steps_of, undo_move
from breakouts.domain.resizing import SlotChanged, change_slot, resize_slot
from breakouts.domain.schedule_impossible import RoomTaken
from breakouts.domain.sessions import SessionGone, drop_session, place_session, unplace_session
from breakouts.domain.slots import SlotGone, remove_slot
from breakouts.models import Move, Session, TimeSlot
from convenings.models import Convening
from tests.breakouts.factories import AT, BY, placed, room, session, slot

OTHER = "user:2"


def place_of(made: Session) -> tuple[int | None, int | None]:
    made.refresh_from_db()
    return made.room_id, made.slot_id


def test_moves_are_undone_and_done_again_in_their_order(convening: Convening) -> None:
    when, first, second = slot(convening, 9), room(convening), room(convening)
    made = placed(first, when, "Talk")
    place_session(session=made, room=second, slot=when, version=1, by=BY, at=AT)
    made.refresh_from_db()
    unplace_session(session=made, version=2, by=BY, at=AT)
    stages = [(None, None), (second.pk, when.pk), (first.pk, when.pk), (None, None)]
    for stage in stages[1:]:
        undo_move(convening=convening, by=BY, at=AT)
        assert place_of(made) == stage
    with pytest.raises(NothingToUndo):
        undo_move(convening=convening, by=BY, at=AT)
    for stage in stages[-2::-1]:
        redo_move(convening=convening, by=BY, at=AT)
        assert place_of(made) == stage
    with pytest.raises(NothingToRedo):
        redo_move(convening=convening, by=BY, at=AT)
    assert Move.objects.count() == 3


def test_after_another_move_nothing_is_done_again(convening: Convening) -> None:
    when, where = slot(convening, 9), room(convening)
    placed(where, when, "Talk")
    undo_move(convening=convening, by=BY, at=AT)
    placed(where, when, "Another")
    assert steps_of(convening, by=BY).redo is None


def test_what_was_undone_before_a_move_is_not_done_again_for_it(convening: Convening) -> None:
    when, where = slot(convening, 9), room(convening)
    placed(where, when, "Talk")
    undo_move(convening=convening, by=BY, at=AT)
    another = placed(where, when, "Another")
    undo_move(convening=convening, by=BY, at=AT)
    redo_move(convening=convening, by=BY, at=AT)
    assert place_of(another) == (where.pk, when.pk)
    assert steps_of(convening, by=BY).redo is None


def test_only_ones_own_moves_and_only_where_they_left_it(convening: Convening) -> None:
    when, where = slot(convening, 9), room(convening)
    made = placed(where, when, "Talk")
    with pytest.raises(NothingToUndo):
        undo_move(convening=convening, by=OTHER, at=AT)
    place_session(session=made, room=room(convening), slot=when, version=1, by=OTHER, at=AT)
    with pytest.raises(MovedSince, match="has moved “Talk” since"):
        undo_move(convening=convening, by=BY, at=AT)
    undo_move(convening=convening, by=OTHER, at=AT)
    undo_move(convening=convening, by=BY, at=AT)
    assert place_of(made) == (None, None)


def test_what_became_impossible_is_not_put_back(convening: Convening) -> None:
    when, where = slot(convening, 9), room(convening)
    made = placed(where, when, "Talk")
    unplace_session(session=made, version=1, by=BY, at=AT)
    drop_session(
        convening=convening, session=session(convening, "Other").pk, room=where.pk, slot=when.pk, version=0, by=OTHER,
        at=AT,
    )  # fmt: skip
    with pytest.raises(RoomTaken):
        undo_move(convening=convening, by=BY, at=AT)
    assert place_of(made) == (None, None)
    assert steps_of(convening, by=BY).undo is not None


def test_a_session_that_is_gone(convening: Convening) -> None:
    with pytest.raises(SessionGone):
        drop_session(
            convening=convening, session=0, room=room(convening).pk, slot=slot(convening).pk, version=0, by=BY, at=AT
        )


def test_a_longer_time_is_undone_and_done_again_where_nobody_changed_it_since(convening: Convening) -> None:
    when = slot(convening, 9, label="Breakouts A")
    made, was = placed(room(convening), when, "Talk"), when.ends_at
    longer = was + timedelta(minutes=10)
    resize_slot(convening=convening, slot=when.pk, ends_at=longer, seen=was, by=BY, at=AT)
    resize_slot(convening=convening, slot=when.pk, ends_at=longer, seen=was, by=BY, at=AT)  # again is harmless
    assert steps_of(convening, by=BY).undo.about == "Breakouts A"
    undo_move(convening=convening, by=BY, at=AT)
    when.refresh_from_db()
    assert when.ends_at == was
    redo_move(convening=convening, by=BY, at=AT)
    when.refresh_from_db()
    assert (when.ends_at, place_of(made)[1]) == (longer, when.pk)
    resize_slot(convening=convening, slot=when.pk, ends_at=was, seen=longer, by=OTHER, at=AT)
    with pytest.raises(MovedSince, match="Somebody has changed “Breakouts A” since"):
        undo_move(convening=convening, by=BY, at=AT)


def test_who_saw_another_time_changes_nothing(convening: Convening) -> None:
    when = slot(convening, 9, label="Breakouts A")
    seen = (when.starts_at, when.ends_at)
    later = when.ends_at + timedelta(minutes=10)
    change_slot(slot=when, label="A", starts_at=seen[0], ends_at=later, seen=seen, by=OTHER, at=AT)
    with pytest.raises(SlotChanged, match=r"9:00 a\.m\. to 10:25 a\.m\."):
        change_slot(slot=when, label="B", starts_at=seen[0], ends_at=seen[1], seen=seen, by=BY, at=AT)
    when.refresh_from_db()
    assert (when.label, when.ends_at) == ("A", later)
    with pytest.raises(SlotGone):
        resize_slot(convening=convening, slot=10**9, ends_at=later, seen=later, by=BY, at=AT)
    gone = TimeSlot.objects.get(pk=when.pk)
    remove_slot(slot=when, by=BY, at=AT)
    with pytest.raises(SlotGone):
        change_slot(slot=gone, label="B", starts_at=seen[0], ends_at=seen[1], by=BY, at=AT)
