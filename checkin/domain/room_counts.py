"""How full the rooms are: people scanned in and not out again today, against what the room or its session holds."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from breakouts.domain.rooms import seats_in
from breakouts.models import Room, Session
from checkin.models import Scan
from convenings.models import Convening

BEFORE = timedelta(minutes=20)  # so long before it begins a session counts as what the room is filling for


@dataclass(frozen=True)
class RoomCount:
    """A room at whose door badges are scanned. `session`: what is held there now or next, else empty."""

    room_id: int
    name: str
    inside: int
    seats: int
    session: str

    @property
    def is_full(self) -> bool:
        return self.inside >= self.seats

    def as_dict(self) -> dict[str, Any]:
        return {
            "room": self.room_id,
            "name": self.name,
            "inside": self.inside,
            "seats": self.seats,
            "session": self.session,
        }


def room_counts(convening: Convening, *, at: datetime) -> tuple[RoomCount, ...]:
    """The rooms that have a checkpoint, in their order, in three statements. Who forgot to be scanned out is inside
    until the day ends."""
    midnight = convening.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    here = Scan.objects.filter(
        checkpoint__convening=convening, checkpoint__room__isnull=False, scanned_at__gte=midnight, scanned_at__lte=at
    ).inside(of="checkpoint__room")
    inside = dict(here.values_list("checkpoint__room").annotate(Count("attendee", distinct=True)))
    held = Session.objects.filter(convening=convening, slot__starts_at__lte=at + BEFORE, slot__ends_at__gt=at)
    now = {session.room_id: session for session in held.select_related("room", "slot").order_by("-slot__starts_at")}
    rooms = Room.objects.filter(convening=convening, checkpoints__isnull=False).distinct()
    return tuple(_count(room, inside.get(room.pk, 0), now.get(room.pk)) for room in rooms)


def _count(room: Room, inside: int, session: Session | None) -> RoomCount:
    seats = seats_in(session) if session else None
    return RoomCount(
        room.pk, room.name, inside, room.capacity if seats is None else seats, session.title if session else ""
    )
