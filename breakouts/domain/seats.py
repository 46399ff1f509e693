"""A person's seat in a session: taken, changed, given up, pinned.

Attendees change their own while seats are open, until a round begins. Organizers change all, and pin; what is pinned
stays with whatever a solver proposes. Nobody oversells a room.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.actors import is_organizer
from breakouts.domain.choices import PresentsThen
from breakouts.domain.known_places import on_the_move
from breakouts.domain.programmes import hold_programme
from breakouts.domain.seat_news import owe_news
from breakouts.domain.seat_places import Changes, count_seats, free_in, is_seated, put, seat_at
from breakouts.domain.seat_promotion import promote
from breakouts.domain.sessions import ElsewhereConvening
from breakouts.models import Presentation, Programme, Seat, Session, WaitlistEntry
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee


class SeatsNotOpen(Refusal):
    code = "seats_not_open"
    words = gettext_lazy("Seats cannot be changed by yourself yet. If something is wrong, write to the organizers.")


class SittingOut(Refusal):
    code = "attendee_not_placed"
    words = gettext_lazy("Who does not come for certain has no seat: cancelled, or on a team without a place.")


class NoSeatsThere(Refusal):
    code = "session_without_seats"
    words = gettext_lazy("There are no seats in this session: it is no breakout, or has no room and time yet.")


class RoundBegun(Refusal):
    code = "round_begun"
    words = gettext_lazy("This round has begun. Go to the door of a session: where there is room, they let you in.")


class SessionFull(Refusal):
    code = "session_full"


class SessionMoving(Refusal):
    code = "session_moving"


class SeatPinned(Refusal):
    code = "seat_pinned"
    words = gettext_lazy("The organizers have settled this seat. If something is wrong, write to them.")


@transaction.atomic
def take_seat(
    *, attendee: Attendee, session: Session, by: str, at: datetime, or_wait: bool = False, pinned: bool | None = None
) -> Seat | None:
    """Seat somebody in a session, and free their seat of that round. Again is harmless.

    or_wait: where it is full they get onto its waitlist, and None is returned. pinned: by organizers only; None leaves
    it as it is. Refusals: seats_not_open, attendee_not_placed, session_without_seats, round_begun, presents_then,
    session_moving, seat_pinned, session_full, other_convening.
    """
    if pinned is not None and not is_organizer(by):
        raise SeatPinned
    programme = hold_programme(convening=session.convening)
    session, before = _checked(programme, attendee, session, by=by, at=at)
    if before is not None and before.session_id == session.pk:
        return _pin(programme, before, pinned, by=by, at=at)
    if before is not None and before.is_pinned and not is_organizer(by):
        raise SeatPinned
    if free_in(session) < 1:
        if not or_wait:
            raise SessionFull(
                _("“%(session)s” is full. Choose another session, or wait for a seat in it.") % {"session": session}
            )
        _wait(programme, attendee, session, by=by, at=at)
        return None
    changes = Changes()
    left = put(attendee, session, changes=changes, by=by, at=at, why={"kind": _hand(by)}, is_pinned=bool(pinned))
    promote([left.pk] if left else [], programme=programme, changes=changes, at=at)
    _end(programme, changes, attendee, by=by, at=at)
    _note("seat.taken", attendee, {"session": session.pk, "from": left.pk if left else None}, by=by, at=at)
    return seat_at(attendee, session.slot_id)


@transaction.atomic
def drop_seat(*, attendee: Attendee, session: Session, by: str, at: datetime) -> None:
    """Give up a seat; who waits for it moves up. Again is harmless. Refusals: seats_not_open, round_begun, seat_pinned.
    """
    programme = hold_programme(convening=session.convening)
    seat = Seat.objects.filter(attendee=attendee, session=session).select_related("session__slot").first()
    if seat is None:
        return
    _check_own_hand(programme, seat.session, by=by, at=at)
    if seat.is_pinned and not is_organizer(by):
        raise SeatPinned
    changes = Changes()
    _take_away([seat], changes)
    promote([session.pk], programme=programme, changes=changes, at=at)
    _end(programme, changes, attendee, by=by, at=at)
    _note("seat.dropped", attendee, {"session": session.pk}, by=by, at=at)


@transaction.atomic
def leave_all(*, attendee: Attendee, by: str, at: datetime) -> None:
    """Free every seat and every wait of somebody who does not come; who waits moves up. Again is harmless."""
    seats = list(Seat.objects.filter(attendee=attendee).select_related("session"))
    if not seats and not WaitlistEntry.objects.filter(attendee=attendee).exists():
        return
    programme = hold_programme(convening=attendee.convening)
    seats = list(Seat.objects.filter(attendee=attendee).select_related("session"))
    changes = Changes()
    _take_away(seats, changes)
    WaitlistEntry.objects.filter(attendee=attendee).delete()
    promote([seat.session_id for seat in seats], programme=programme, changes=changes, at=at)
    _end(programme, changes, attendee, by=f"person:{attendee.person_id}", at=at)
    _note("seat.left", attendee, {"sessions": [seat.session_id for seat in seats]}, by=by, at=at)


def _pin(programme: Programme, seat: Seat, pinned: bool | None, *, by: str, at: datetime) -> Seat:
    """Pin a seat or release it, where that changes something."""
    if pinned is None or seat.is_pinned == pinned:
        return seat
    seat.is_pinned = pinned
    seat.save(update_fields=["is_pinned"])
    count_seats(programme)
    _note("seat.pinned" if pinned else "seat.released", seat.attendee, {"session": seat.session_id}, by=by, at=at)
    return seat


def _wait(programme: Programme, attendee: Attendee, session: Session, *, by: str, at: datetime) -> None:
    """To the end of a session's waitlist; a wait for another session of the round ends. Again is harmless."""
    if WaitlistEntry.objects.filter(attendee=attendee, session=session).exists():
        return
    WaitlistEntry.objects.filter(attendee=attendee, slot=session.slot_id).delete()
    programme.waits += 1
    programme.save(update_fields=["waits"])
    WaitlistEntry.objects.create(
        attendee=attendee, session=session, slot_id=session.slot_id, number=programme.waits, asked_at=at
    )
    _note("seat.waited", attendee, {"session": session.pk}, by=by, at=at)


