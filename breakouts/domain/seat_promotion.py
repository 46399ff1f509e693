"""A seat that is free goes to who waited longest for it, and frees the one that they had in that round."""

from collections import deque
from collections.abc import Iterable, Mapping
from datetime import datetime

from breakouts.domain.known_places import on_the_move
from breakouts.domain.seat_places import Changes, free_in, is_seated, put
from breakouts.models import Presentation, Programme, Seat, Session, WaitlistEntry
from journal.domain.entries import record
from registration.models import Attendee

BY = "system"
WHY = {"kind": "waitlist"}


Moving = Mapping[int, frozenset[int]]  # sessions on the move, each with the slots that this concerns


def promote(sessions: Iterable[int], *, programme: Programme, changes: Changes, at: datetime) -> int:
    """Fill free seats of these sessions from their waitlists, and those that this frees; how many moved up.

    While people see their seats nobody moves up into a session that is on the move, nor out of one: that is for the
    release. The caller holds the programme. Every step takes one entry off a list, so it ends.
    """
    freed, promoted = deque(dict.fromkeys(sessions)), 0
    if not WaitlistEntry.objects.filter(session__in=freed).exists():
        return 0
    moving = on_the_move(programme)
    while freed:
        session = Session.objects.select_related("slot", "room").filter(pk=freed.popleft()).first()
        while session is not None and (entry := _next(session, moving, at)) is not None:
            left = put(entry.attendee, session, changes=changes, by=BY, at=at, why=WHY)
            _note(entry, left, at=at)
            promoted += 1
            if left is not None:
                freed.append(left.pk)
    return promoted


def _next(session: Session, moving: Moving, at: datetime) -> WaitlistEntry | None:
    """Who moves up into this session now: the first that comes, presents nothing then, and has no pinned seat."""
    if not is_seated(session) or session.pk in moving or session.slot is None or session.slot.starts_at <= at:
        return None
    waiting = WaitlistEntry.objects.filter(session=session, attendee__in=Attendee.objects.placed())
    if not waiting.exists() or free_in(session) < 1:
        return None
    presents = Presentation.objects.filter(slot=session.slot_id).values("presenter")
    pinned = Seat.objects.filter(slot=session.slot_id, is_pinned=True).values("attendee")
    tied = Seat.objects.filter(session__in=[pk for pk, slots in moving.items() if session.slot_id in slots])
    may = waiting.exclude(attendee__in=presents).exclude(attendee__in=pinned)
    if moving:
        may = may.exclude(attendee__in=tied.values("attendee"))
    return may.select_related("attendee").order_by("number").first()


def _note(entry: WaitlistEntry, left: Session | None, *, at: datetime) -> None:
    data = {"session": entry.session_id, "from": left.pk if left else None}
    subject, convening = f"attendee:{entry.attendee_id}", entry.attendee.convening_id
    record(kind="seat.promoted", by=BY, at=at, subject=subject, convening_id=convening, data=data)
