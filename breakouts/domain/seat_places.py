"""Who sits where: the plain reading and writing of seats, on which every rule about them stands.

Whoever calls holds the programme.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Count

from breakouts.models import Programme, Seat, Session, WaitlistEntry
from breakouts.states import SessionKind
from registration.models import Attendee


@dataclass
class Changes:
    """What was before a change, by attendee and slot: the session there with its title, None for no seat."""

    was: dict[int, dict[int, "tuple[int, str] | None"]] = field(default_factory=dict)

    def note(self, attendee: int, slot: int, session: Session | None) -> None:
        """The first note of a slot stands: later ones are steps of the same change."""
        self.was.setdefault(attendee, {}).setdefault(slot, (session.pk, session.title) if session else None)


def capacity_of(session: Session) -> int:
    """How many may sit in a session: its room's seats, or fewer where it says so; 0 where it has no room."""
    if session.room is None:
        return 0
    return session.room.capacity if session.most is None else min(session.room.capacity, session.most)


def is_seated(session: Session) -> bool:
    """Whether people have seats in it: a breakout that is held somewhere."""
    return session.kind == SessionKind.BREAKOUT and session.slot_id is not None


def taken_in(sessions: Collection[int]) -> dict[int, int]:
    """How many sit in each of these sessions. One statement."""
    counted = Seat.objects.filter(session__in=sessions).values("session").annotate(n=Count("pk")).order_by()
    return dict.fromkeys(sessions, 0) | {row["session"]: row["n"] for row in counted}


def free_in(session: Session) -> int:
    """How many seats nobody has. One statement."""
    return capacity_of(session) - Seat.objects.filter(session=session).count()


def seat_at(attendee: Attendee, slot: int | None) -> Seat | None:
    """The attendee's seat in a slot."""
    found = Seat.objects.filter(attendee=attendee, slot=slot, slot__isnull=False)
    return found.select_related("session__slot", "session__room").first()


def put(
    attendee: Attendee, session: Session, *, changes: Changes, by: str, at: datetime, why: Mapping[str, Any],
    is_pinned: bool = False,
) -> Session | None:
    """Seat somebody in a placed session that has room, from wherever they sat in its slot; what that has freed."""
    assert session.slot_id is not None
    before = seat_at(attendee, session.slot_id)
    changes.note(attendee.pk, session.slot_id, before.session if before else None)
    if before is not None:
        before.delete()
    WaitlistEntry.objects.filter(attendee=attendee, session=session).delete()
    Seat.objects.create(
        attendee=attendee, session=session, slot_id=session.slot_id, is_pinned=is_pinned, why=dict(why), given_by=by,
        given_at=at,
    )
    return before.session if before else None


def count_seats(programme: Programme) -> None:
    """A change of seats: what was proposed for those before is outdated."""
    programme.seats_version += 1
    programme.save(update_fields=["seats_version"])
