"""Reads rounds, choices and seats into the seat solver's problem. Holds no lock, changes nothing.

Seated are all who come on a team, and whoever else chose something. Whoever chose nothing in a round gets a seat there
as far as some are left. A seat that somebody took by their own hand counts as their first choice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from breakouts.domain.companions import pairs_in
from breakouts.domain.seat_access import is_step_free, needing_access
from breakouts.domain.seat_places import capacity_of
from breakouts.domain.seating_contradictions import Bars, shut_by
from breakouts.domain.seating_problem import Place, Problem
from breakouts.models import Choice, Presentation, Programme, Seat, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.models import Attendee
from registration.states import AttendeeKind

RANK_COST = (0, 2, 5, 9, 14)
NO_RANKED_SEAT_COST = 40
TEAM_PAIR_COST = 6
GOOD_RANKS = 2
OWN_HAND = frozenset({"self", "waitlist"})


@dataclass(frozen=True)
class Round:
    """One slot with its breakouts, in the order of their rooms."""

    slot: TimeSlot
    sessions: tuple[Session, ...]

    @property
    def seats(self) -> int:
        return sum(capacity_of(session) for session in self.sessions)


@dataclass(frozen=True)
class Reading:
    """The problem, and what its numbers stand for. `wanting`: by round, how many must have a seat there; `bars`: why
    somebody must not sit somewhere."""

    problem: Problem
    rounds: tuple[Round, ...]
    people: tuple[Attendee, ...]
    version: int
    wanting: tuple[int, ...]
    bars: Bars

    @property
    def rooms(self) -> list[list[int]]:
        """The seats of each session's room, whatever limit the session has."""
        return [[session.room.capacity if session.room else 0 for session in each.sessions] for each in self.rounds]

    def session(self, slot: int, session: int) -> Session:
        return self.rounds[slot].sessions[session]


@dataclass
class _Facts:
    """What was read, by attendee and round."""

    ranked: dict[Place, list[int]] = field(default_factory=lambda: defaultdict(list))
    never: dict[Place, set[int]] = field(default_factory=lambda: defaultdict(set))
    presents: set[Place] = field(default_factory=set)
    seats: dict[Place, Seat] = field(default_factory=dict)
    sits: dict[Place, int] = field(default_factory=dict)
    order: dict[int, int] = field(default_factory=dict)  # attendee: when they chose
    luck: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    step_free: set[int] = field(default_factory=set)  # attendees who state a need of access
    heard: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))


def seats_version(convening_id: int) -> int:
    """Grows with every change of the programme, of seats and of pins."""
    found = Programme.objects.filter(convening=convening_id).values_list("version", "seats_version").first()
    return sum(found) if found else 0


def rounds_ahead(convening: Convening, *, at: datetime) -> tuple[Round, ...]:
    """The slots that have not begun, with two breakouts or more. One statement."""
    placed = Session.objects.filter(convening=convening, kind=SessionKind.BREAKOUT, slot__starts_at__gt=at)
    found: dict[TimeSlot, list[Session]] = {}
    for session in placed.select_related("slot", "room").order_by("slot__starts_at", "room__position", "pk"):
        assert session.slot is not None
        found.setdefault(session.slot, []).append(session)
    return tuple(Round(slot, tuple(sessions)) for slot, sessions in found.items() if len(sessions) > 1)


