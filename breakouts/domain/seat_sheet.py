"""Seats as pages show them: rounds with how full their sessions are, one session's people, one person's rounds."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from breakouts.domain.known_places import Lines, as_known, known_lines, known_seats, on_the_move
from breakouts.domain.seat_access import stepped_for
from breakouts.domain.seat_places import capacity_of
from breakouts.domain.seat_reasons import reason_in_words
from breakouts.domain.seats_opening import are_open
from breakouts.models import Presentation, Programme, Seat, Session, TimeSlot, WaitlistEntry
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.domain.lists import attendee_named
from registration.models import Attendee

MOST_FOUND = 20  # people of one search


@dataclass(frozen=True)
class Filled:
    """A session with its seats. `mine`: the attendee's own seat; `place`: their place in its line, from 1.

    `moves`: organizers are moving it, and its seats rest until they release that. `steps`: the attendee states a need
    of access, and its room is not marked as having no steps.
    """

    session: Session
    capacity: int
    taken: int
    waiting: int
    mine: Seat | None = None
    place: int | None = None
    moves: bool = False
    steps: bool = False

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def why(self) -> str:
        """Why the attendee sits here, in words."""
        return reason_in_words(self.mine.why) if self.mine is not None else ""


@dataclass(frozen=True)
class FilledRound:
    """One slot with its breakouts. `presents`: what the attendee presents then."""

    slot: TimeSlot
    sessions: tuple[Filled, ...]
    is_over: bool
    presents: Session | None = None

    @property
    def taken(self) -> int:
        return sum(one.taken for one in self.sessions)

    @property
    def capacity(self) -> int:
        return sum(one.capacity for one in self.sessions)

    @property
    def waiting(self) -> int:
        return sum(one.waiting for one in self.sessions)

    @property
    def seat(self) -> Filled | None:
        """Where the attendee sits."""
        return next((one for one in self.sessions if one.mine is not None), None)

    @property
    def line(self) -> Filled | None:
        """For what the attendee waits."""
        return next((one for one in self.sessions if one.place is not None), None)


def seats_shown(attendee: Attendee, known: Lines | None = None) -> list[Seat]:
    """The attendee's seats as they see them, in what is released, by time; none while seats are not open.

    Two statements, one with `known`; none where the convening's programme is at hand and its seats are not open.
    """
    return known_seats(attendee, known) if are_open(getattr(attendee.convening, "programme", None)) else []


def seated_rounds(convening: Convening, *, at: datetime) -> list[FilledRound]:
    """Every slot with breakouts, by time. Three statements."""
    return _rounds(_breakouts(convening), {}, {}, {}, at=at)


def rounds_of(attendee: Attendee, *, at: datetime) -> list[FilledRound]:
    """The same, with the attendee's own seats and places in line. Seven statements, one more for each wait."""
    seats = {seat.session_id: seat for seat in Seat.objects.standing().filter(attendee=attendee)}
    presented = Presentation.objects.filter(presenter=attendee, slot__isnull=False).select_related("session")
    presents = {one.slot_id: one.session for one in presented}
    sessions = _breakouts(attendee.convening)
    steps = stepped_for(attendee, sessions)
    return _rounds(sessions, seats, _places_of(attendee), presents, at=at, steps=steps)


def known_rounds_of(attendee: Attendee, *, at: datetime) -> list[FilledRound]:
    """The same as the attendee sees it, in what is released. Ten statements, one more for each wait."""
    known = {pk: line for pk, line in known_lines(attendee.convening).items() if line.kind == SessionKind.BREAKOUT}
    stand = Session.objects.select_related("room").in_bulk(list(known))
    shown = [as_known(stand[pk], line) for pk, line in known.items() if pk in stand]
    seats = {seat.session_id: seat for seat in known_seats(attendee, known)}
    presents = {
        one.slot_id: one for one in shown
        if any(who.attendee_id == attendee.pk for who in known[one.pk].presenters)
    }  # fmt: skip
    capacities = {pk: capacity_of(session) for pk, session in stand.items()}
    programme = programme_row(attendee.convening)
    moving = on_the_move(programme) if programme is not None else {}
    steps = stepped_for(attendee, stand.values())
    return _rounds(
        shown, seats, _places_of(attendee), presents, at=at, capacities=capacities, moving=moving, steps=steps
    )


