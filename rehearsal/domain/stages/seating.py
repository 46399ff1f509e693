"""Choosing is over: two workshops say how many they take, seats are proposed and applied, and people change them.

Some wait for a seat in a workshop, one gives theirs up so that the first of them moves up, one takes a free seat.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

from breakouts.domain.choice_sheet import WishedLine, wished_rounds
from breakouts.domain.seat_proposals import check_seatable, find_proposal
from breakouts.domain.seat_waitlists import wait_for_seat
from breakouts.domain.seats import drop_seat, take_seat
from breakouts.domain.seats_opening import open_seats
from breakouts.domain.terms import set_terms, terms_of
from breakouts.models import Choice, Seat, Session
from breakouts.states import SeatingMode
from jobs.domain import proposals
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
WORKSHOP = 0.6  # of those whose first choice it is get in
WAITING = 4


def seat_people(play: "Play") -> None:
    """A morning's work of whoever plans the programme, the day after the choices; nothing where they go on."""
    if play.plan.until < Until.DOOR:
        return
    day = calendar.CHOICES_UNTIL + 1
    at = play.at(day, "09:00")
    workshops = [_limit(play, line.line.id, line.first) for line in _most_wished(play)]
    reading = check_seatable(play.convening, at=at)
    found = find_proposal(play.convening, reading, {"mode": SeatingMode.ANEW.value, "seed": 1}, by=BY, at=at)
    if found is None:
        return
    proposals.apply(proposal=found, by=BY, at=play.at(day, "10:30"))
    open_seats(convening=play.convening, by=BY, at=play.at(day, "11:00"))
    for session in workshops:
        _wait(play, session)
    _give_up(play, workshops[0])
    _change(play, workshops[-1])


def _most_wished(play: "Play") -> list[WishedLine]:
    """In each round the session that most have as their first choice."""
    return [max(lines, key=lambda line: (line.first, -line.line.id)) for _slot, lines in wished_rounds(play.convening)]


def _limit(play: "Play", pk: int, first: int) -> Session:
    session = Session.objects.select_related("convening").get(pk=pk)
    terms = replace(terms_of(session), most=max(2, round(WORKSHOP * first)))
    return set_terms(session=session, terms=terms, by=BY, at=play.at(calendar.CHOICES_UNTIL, "17:00"))


def _wait(play: "Play", session: Session) -> None:
    """Some of those whose first choice it was, and who sit elsewhere."""
    wished = Choice.objects.filter(session=session, rank=1, attendee__in=Seat.objects.values("attendee"))
    outside = wished.exclude(attendee__in=Seat.objects.filter(session=session).values("attendee")).order_by("pk")
    at = play.at(calendar.CHOICES_UNTIL + 2, "19:30")
    for choice in outside.select_related("attendee__convening")[:WAITING]:
        who = choice.attendee
        wait_for_seat(attendee=who, session=session, by=f"person:{who.person_id}", at=at)


def _give_up(play: "Play", session: Session) -> None:
    seat = Seat.objects.filter(session=session).select_related("attendee").order_by("pk").first()
    if seat is not None:
        by, at = f"person:{seat.attendee.person_id}", play.at(calendar.CHOICES_UNTIL + 3, "08:15")
        drop_seat(attendee=seat.attendee, session=session, by=by, at=at)


def _change(play: "Play", session: Session) -> None:
    """Somebody who sits beside a workshop takes a free seat in another room."""
    others = Session.objects.filter(slot=session.slot_id).exclude(pk=session.pk).order_by("pk")
    seat = Seat.objects.filter(session__in=others, attendee__waits__isnull=True).select_related("attendee").first()
    target = others.exclude(pk=seat.session_id).last() if seat is not None else None
    if seat is not None and target is not None:
        by, at = f"person:{seat.attendee.person_id}", play.at(calendar.CHOICES_UNTIL + 3, "08:40")
        take_seat(attendee=seat.attendee, session=target, by=by, at=at)
