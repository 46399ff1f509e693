"""Rounds with rooms of so many seats, and people to sit in them, for tests of seats."""

from breakouts.domain.seats import take_seat
from breakouts.models import Programme, Seat, Session, WaitlistEntry
from convenings.models import Convening
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, placed, presenter, released, room, slot


def seated_rounds(convening: Convening, *capacities: int, rounds: int = 1) -> list[list[Session]]:
    """The sessions of each round, one for each capacity; released, and seats are open to attendees."""
    halls = [room(convening, f"Hall {number}", capacity) for number, capacity in enumerate(capacities, 1)]
    made = []
    for number in range(rounds):
        when = slot(convening, 9 + 2 * number, label=f"Round {number + 1}")
        made.append([placed(hall, when, f"Talk {number + 1}.{place}") for place, hall in enumerate(halls, 1)])
    released(convening)
    Programme.objects.filter(convening=convening).update(seats_open_at=AT)
    return made


def people(convening: Convening, number: int) -> list[Attendee]:
    """People on no team, who present nothing."""
    return [presenter(convening, f"Person {nth}") for nth in range(number)]


def own(attendee: Attendee) -> str:
    """The attendee, as an actor."""
    return f"person:{attendee.person_id}"


def seat(attendee: Attendee, session: Session, *, by: str = BY, or_wait: bool = False) -> Seat | None:
    return take_seat(attendee=attendee, session=session, by=by, at=AT, or_wait=or_wait)


def sits(attendee: Attendee) -> list[str]:
    """The titles of the attendee's sessions, in the order of time."""
    seats = Seat.objects.filter(attendee=attendee).order_by("slot__starts_at", "pk")
    return list(seats.values_list("session__title", flat=True))


def line_of(session: Session) -> list[str]:
    """Who waits for a session, first to last."""
    return [str(entry.attendee) for entry in WaitlistEntry.objects.filter(session=session).order_by("number")]
