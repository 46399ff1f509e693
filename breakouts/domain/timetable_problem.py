"""What there is to know before sessions are given rooms and slots, and what comes of it. Pure: plain data."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import combinations

Pair = tuple[int, int]
Place = tuple[int, int]  # (room, slot)


@dataclass(frozen=True)
class Problem:
    """Sessions, rooms, slots and people are numbered from 0; slots in the order of time.

    `wishes[person]`: the sessions wanted. `fits[session][room]`: the room has what the session needs; `overflow`: how
    many would not get in. `available[session][slot]`: its presenters are there. `apart`: never in one slot. `before`:
    the first is in an earlier slot than the second. `presenters`: who presents what, sessions of one are kept apart.
    `shut`: rooms that are closed in a slot. `pinned`: places that are settled. `standing`: where sessions are now,
    `frozen`: which of them are published and stay there.
    """

    wishes: tuple[tuple[int, ...], ...]
    fits: tuple[tuple[bool, ...], ...]
    overflow: tuple[tuple[int, ...], ...]
    available: tuple[tuple[bool, ...], ...]
    rooms: int
    slots: int
    track: tuple[int | None, ...] = ()
    apart: frozenset[Pair] = frozenset()
    before: frozenset[Pair] = frozenset()
    presenters: Mapping[int, tuple[int, ...]] = field(default_factory=dict)
    shut: frozenset[Place] = frozenset()
    pinned: Mapping[int, Place] = field(default_factory=dict)
    standing: tuple[Place | None, ...] = ()
    frozen: frozenset[int] = frozenset()
    missed_wish_cost: int = 10
    overflow_cost: int = 10
    same_track_pair_cost: int = 30
    travel_cost: int = 0  # for a presenter who changes rooms between two slots that follow each other
    move_cost: int = 0

    def __post_init__(self) -> None:
        if wrong := next(_faults(self), None):
            raise ValueError(wrong)

    @property
    def sessions(self) -> int:
        return len(self.fits)

    def held(self) -> dict[int, Place]:
        """The sessions whose place is settled."""
        stands = {session: self.standing[session] for session in self.frozen}
        return {session: at for session, at in stands.items() if at is not None} | dict(self.pinned)

    def never_together(self) -> dict[int, set[int]]:
        """For each session those that must not be in its slot, for whatever reason."""
        found: defaultdict[int, set[int]] = defaultdict(set)
        for one, other in (*self.apart, *self.before, *self.shared_presenters()):
            found[one].add(other)
            found[other].add(one)
        return found

    def shared_presenters(self) -> dict[Pair, int]:
        """How many presenters two sessions (the lower first) share, where they share one."""
        found: defaultdict[Pair, int] = defaultdict(int)
        for sessions in self.presenters.values():
            for pair in combinations(sorted(set(sessions)), 2):
                found[pair] += 1
        return dict(found)


@dataclass(frozen=True)
class Solution:
    """The place of each session. `ended_early`: the clock stopped the search after so many iterations."""

    place: tuple[Place, ...]
    cost: int
    iterations: int
    ended_early: bool = False


class NoTimetable(Exception):
    """The sessions cannot all have a place. Why: breakouts.domain.timetable_contradictions.

    `is_proven` False: none was found before the clock ran out.
    """

    def __init__(self, *, is_proven: bool = True) -> None:
        super().__init__(is_proven)
        self.is_proven = is_proven


LARGEST = 10**6  # costs and numbers of people beyond this are a slip of whoever wrote them


def _faults(problem: Problem) -> Iterator[str]:
    """What makes this no problem at all, in words for whoever made it."""
    yield from _faults_of_shape(problem)
    yield from _faults_of_numbers(problem)
    yield from _faults_of_places(problem)


def _faults_of_shape(problem: Problem) -> Iterator[str]:
    for name, columns in (("fits", problem.rooms), ("overflow", problem.rooms), ("available", problem.slots)):
        rows = getattr(problem, name)
        if len(rows) != problem.sessions or any(len(row) != columns for row in rows):
            yield f"{name} has not {columns} values for each of {problem.sessions} sessions"
    if problem.frozen and not problem.standing:
        yield "frozen sessions stand nowhere"
    for name in ("track", "standing"):
        rows = getattr(problem, name)
        if rows and len(rows) != problem.sessions:
            yield f"{name} has {len(rows)} values for {problem.sessions} sessions"


def _faults_of_numbers(problem: Problem) -> Iterator[str]:
    costs = [problem.missed_wish_cost, problem.overflow_cost, problem.same_track_pair_cost]
    costs += [problem.travel_cost, problem.move_cost, *(people for row in problem.overflow for people in row)]
    if not all(isinstance(cost, int) and 0 <= cost <= LARGEST for cost in costs):
        yield f"costs and numbers of people are whole numbers from 0 to {LARGEST}"
    named = [session for group in (*problem.wishes, *problem.presenters.values()) for session in group]
    named += [session for pair in (*problem.apart, *problem.before) for session in pair]
    named += [*problem.pinned, *problem.frozen]
    if not all(isinstance(session, int) and 0 <= session < problem.sessions for session in named):
        yield f"sessions are numbered from 0 to {problem.sessions - 1}"
    if any(one == other for one, other in problem.apart):
        yield "a session cannot be apart from itself"
    if any(len(set(wishes)) < len(wishes) for wishes in problem.wishes):
        yield "somebody wants a session twice"


def _faults_of_places(problem: Problem) -> Iterator[str]:
    places = [*problem.shut, *problem.pinned.values(), *(place for place in problem.standing if place is not None)]
    for room, slot in places:
        if not (0 <= room < problem.rooms and 0 <= slot < problem.slots):
            yield f"there is no room {room} in slot {slot}"