def _check_own_hand(programme: Programme, session: Session, *, by: str, at: datetime) -> None:
    """Organizers always may; attendees while seats are open, and until the round begins."""
    if is_organizer(by):
        return
    if not programme.seats_are_open:
        raise SeatsNotOpen
    if session.slot is not None and session.slot.starts_at <= at:
        raise RoundBegun


def _checked(
    programme: Programme, attendee: Attendee, session: Session, *, by: str, at: datetime
) -> tuple[Session, Seat | None]:
    """The session as it stands now, and the attendee's seat of that round."""
    session = Session.objects.select_related("slot", "room").get(pk=session.pk)
    if attendee.convening_id != session.convening_id:
        raise ElsewhereConvening
    if not is_seated(session):
        raise NoSeatsThere
    _check_own_hand(programme, session, by=by, at=at)
    if not Attendee.objects.placed().filter(pk=attendee.pk).exists():
        raise SittingOut
    if Presentation.objects.filter(presenter=attendee, slot=session.slot_id).exists():
        raise PresentsThen(_("Who presents a session in this round has no seat in another one."))
    _check_settled(programme, attendee, session, by=by)
    return session, seat_at(attendee, session.slot_id)


def _check_settled(programme: Programme, attendee: Attendee, session: Session, *, by: str) -> None:
    """Refuse what would give somebody two seats at once, once by the schedule and once by what people know of it."""
    moving = on_the_move(programme)
    if not moving:
        return
    own = {
        held for rows in (Seat.objects, WaitlistEntry.objects)
        for held in rows.filter(attendee=attendee, session__in=list(moving)).values_list("session", flat=True)
    }  # fmt: skip
    if session.pk in moving or any(session.slot_id in moving[held] for held in own):
        raise SessionMoving(
            _("The session, or another one of this person, was placed or moved since the newest release. Release the"
              " programme first.") if is_organizer(by) else
            _("The organizers are changing this round. Your seat stays with you, and a mail tells you what becomes of"
              " it; then you can change it again.")
        )  # fmt: skip


def _take_away(seats: list[Seat], changes: Changes) -> None:
    for seat in seats:
        if seat.slot_id is not None:
            changes.note(seat.attendee_id, seat.slot_id, seat.session)
    Seat.objects.filter(pk__in=[seat.pk for seat in seats]).delete()


def _end(programme: Programme, changes: Changes, attendee: Attendee, *, by: str, at: datetime) -> None:
    """Count the change, and tell whom somebody else's hand has moved."""
    count_seats(programme)
    own = [attendee.pk] if by == f"person:{attendee.person_id}" else []
    owe_news(programme=programme, changes=changes, at=at, but=own)


def _hand(by: str) -> str:
    return "organizer" if is_organizer(by) else "self"


def _note(kind: str, attendee: Attendee, data: dict[str, object], *, by: str, at: datetime) -> None:
    subject = f"attendee:{attendee.pk}"
    record(kind=kind, by=by, at=at, subject=subject, convening_id=attendee.convening_id, data=data)
