"""The schedule as the solver's problem: which breakouts, rooms and times, what is fixed, and who wants what.

Breakouts alone are timetabled, into times that are nobody else's (a plenary, a meal, a gathering); whatever else is
held beside breakouts keeps its room.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from breakouts.domain.schedule_facts import Schedule, SessionFacts, SlotFacts
from breakouts.domain.timetable_problem import Place, Problem
from breakouts.models import Choice
from breakouts.states import SessionKind, TimetableMode
from convenings.models import Convening

MOVE_COSTS = {TimetableMode.ANEW: 1, TimetableMode.LEAST: 1_000}  # nobody moves for nothing; or for few
TRAVEL_COST = 3


@dataclass(frozen=True)
class Reading:
    """The problem, with the ids of what it numbers."""

    problem: Problem
    sessions: tuple[int, ...]
    rooms: tuple[int, ...]
    slots: tuple[int, ...]

    def place(self, at: Place | None) -> tuple[int, int] | None:
        """The ids of a room and a slot."""
        return (self.rooms[at[0]], self.slots[at[1]]) if at is not None else None


def wishes_in(convening: Convening) -> list[tuple[int, ...]]:
    """The sessions that each attendee ranked, by ids. One statement."""
    wanted: dict[int, list[int]] = defaultdict(list)
    rows = Choice.objects.standing().filter(session__convening=convening, rank__isnull=False)
    for attendee, session in rows.order_by("attendee", "rank", "pk").values_list("attendee", "session"):
        wanted[attendee].append(session)
    return [tuple(sessions) for sessions in wanted.values()]


def problem_of(
    schedule: Schedule, wishes: Sequence[Sequence[int]], *, mode: TimetableMode, frozen: frozenset[int] = frozenset()
) -> Reading:
    """The problem. frozen: ids of sessions that stay where they are published."""
    sessions = [one for one in schedule.sessions.values() if one.kind == SessionKind.BREAKOUT]
    slots, rooms = rounds_of(schedule), list(schedule.rooms.values())
    number = {one.id: place for place, one in enumerate(sessions)}
    at_room = {room.id: place for place, room in enumerate(rooms)}
    at_slot = {slot.id: place for place, slot in enumerate(slots)}
    others = [one for one in schedule.sessions.values() if one.id not in number]
    stands = [
        (at_room[one.room], at_slot[one.slot]) if one.room in at_room and one.slot in at_slot else None
        for one in sessions
    ]
    shut = {(at_room[room.id], at_slot[slot.id]) for room in rooms for slot in slots if slot.meets(room.shut)}
    shut |= {(at_room[one.room], at_slot[one.slot]) for one in others if one.room and one.slot in at_slot}
    problem = Problem(
        wishes=tuple(tuple(number[one] for one in wanted if one in number) for wanted in wishes),
        fits=tuple(
            tuple(one.needs <= room.features and _least(one) <= room.capacity for room in rooms)
            for one in sessions
        ),
        overflow=tuple(
            tuple(max(0, (one.expected or 0) - min(room.capacity, one.most or room.capacity)) for room in rooms)
            for one in sessions
        ),
        available=tuple(tuple(_may_be(schedule, one, slot, others) for slot in slots) for one in sessions),
        rooms=len(rooms),
        slots=len(slots),
        track=_tracks(sessions),
        apart=frozenset(_repeats(sessions, number)),
        before=frozenset(
            (number[one.comes_after], number[one.id]) for one in sessions if one.comes_after in number
        ),
        presenters=_presenters(sessions, number),
        shut=frozenset(shut),
        pinned={number[one.id]: at for one, at in zip(sessions, stands, strict=True) if one.is_pinned and at},
        standing=tuple(stands),
        frozen=frozenset(number[one] for one in frozen if one in number),
        travel_cost=TRAVEL_COST,
        move_cost=MOVE_COSTS[mode],
    )  # fmt: skip
    return Reading(problem, tuple(number), tuple(at_room), tuple(at_slot))


def _least(session: SessionFacts) -> int:
    """How many its room must hold: those it needs, and all who have a seat in it."""
    return max(session.least or 0, session.seats)


def rounds_of(schedule: Schedule) -> list[SlotFacts]:
    """The times in which breakouts are held, and those in which nothing is."""

    def is_round(slot: SlotFacts) -> bool:
        kinds = {session.kind for session in schedule.by_slot.get(slot.id, ())}
        return SessionKind.BREAKOUT in kinds or not kinds

    begin, end = schedule.bounds
    return [slot for slot in schedule.slots.values() if is_round(slot) and begin <= slot.starts_at < end]


def _may_be(schedule: Schedule, session: SessionFacts, slot: SlotFacts, others: Sequence[SessionFacts]) -> bool:
    """Whether all who present it can then, as far as breakouts do not keep them; and what it comes after is over."""
    if any(slot.meets(who.away) for who in session.speakers):
        return False
    speaking = {who.id for who in session.speakers}
    for other in others:
        there = schedule.slots.get(other.slot or 0)
        if there is None:
            continue
        if there.id == slot.id and any(who.id in speaking for who in other.speakers):
            return False
        if other.id == session.comes_after and there.starts_at >= slot.starts_at:
            return False
        if other.comes_after == session.id and there.starts_at <= slot.starts_at:
            return False
    return True


def _tracks(sessions: Sequence[SessionFacts]) -> tuple[int | None, ...]:
    named = sorted({session.track.casefold() for session in sessions if session.track})
    return tuple(named.index(session.track.casefold()) if session.track else None for session in sessions)


def _repeats(sessions: Sequence[SessionFacts], number: Mapping[int, int]) -> list[tuple[int, int]]:
    """Sessions of one topic: a repeat is for another time."""
    of_topic: dict[str, list[int]] = defaultdict(list)
    for session in sessions:
        if session.topic:
            of_topic[session.topic.casefold()].append(number[session.id])
    return [pair for together in of_topic.values() for pair in combinations(together, 2)]


def _presenters(sessions: Sequence[SessionFacts], number: Mapping[int, int]) -> dict[int, tuple[int, ...]]:
    found: dict[int, list[int]] = defaultdict(list)
    for session in sessions:
        for who in session.speakers:
            found[who.id].append(number[session.id])
    return {who: tuple(several) for who, several in found.items()}
