"""Seats follow the programme: a session that moves takes its people along, and no room ever holds more than it may.

Who sits in another session of the new time, or presents then, stays behind: the seat has no slot then. It is taken away
where people see no seats yet, else by the release that tells them of the move; if the session moves back before, it is
theirs again. A session without a time keeps its people until it has one again.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils.translation import gettext as _

from breakouts.domain.seat_news import owe_news
from breakouts.domain.seat_places import Changes, capacity_of, count_seats
from breakouts.domain.seat_promotion import promote
from breakouts.models import Presentation, Programme, Seat, Session, WaitlistEntry
from breakouts.states import SessionKind
from journal.refusals import Refusal

Rows = type[Seat] | type[WaitlistEntry]
NO_BREAKOUT = ~Q(session__kind=SessionKind.BREAKOUT)
PRESENTS = Exists(Presentation.objects.filter(presenter=OuterRef("attendee"), slot=OuterRef("slot")))
ELSEWHEN = Q(session__slot__isnull=True) | ~Q(slot=F("session__slot")) | NO_BREAKOUT | PRESENTS  # of those with a slot
LEAVING = Q(slot__isnull=False) & ELSEWHEN
ARRIVING = Q(slot__isnull=True, session__slot__isnull=False, session__kind=SessionKind.BREAKOUT)
BEHIND = Q(slot__isnull=True) & (Q(session__slot__isnull=False) | NO_BREAKOUT)


class SeatsExceedRoom(Refusal):
    code = "seats_exceed_room"
    field = "room"


def words_of_excess(session: str, people: int, *, room: str, seats: int) -> str:
    """Why so many do not fit, and what to do."""
    facts = {"n": people, "session": session, "room": room, "seats": seats}
    return (
        _("%(n)s people have a seat in “%(session)s”, and in %(room)s there is room for %(seats)s. Choose a"
          " larger room, or move some of them first.") % facts
    )  # fmt: skip


def follow_seats(*, programme: Programme, at: datetime) -> None:
    """Bring seats and waitlists in line with the programme. The caller holds it. Refusals: seats_exceed_room.

    Nothing is asked of the database before the first seat was given, five statements where nothing changed.
    """
    if not programme.seats_version:
        return
    moved = _follow(Seat, programme.convening_id) + _follow(WaitlistEntry, programme.convening_id)
    changes = Changes()
    if not programme.seats_are_open:
        _leave_behind(programme, {}, changes)
    _check_rooms(programme.convening_id)
    _end(programme, changes, has_moved=moved > 0, at=at)


def settle_seats(*, programme: Programme, known: Mapping[int, int], at: datetime) -> None:
    """At a release: whoever could not come along has no seat there any more, and is told.

    The caller holds the programme. known: by session, the slot in which people knew it until now.
    """
    if not programme.seats_version:
        return
    changes = Changes()
    gone = _leave_behind(programme, known, changes)
    _end(programme, changes, has_moved=gone > 0, at=at)


def _end(programme: Programme, changes: Changes, *, has_moved: bool, at: datetime) -> None:
    """Let move up whoever can, count the change, and tell whom it concerns."""
    waited_for = WaitlistEntry.objects.filter(session__convening=programme.convening_id)
    sessions = sorted(set(waited_for.values_list("session", flat=True)))
    if sessions:
        promote(sessions, programme=programme, changes=changes, at=at)
    if has_moved or changes.was:
        count_seats(programme)
        owe_news(programme=programme, changes=changes, at=at)


def _follow(rows: Rows, convening: int) -> int:
    """Give them the slots of their sessions; how many moved. All leave before any arrives, so that two may swap."""
    leaving = set(rows.objects.filter(LEAVING, session__convening=convening).values_list("pk", flat=True))
    if leaving:
        rows.objects.filter(pk__in=leaving).update(slot=None)
    arriving: dict[int, list[Seat | WaitlistEntry]] = {}
    for row in rows.objects.filter(ARRIVING, session__convening=convening).select_related("session").order_by("pk"):
        arriving.setdefault(row.session_id, []).append(row)
    return len(leaving) + sum(_arrive(rows, people) for people in arriving.values())


def _arrive(rows: Rows, arriving: "list[Seat | WaitlistEntry]") -> int:
    """Those of one session, in its new slot; whoever is taken there already stays behind. How many arrived."""
    slot, people = arriving[0].session.slot_id, [row.attendee_id for row in arriving]
    taken = set(rows.objects.filter(slot=slot, attendee__in=people).values_list("attendee", flat=True))
    taken |= set(Presentation.objects.filter(slot=slot, presenter__in=people).values_list("presenter", flat=True))
    coming = [row.pk for row in arriving if row.attendee_id not in taken]
    return rows.objects.filter(pk__in=coming).update(slot=slot)


def _leave_behind(programme: Programme, known: Mapping[int, int], changes: Changes) -> int:
    """End the seats and waits of those who could not come along; how many."""
    seats = list(Seat.objects.filter(BEHIND, session__convening=programme.convening_id).select_related("session"))
    for seat in seats:
        if seat.session_id in known:
            changes.note(seat.attendee_id, known[seat.session_id], seat.session)
    if seats:
        Seat.objects.filter(pk__in=[seat.pk for seat in seats]).delete()
    waits, __ = WaitlistEntry.objects.filter(BEHIND, session__convening=programme.convening_id).delete()
    return len(seats) + waits


def _check_rooms(convening: int) -> None:
    """Refuse where more people have seats than may sit there."""
    placed = Session.objects.filter(convening=convening, room__isnull=False).select_related("room")
    there = Count("seats", filter=Q(seats__slot__isnull=False))
    for session in placed.annotate(people=there).filter(people__gt=0).order_by("pk"):
        if session.people > capacity_of(session):
            seats = capacity_of(session)
            raise SeatsExceedRoom(words_of_excess(session.title, session.people, room=str(session.room), seats=seats))
