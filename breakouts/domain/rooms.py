"""Rooms of a convening."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.models import Room
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal


class RoomNameTaken(Refusal):
    code = "room_name_taken"
    words = gettext_lazy("There is a room of this name already. Give it another name.")
    field = "name"


class RoomWithoutSeats(Refusal):
    code = "room_without_seats"
    words = gettext_lazy("A room has at least one seat.")
    field = "capacity"


class RoomInUse(Refusal):
    code = "room_in_use"


def _check(*, convening: Convening, name: str, capacity: int, but: int = 0) -> None:
    if capacity < 1:
        raise RoomWithoutSeats
    if Room.objects.filter(convening=convening, name=name).exclude(pk=but).exists():
        raise RoomNameTaken


@transaction.atomic
def make_room(*, convening: Convening, name: str, capacity: int, by: str, at: datetime) -> Room:
    """A new room, after those there are. Refusals: room_name_taken, room_without_seats."""
    programme = hold_programme(convening=convening)
    _check(convening=convening, name=name, capacity=capacity)
    last = Room.objects.filter(convening=convening).order_by("-position").first()
    position = last.position + 1 if last else 0
    room = Room.objects.create(convening=convening, name=name, capacity=capacity, position=position)
    count_change(programme=programme, at=at)
    record(kind="room.made", by=by, at=at, subject=f"room:{room.pk}", convening_id=convening.pk)
    return room


@transaction.atomic
def change_room(*, room: Room, name: str, capacity: int, position: int, by: str, at: datetime) -> Room:
    """Rename, resize or reorder a room. Refusals: room_name_taken, room_without_seats."""
    programme = hold_programme(convening=room.convening)
    _check(convening=room.convening, name=name, capacity=capacity, but=room.pk)
    room.name, room.capacity, room.position = name, capacity, position
    room.save(update_fields=["name", "capacity", "position"])
    count_change(programme=programme, at=at)
    record(kind="room.changed", by=by, at=at, subject=f"room:{room.pk}", convening_id=room.convening_id)
    return room


@transaction.atomic
def remove_room(*, room: Room, by: str, at: datetime) -> None:
    """Take a room away in which nothing is held. Refusals: room_in_use."""
    programme = hold_programme(convening=room.convening)
    held = room.sessions.first()
    if held is not None:
        raise RoomInUse(_("“%(session)s” is held in %(room)s. Move it first.") % {"session": held, "room": room})
    subject = f"room:{room.pk}"
    room.delete()
    count_change(programme=programme, at=at)
    record(kind="room.removed", by=by, at=at, subject=subject, convening_id=programme.convening_id)