def _places_of(attendee: Attendee) -> dict[int, int]:
    """For which sessions the attendee waits, and at which place in line."""
    return {
        entry.session_id: WaitlistEntry.objects.filter(session=entry.session_id, number__lte=entry.number).count()
        for entry in WaitlistEntry.objects.filter(attendee=attendee)
    }


def _breakouts(convening: Convening) -> list[Session]:
    found = Session.objects.filter(convening=convening, kind=SessionKind.BREAKOUT, slot__isnull=False)
    return list(found.select_related("slot", "room").order_by("slot__starts_at", "room__position", "pk"))


def _rounds(
    sessions: list[Session], seats: dict[int, Seat], places: dict[int, int], presents: dict[int | None, Session],
    *, at: datetime, capacities: Mapping[int, int] | None = None, moving: Collection[int] = (),
    steps: Collection[int] = (),
) -> list[FilledRound]:
    """capacities: where they are not the sessions' own, as these are shown otherwise than they stand."""
    ids = [session.pk for session in sessions]
    taken, waiting = (
        {row["session"]: row["n"] for row in rows.filter(session__in=ids).values("session").annotate(n=Count("pk"))}
        for rows in (Seat.objects.order_by(), WaitlistEntry.objects.order_by())
    )
    by_slot: defaultdict[TimeSlot, list[Filled]] = defaultdict(list)
    for session in sessions:
        assert session.slot is not None
        by_slot[session.slot].append(
            Filled(
                session, capacity_of(session) if capacities is None else capacities[session.pk],
                taken.get(session.pk, 0), waiting.get(session.pk, 0), seats.get(session.pk), places.get(session.pk),
                session.pk in moving, session.pk in steps,
            )
        )
    return [
        FilledRound(slot, tuple(filled), slot.starts_at <= at, presents.get(slot.pk))
        for slot, filled in by_slot.items()
    ]


@dataclass(frozen=True)
class SessionSeats:
    """Who sits in a session, by name, and who waits for it, first to last."""

    session: Session
    capacity: int
    seats: list[Seat]
    waiting: list[WaitlistEntry]

    @property
    def free(self) -> int:
        return max(0, self.capacity - len(self.seats))


def seats_in(session: Session) -> SessionSeats:
    """One session's people. Two statements."""
    people = ("attendee__person", "attendee__team")
    seats = Seat.objects.filter(session=session).select_related(*people).order_by("attendee__person__folded_name", "pk")
    waiting = WaitlistEntry.objects.filter(session=session).select_related(*people).order_by("number")
    return SessionSeats(session, capacity_of(session), list(seats), list(waiting))


@dataclass(frozen=True)
class Counts:
    """How many come, how many of them have a seat in a round, how many wait."""

    people: int
    seated: int
    waiting: int


def counts_of(convening: Convening) -> Counts:
    """In three statements."""
    seats = Seat.objects.standing().filter(session__convening=convening)
    waits = WaitlistEntry.objects.filter(session__convening=convening)
    return Counts(
        Attendee.objects.placed().filter(convening=convening).count(),
        seats.values("attendee").distinct().count(), waits.values("attendee").distinct().count(),
    )


def found_people(convening: Convening, name: str) -> list[Attendee]:
    """Those who come and whose name, address or team's name has this in it; none for an empty search."""
    if not name.strip():
        return []
    found = Attendee.objects.placed().filter(attendee_named(name), convening=convening)
    return list(found.select_related("person", "team").order_by("person__folded_name", "pk")[:MOST_FOUND])


def programme_row(convening: Convening) -> Programme | None:
    """The programme with its counters, where there is one yet."""
    return Programme.objects.filter(convening=convening).first()
