"""How full the rooms are: people scanned in and not out again today, against what the room or its session holds.

What is held is what people know by the newest release.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count

from breakouts.domain.known_places import KnownSpan, known_spans
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
    """The rooms that have a checkpoint, in their order, in four statements. Who forgot to be scanned out is inside
    until the day ends."""
    midnight = convening.local(at).replace(hour=0, minute=0, second=0, microsecond=0)
    here = Scan.objects.filter(
        checkpoint__convening=convening, checkpoint__room__isnull=False, scanned_at__gte=midnight, scanned_at__lte=at
    ).inside(of="checkpoint__room")
    inside = dict(here.values_list("checkpoint__room").annotate(Count("attendee", distinct=True)))
    held = [span for span in known_spans(convening.pk) if span.starts_at <= at + BEFORE and span.ends_at > at]
    now = {span.room: span for span in reversed(held)}
    limits = Session.objects.filter(pk__in=[span.session for span in held], most__isnull=False)
    most = dict(limits.values_list("pk", "most"))
    rooms = Room.objects.filter(convening=convening, checkpoints__isnull=False).distinct()
    return tuple(_count(room, inside.get(room.pk, 0), now.get(room.pk), most) for room in rooms)


def _count(room: Room, inside: int, held: KnownSpan | None, most: Mapping[int, int | None]) -> RoomCount:
    limit = most.get(held.session) if held else None
    seats = room.capacity if limit is None else min(room.capacity, limit)
    return RoomCount(room.pk, room.name, inside, seats, held.title if held else "")
