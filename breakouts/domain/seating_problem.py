"""What there is to know before people are given seats, and what comes of it. Pure: plain data."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

Place = tuple[int, int]  # (person, slot)


@dataclass(frozen=True)
class Problem:
    """People, slots and a slot's sessions are numbered from 0. Whoever is not away gets one seat in each slot.

    `ranked[person][slot]`: the sessions wished, best first. `team`: people of one team are spread over sessions; None
    for somebody on none. `barred`: where somebody must not sit, for an access need or since they said so. `pinned`:
    seats that are settled. `standing`: where everybody sits now, None for nowhere. `bad_luck`: how many seats outside
    the first two wishes somebody had before; each makes the ranks of that person weigh a quarter more.

    Three rules tie the slots: `topic[slot][session]`, of which nobody hears one twice; `together`, groups that sit in
    one session in every slot; `least[slot][session]`, below which a session stays empty.
    """

    capacity: tuple[tuple[int, ...], ...]
    ranked: tuple[tuple[tuple[int, ...], ...], ...]
    team: tuple[int | None, ...]
    rank_cost: tuple[int, ...]
    no_ranked_seat_cost: int
    team_pair_cost: int
    barred: Mapping[Place, frozenset[int]] = field(default_factory=dict)
    away: frozenset[Place] = frozenset()
    pinned: Mapping[Place, int] = field(default_factory=dict)
    topic: tuple[tuple[int, ...], ...] = ()
    together: tuple[tuple[int, ...], ...] = ()
    least: tuple[tuple[int, ...], ...] = ()
    standing: tuple[tuple[int | None, ...], ...] = ()
    move_cost: int = 0
    bad_luck: tuple[int, ...] = ()
    worst_rank_first: bool = True  # else only the sum of costs counts

    def __post_init__(self) -> None:
        if wrong := next(_faults(self), None):
            raise ValueError(wrong)

    @property
    def people(self) -> int:
        return len(self.ranked)

    @property
    def slots(self) -> int:
        return len(self.capacity)

    @property
    def is_coupled(self) -> bool:
        """Whether a seat in one slot has to do with seats elsewhere, other than by being full."""
        return bool(self.topic or self.together or self.least)

    def stands(self, person: int, slot: int) -> int | None:
        """Where somebody sits now."""
        return self.standing[person][slot] if self.standing else None

    def allowed(self, person: int, slot: int) -> set[int]:
        """The sessions in which somebody may sit, as far as that person alone is concerned."""
        return set(range(len(self.capacity[slot]))) - self.barred.get((person, slot), frozenset())

    def pins_of(self, slot: int) -> dict[int, int]:
        """The session of each person whose seat in this slot is settled."""
        return {person: session for (person, at), session in self.pinned.items() if at == slot}

    def rows(self, columns: Sequence[Mapping[int, int]]) -> "Seats":
        """One row a person, from who sits where in each slot."""
        return tuple(tuple(column.get(person) for column in columns) for person in range(self.people))


LARGEST = 10**6  # costs and numbers of seats beyond this are a slip of whoever wrote them


def _faults(problem: Problem) -> Iterator[str]:
    """What makes this no problem at all, in words for whoever made it."""
    yield from _faults_of_shape(problem)
    yield from _faults_of_numbers(problem)
    yield from _faults_of_wishes(problem)
    yield from _faults_of_sessions(problem)


def _faults_of_shape(problem: Problem) -> Iterator[str]:
    people, slots = problem.people, problem.slots
    for name in ("team", "bad_luck", "standing"):
        rows = getattr(problem, name)
        if len(rows) != people and (rows or name == "team"):
            yield f"{name} has {len(rows)} rows for {people} people"
    for name in ("topic", "least"):
        rows = getattr(problem, name)
        if rows and [len(row) for row in rows] != [len(row) for row in problem.capacity]:
            yield f"{name} names other sessions than capacity"
    if any(len(row) != slots for row in problem.standing):
        yield "standing has other slots than capacity"
    for person, wishes in enumerate(problem.ranked):
        if len(wishes) != slots:
            yield f"person {person} has wishes in {len(wishes)} slots of {slots}"


def _faults_of_numbers(problem: Problem) -> Iterator[str]:
    people, slots = problem.people, problem.slots
    costs = [*problem.rank_cost, problem.no_ranked_seat_cost, problem.team_pair_cost, problem.move_cost]
    numbers = [*costs, *problem.bad_luck, *(seats for row in (*problem.capacity, *problem.least) for seats in row)]
    if not all(isinstance(number, int) and 0 <= number <= LARGEST for number in numbers):
        yield f"costs, seats and luck are whole numbers from 0 to {LARGEST}"
    if any(not 0 <= person < people for group in problem.together for person in group):
        yield "together names people who are not there"
    for person, slot in (*problem.pinned, *problem.barred, *problem.away):
        if not (0 <= person < people and 0 <= slot < slots):
            yield f"there is no person {person} in slot {slot}"


def _faults_of_wishes(problem: Problem) -> Iterator[str]:
    for person, wishes in enumerate(problem.ranked):
        for slot, ranking in enumerate(wishes):
            if len(set(ranking)) < len(ranking):
                yield f"person {person} names a session of slot {slot} twice"
            if len(ranking) > len(problem.rank_cost):
                yield f"person {person} has {len(ranking)} wishes in slot {slot}, but rank_cost knows fewer"
    for place, session in problem.pinned.items():
        if place in problem.away or session in problem.barred.get(place, ()):
            yield f"person {place[0]} is pinned in slot {place[1]} to where that person may not be"


def _faults_of_sessions(problem: Problem) -> Iterator[str]:
    named = {(slot, session) for (_, slot), session in problem.pinned.items()}
    named |= {(slot, session) for (_, slot), sessions in problem.barred.items() for session in sessions}
    for wishes in problem.ranked:
        named.update((slot, session) for slot, ranking in enumerate(wishes) for session in ranking)
    for row in problem.standing:
        named.update((slot, session) for slot, session in enumerate(row) if session is not None)
    for slot, session in sorted(named):
        if not 0 <= session < len(problem.capacity[slot]):
            yield f"there is no session {session} in slot {slot}"


Seats = tuple[tuple[int | None, ...], ...]  # [person][slot], None for who is away


@dataclass(frozen=True)
class Solution:
    """The seats. `is_proven`: no seating is better. `ended_early`: the clock stopped the search for a better one."""

    seat: Seats
    cost: int
    bound: int | None  # no seating costs less; None where other things come before costs
    is_proven: bool = True
    ended_early: bool = False


class NoSeating(Exception):
    """The rules leave somebody without a seat: `people` have `sessions` between them in `slot`, too few seats.

    `slot` None: the rules that tie slots contradict each other, or no seating was found before the clock ran out.
    """

    def __init__(self, slot: int | None = None, people: tuple[int, ...] = (), sessions: tuple[int, ...] = ()) -> None:
        super().__init__(slot, people, sessions)
        self.slot, self.people, self.sessions = slot, people, sessions