def read_seating(convening: Convening, *, at: datetime) -> Reading:
    """All that the solver has to know of the rounds ahead. Ten statements."""
    version, rounds = seats_version(convening.pk), rounds_ahead(convening, at=at)
    facts = _facts(convening, rounds)
    people = _people(convening, facts)
    away, wanting = _away(rounds, people, facts)
    places = [(person, slot) for person in range(len(people)) for slot in range(len(rounds))]
    bars = {place: _bars(rounds, facts, people[place[0]], place[1]) for place in places if place not in away}
    problem = Problem(
        capacity=tuple(tuple(capacity_of(session) for session in each.sessions) for each in rounds),
        ranked=tuple(
            tuple(tuple(_ranked(facts, (who.pk, slot))) for slot in range(len(rounds))) for who in people
        ),
        team=tuple(who.team_id for who in people),
        rank_cost=RANK_COST, no_ranked_seat_cost=NO_RANKED_SEAT_COST, team_pair_cost=TEAM_PAIR_COST,
        barred={
            place: barred for place, held in bars.items() if (barred := shut_by(held, len(rounds[place[1]].sessions)))
        },
        away=frozenset(away),
        pinned={
            place: facts.sits[key]
            for place in places
            if (key := (people[place[0]].pk, place[1])) in facts.seats and facts.seats[key].is_pinned
        },
        topic=_topics(rounds),
        together=_together(people, facts, pairs_in(convening)),
        least=_least(rounds),
        standing=tuple(tuple(facts.sits.get((who.pk, slot)) for slot in range(len(rounds))) for who in people),
        bad_luck=tuple(facts.luck[who.pk] for who in people),
    )  # fmt: skip
    return Reading(problem, rounds, people, version, wanting, bars)


def _facts(convening: Convening, rounds: Iterable[Round]) -> _Facts:
    """Choices, presentations and seats. Four statements."""
    facts = _Facts()
    number = {
        session.pk: (at, place) for at, each in enumerate(rounds) for place, session in enumerate(each.sessions)
    }
    slots = {each.slot.pk: at for at, each in enumerate(rounds)}
    wishes: dict[int, set[int]] = defaultdict(set)  # of rounds that are over: the good ones
    chosen = Choice.objects.standing().filter(session__convening=convening).order_by("rank", "pk")
    for pk, attendee, session, rank in chosen.values_list("pk", "attendee", "session", "rank"):
        facts.order[attendee] = min(pk, facts.order.get(attendee, pk))
        if session not in number:
            if rank is not None and rank <= GOOD_RANKS:
                wishes[attendee].add(session)
            continue
        at, place = number[session]
        if rank is None:
            facts.never[attendee, at].add(place)
        else:
            facts.ranked[attendee, at].append(place)
    presented = Presentation.objects.filter(slot__in=slots)
    facts.presents = {(who, slots[slot]) for who, slot in presented.values_list("presenter", "slot") if slot}
    for seat in Seat.objects.standing().filter(session__convening=convening).select_related("session"):
        if seat.session_id in number:
            at, place = number[seat.session_id]
            facts.seats[seat.attendee_id, at], facts.sits[seat.attendee_id, at] = seat, place
            continue
        facts.luck[seat.attendee_id] += seat.why.get("kind") == "unranked" or (
            bool(wishes[seat.attendee_id]) and seat.session_id not in wishes[seat.attendee_id]
        )
        if seat.session.topic:
            facts.heard[seat.attendee_id].add(seat.session.topic)
    facts.step_free = set(needing_access(convening.pk).values_list("pk", flat=True))
    return facts


def _people(convening: Convening, facts: _Facts) -> tuple[Attendee, ...]:
    """Who is seated, in the order in which they chose; the others after them."""
    chose = facts.order.keys() | {attendee for attendee, _ in facts.seats}
    come = Attendee.objects.placed().filter(convening=convening).select_related("person", "team")
    seated = [who for who in come if who.kind == AttendeeKind.MEMBER or who.pk in chose]
    return tuple(sorted(seated, key=lambda who: (who.pk not in facts.order, facts.order.get(who.pk, 0), who.pk)))


