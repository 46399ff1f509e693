"""Scans at the door of a room in which two talks are held, at 8 when DAY begins and at 10."""

from datetime import datetime
from uuid import uuid4

from breakouts.models import Session
from checkin.domain.scanning import scan
from checkin.models import Checkpoint, Scan
from checkin.states import CheckpointKind, Direction
from convenings.models import Convening
from registration.models import Attendee
from tests.breakouts import factories as programme
from tests.checkin.factories import make_checkpoint


def make_room_gate(convening: Convening) -> Checkpoint:
    """The door of a room, both ways, with a talk at 8 and one at 10, of an hour each."""
    made = make_checkpoint(convening, "Room 201", CheckpointKind.ROOM)
    made.room, made.both_ways = programme.room(convening), True
    made.save()
    for hour in (8, 10):
        programme.placed(made.room, programme.slot(convening, hour, day=26, minutes=60), f"Talk at {hour}")
    programme.released(convening)
    return made


def read(who: Attendee, gate: Checkpoint, at: datetime, way: Direction = Direction.IN) -> Scan:
    code = who.badges.get(state="active").code
    given = uuid4()
    scan(checkpoint=gate, code=code, scan_id=given, scanned_at=at, by="device:1", at=at, direction=way)
    return Scan.objects.get(scan_id=given)


def talk(convening: Convening, hour: int) -> Session:
    return Session.objects.get(convening=convening, title=f"Talk at {hour}")
