"""A room with two doors: in by one, out by the other, and the mark of screens when something is corrected."""

from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps

from checkin.domain.annulling import annul_scan, undo_scan
from checkin.domain.arrivals import count_inside
from checkin.domain.live import stamp
from checkin.domain.room_counts import room_counts
from checkin.models import Checkpoint, Scan
from checkin.states import CheckpointKind, Direction
from convenings.models import Convening
from registration.models import Attendee
from tests.checkin.factories import DAY, make_attendee, make_badge, make_checkpoint
from tests.checkin.hours_factories import read

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def other(gate: Checkpoint) -> Checkpoint:
    """The second door of the room."""
    made = make_checkpoint(gate.convening, "Room 201, back", CheckpointKind.ROOM)
    made.room, made.both_ways = gate.room, True
    made.save()
    return made


def inside(convening: Convening) -> int:
    (room,) = room_counts(convening, at=DAY + 9 * MINUTE)
    return room.inside


def test_who_goes_in_by_one_door_and_out_by_the_other_is_out(
    gate: Checkpoint, other: Checkpoint, ann: Attendee
) -> None:
    ways = [(gate, "in"), (other, "in"), (other, "out"), (gate, "out"), (gate, "in")]
    told, counts = [], []
    for minute, (door, way) in enumerate(ways):
        told.append(read(ann, door, DAY + minute * MINUTE, Direction(way)).answer)
        counts.append((inside(gate.convening), count_inside(gate), count_inside(other)))
    assert told == ["welcome", "already_in", "left", "already_out", "back"]
    assert counts == [(1, 1, 1), (1, 1, 1), (0, 0, 0), (0, 0, 0), (1, 1, 1)]


def test_a_room_named_after_people_went_in_still_knows_that_they_left(gate: Checkpoint, ann: Attendee) -> None:
    room, gate.room = gate.room, None
    gate.save()
    read(ann, gate, DAY)
    gate.room = room
    gate.save()
    assert inside(gate.convening) == 1
    read(ann, gate, DAY + MINUTE, Direction.OUT)
    assert inside(gate.convening) == 0


def test_doors_that_counted_apart_are_one_gate_from_now_on(
    gate: Checkpoint, other: Checkpoint, ann: Attendee
) -> None:
    bo = make_attendee(gate.convening)
    make_badge(bo)
    ways = ((ann, gate, "in"), (ann, other, "in"), (ann, other, "out"), (bo, other, "in"))
    room = gate.room
    Checkpoint.objects.update(room=None)
    for minute, (who, door, way) in enumerate(ways):  # as it was: each door for itself
        read(who, Checkpoint.objects.get(pk=door.pk), DAY + minute * MINUTE, Direction(way))
    Checkpoint.objects.update(room=room)
    import_module("checkin.migrations.0010_gates_of_rooms").doors_of_a_room_are_one_gate(apps, None)
    rows = Scan.objects.order_by("scanned_at").values_list("gate", "turn", "answer")
    one = f"room:{room.pk}" if room else ""
    assert list(rows) == [(one, 1, "welcome"), (one, 2, "back"), (one, 3, "left"), (one, 1, "welcome")]
    assert read(ann, gate, DAY + 8 * MINUTE).answer == "back"


def test_a_correction_and_an_undo_change_the_mark_of_the_live_view(gate: Checkpoint, ann: Attendee) -> None:
    row = read(ann, gate, DAY)
    marks = [stamp(gate.convening, at=DAY)]
    annul_scan(scan=row, reason="Not hers", by="user:1", at=DAY)
    marks.append(stamp(gate.convening, at=DAY))
    again = read(ann, gate, DAY)
    marks.append(stamp(gate.convening, at=DAY))
    undo_scan(scan_id=again.scan_id, pressed_at=DAY, by="device:1", at=DAY)
    marks.append(stamp(gate.convening, at=DAY))
    assert len(set(marks)) == 4