def _away(
    rounds: tuple[Round, ...], people: tuple[Attendee, ...], facts: _Facts
) -> tuple[set[Place], tuple[int, ...]]:
    """Who needs no seat in a round: presenters, who ruled out all of it, and those for whom none is left over."""
    away: set[Place] = set()
    wanting = []
    for slot, each in enumerate(rounds):
        must, may = [], []
        for person, who in enumerate(people):
            key = who.pk, slot
            if key in facts.seats or facts.ranked.get(key):
                must.append(person)
            elif who.kind == AttendeeKind.MEMBER and len(facts.never.get(key, ())) < len(each.sessions):
                may.append(person)
        must = [person for person in must if (people[person].pk, slot) not in facts.presents]
        may = [person for person in may if (people[person].pk, slot) not in facts.presents]
        there = {*must, *may[: max(0, each.seats - len(must))]}
        away |= {(person, slot) for person in range(len(people)) if person not in there}
        wanting.append(len(must))
    return away, tuple(wanting)


def _ranked(facts: _Facts, key: Place) -> list[int]:
    """The wishes, dearest first; before them the seat that somebody took by their own hand."""
    ranked, seat = facts.ranked.get(key, []), facts.seats.get(key)
    if key in facts.presents:
        return []
    if seat is not None and seat.why.get("kind") in OWN_HAND:
        ranked = [facts.sits[key], *(wish for wish in ranked if wish != facts.sits[key])]
    return ranked[: len(RANK_COST)]


def _bars(rounds: tuple[Round, ...], facts: _Facts, who: Attendee, slot: int) -> dict[int, frozenset[str]]:
    """By session, why somebody must not sit there: access that they need, ruled out by them, for other sides, heard.

    The access that they need always holds, and the rest where something is left then. What they chose is for them,
    whatever their side; where they sit pinned or by their own hand they may stay.
    """
    key, sessions = (who.pk, slot), rounds[slot].sessions
    never, chosen, seat = facts.never.get(key, ()), facts.ranked.get(key, ()), facts.seats.get(key)
    may_stay = seat is not None and (seat.is_pinned or seat.why.get("kind") in OWN_HAND)
    found = {}
    for place, session in enumerate(sessions):
        reasons = {
            "access": who.pk in facts.step_free and not is_step_free(session),
            "never": place in never,
            "audience": bool(session.audience) and who.side not in session.audience and place not in chosen,
            "heard": bool(session.topic) and session.topic in facts.heard.get(who.pk, ()),
        }
        if any(reasons.values()) and not (may_stay and facts.sits[key] == place):
            found[place] = frozenset(kind for kind, holds in reasons.items() if holds)
    return found


def _together(
    people: tuple[Attendee, ...], facts: _Facts, pairs: Iterable[tuple[int, int]]
) -> tuple[tuple[int, ...], ...]:
    """Pairs who want to sit with each other, but for those whom organizers have pinned apart."""
    number = {who.pk: place for place, who in enumerate(people)}
    pins = {key: facts.sits[key] for key, seat in facts.seats.items() if seat.is_pinned}
    apart = {
        (one, mate) for one, mate in pairs for (who, slot), place in pins.items()
        if who == one and pins.get((mate, slot), place) != place
    }
    return tuple(
        (number[one], number[mate])
        for one, mate in pairs if one in number and mate in number and (one, mate) not in apart
    )


def _topics(rounds: tuple[Round, ...]) -> tuple[tuple[int, ...], ...]:
    """A number for each topic, none twice but for repeats in different rounds; empty where nothing is repeated."""
    named = [{session.topic for session in each.sessions if session.topic} for each in rounds]
    repeated = {topic for topics in named for topic in topics if sum(topic in other for other in named) > 1}
    if not repeated:
        return ()
    numbers: Mapping[str, int] = {topic: place for place, topic in enumerate(sorted(repeated))}
    return tuple(
        tuple(numbers.get(session.topic, len(numbers) + session.pk) for session in each.sessions) for each in rounds
    )


def _least(rounds: tuple[Round, ...]) -> tuple[tuple[int, ...], ...]:
    """How many people each session needs; empty where none says so."""
    if not any(session.least for each in rounds for session in each.sessions):
        return ()
    return tuple(
        tuple(min(session.least or 0, capacity_of(session)) for session in each.sessions) for each in rounds
    )
