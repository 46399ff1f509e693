"""Looks for a better timetable by changing one place, two places or two slots at a time. Pure.

A place is a room in a slot, numbered `slot * rooms + room`. Who wants what is kept as one bit a person: for each slot,
who wants at least one of its sessions, at least two, and so on. What a change means for everybody's wishes is then two
or four operations on long numbers, however many people there are.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from random import Random

from breakouts.domain.timetable_problem import Place, Problem
from jobs.domain.matching import FORBIDDEN, cheapest_matching
from jobs.domain.search_budget import LOOK_EVERY, Budget

# In units of what a typical session's wishes differ between slots: the first temperature of a round, and the last.
HOT, COLD = 0.6, 0.06
HOPELESS = 16  # a change that costs so many times the temperature is not looked into
ROUNDS = (1, 3, 9)  # how the budget is shared out: each round is heated again, from the best so far
SLOTS_EVERY = 400  # changes of one or two places for one exchange of whole slots
ROOMS_EVERY = 8  # portions of the budget after which rooms are assigned anew: exchanges alone lag behind in that
FREE = -1  # nobody is at the place


def improve(problem: Problem, start: Sequence[Place], *, seed: int, budget: Budget) -> list[Place]:
    """The best timetable found from a start that keeps all rules; ends early at one that costs nothing."""
    grid = Grid(problem)
    grid.take(start)
    best = _Best(grid)
    for number, share in enumerate(ROUNDS):
        if budget.is_over or best.cost == 0 or not grid.movable:
            break
        grid.take(best.places())
        rng = Random(f"{seed}:{number}")
        _anneal(grid, best, budget, rng=rng, times=budget.of * share // sum(ROUNDS))
        grid.take(best.places())
        grid.assign_rooms()
        best.look()
    return best.places()


class Grid:
    """Which session is where, and what it costs."""

    def __init__(self, problem: Problem) -> None:
        self.problem, self.rooms, self.slots = problem, problem.rooms, problem.slots
        self.wanted = _wanted_by(problem)
        self.held = problem.held()
        self.place_cost = [self._place_costs(session) for session in range(problem.sessions)]
        self.movable = [session for session in range(problem.sessions) if session not in self.held]
        self.held_places = {slot * self.rooms + room for room, slot in self.held.values()}
        apart = problem.never_together()
        self.apart = [sum(1 << other for other in apart.get(session, ())) for session in range(problem.sessions)]
        self.later: defaultdict[int, list[int]] = defaultdict(list)
        self.earlier: defaultdict[int, list[int]] = defaultdict(list)
        for one, other in sorted(problem.before):
            self.later[one].append(other)
            self.earlier[other].append(one)
        self.is_ordered = bool(problem.before)
        self.track = _tracks(problem)
        self.missed_cost, self.pair_cost = problem.missed_wish_cost, problem.same_track_pair_cost
        self.linked: defaultdict[int, list[tuple[int, int]]] = defaultdict(list)
        if problem.travel_cost:
            for (one, other), shared in problem.shared_presenters().items():
                self.linked[one].append((other, shared * problem.travel_cost))
                self.linked[other].append((one, shared * problem.travel_cost))

    def _place_costs(self, session: int) -> list[int]:
        """What each place costs the session by itself; FORBIDDEN where it must not be."""
        problem = self.problem
        stands = problem.standing[session] if problem.standing else None
        costs = []
        for slot in range(problem.slots):
            for room in range(problem.rooms):
                cost = problem.overflow[session][room] * problem.overflow_cost
                cost += problem.move_cost if stands not in (None, (room, slot)) else 0
                may = problem.available[session][slot] and problem.fits[session][room]
                may = may and (room, slot) not in problem.shut
                may = may and self.held.get(session, (room, slot)) == (room, slot)
                costs.append(cost if may else FORBIDDEN)
        return costs

    def take(self, places: Sequence[Place]) -> None:
        """Put all sessions where they are said to be."""
        self.place = [slot * self.rooms + room for room, slot in places]
        self.at = [FREE] * (self.rooms * self.slots)
        self.levels: list[list[int]] = [[0, 0] for _ in range(self.slots)]
        self.in_slot = [0] * self.slots
        self.of_track = [[0] * (max(self.track, default=0) + 1) for _ in range(self.slots)]
        for session, place in enumerate(self.place):
            self.at[place] = session
            self._enter(session, place // self.rooms)
        self.cost = self._whole_cost()

    def _whole_cost(self) -> int:
        problem = self.problem
        cost = sum(self.place_cost[session][place] for session, place in enumerate(self.place))
        missed = sum(level.bit_count() for levels in self.levels for level in levels[1:])
        pairs = sum(count * (count - 1) // 2 for counts in self.of_track for count in counts)
        travel = sum(self._travel(session, place) for session, place in enumerate(self.place)) // 2
        return cost + problem.missed_wish_cost * missed + problem.same_track_pair_cost * pairs + travel

    def places(self) -> list[Place]:
        return [(place % self.rooms, place // self.rooms) for place in self.place]

    def _enter(self, session: int, slot: int) -> None:
        self.in_slot[slot] |= 1 << session
        self.of_track[slot][self.track[session]] += 1
        levels, more = self.levels[slot], self.wanted[session]
        for number, level in enumerate(levels):
            levels[number] = level | more
            more &= level
            if not more:
                return
        levels.append(more)

    def _leave(self, session: int, slot: int) -> None:
        self.in_slot[slot] &= ~(1 << session)
        self.of_track[slot][self.track[session]] -= 1
        levels, fewer = self.levels[slot], self.wanted[session]
        for number in range(len(levels) - 1, -1, -1):
            hit = levels[number] & fewer
            levels[number] ^= hit
            fewer ^= hit
            if not fewer:
                return

    def put(self, session: int, place: int) -> None:
        """Move a session, and whoever is there to where the session was. The cost is the caller's affair."""
        left, other = self.place[session], self.at[place]
        here, there = left // self.rooms, place // self.rooms
        if here != there:
            self._leave(session, here)
            if other != FREE:
                self._leave(other, there)
                self._enter(other, here)
            self._enter(session, there)
        self.at[left], self.at[place], self.place[session] = other, session, place
        if other != FREE:
            self.place[other] = left

    def may_change(self, one: int, other: int, a: int, b: int) -> bool:
        """Whether a session of slot a may go to slot b, where another one (or FREE) makes way for it."""
        if self.apart[one] & self.in_slot[b] & ~(1 << other if other != FREE else 0):
            return False
        if other != FREE and self.apart[other] & self.in_slot[a] & ~(1 << one):
            return False
        if not self.is_ordered:
            return True
        return self.is_in_order(one, b, other, a) and (other == FREE or self.is_in_order(other, a, one, b))

    def change_of(self, session: int, a: int, b: int) -> int:
        """What wishes and tracks change when a session goes from slot a to slot b."""
        people, track = self.wanted[session], self.track[session]
        missed = (people & self.levels[b][0]).bit_count() - (people & self.levels[a][1]).bit_count()
        pairs = self.of_track[b][track] - self.of_track[a][track] + 1
        return missed * self.missed_cost + pairs * self.pair_cost

    def exchange_of(self, one: int, other: int, a: int, b: int) -> int:
        """The same when another session comes back from b to a; who wants both sees no difference."""
        here, there, both = self.levels[a], self.levels[b], self.wanted[one] & self.wanted[other]
        people, others = self.wanted[one] ^ both, self.wanted[other] ^ both
        missed = (people & there[0]).bit_count() - (people & here[1]).bit_count()
        missed += (others & here[0]).bit_count() - (others & there[1]).bit_count()
        leaving, coming = self.track[one], self.track[other]
        if leaving == coming:
            return missed * self.missed_cost
        in_a, in_b = self.of_track[a], self.of_track[b]
        pairs = in_b[leaving] - in_a[leaving] + in_a[coming] - in_b[coming] + 2
        return missed * self.missed_cost + pairs * self.pair_cost

    def is_in_order(self, session: int, slot: int, other: int, other_slot: int) -> bool:
        """Whether what comes before and after the session would, with another one moved at the same time."""

        def slot_of(one: int) -> int:
            return other_slot if one == other else self.place[one] // self.rooms

        return all(slot < slot_of(later) for later in self.later.get(session, ())) and all(
            slot_of(earlier) < slot for earlier in self.earlier.get(session, ())
        )

    def _travel(self, session: int, place: int) -> int:
        return sum(cost for other, cost in self.linked.get(session, ()) if self._is_far(place, self.place[other]))

    def _is_far(self, one: int, other: int) -> bool:
        return abs(one // self.rooms - other // self.rooms) == 1 and one % self.rooms != other % self.rooms

    def travel_change(self, session: int, place: int) -> int:
        """What a move, or an exchange with whoever is there, changes in what presenters travel."""
        left, other = self.place[session], self.at[place]
        before = self._travel(session, left) + (self._travel(other, place) if other != FREE else 0)
        self.place[session] = place
        if other != FREE:
            self.place[other] = left
        after = self._travel(session, place) + (self._travel(other, left) if other != FREE else 0)
        self.place[session] = left
        if other != FREE:
            self.place[other] = place
        return after - before

    def exchange_slots(self, one: int, other: int) -> bool:
        """All sessions of two slots change places, held ones aside; False, and nothing done, where rules forbid it."""
        before = self.place[:]
        for room in range(self.rooms):
            here, there = one * self.rooms + room, other * self.rooms + room
            if here in self.held_places or there in self.held_places:
                continue
            if self.at[here] != FREE:
                self.put(self.at[here], there)
            elif self.at[there] != FREE:
                self.put(self.at[there], here)
        moved = [session for session, place in enumerate(self.place) if place != before[session]]
        if all(self._may_stay(session) for session in moved):
            return True
        self.put_back(before)
        return False

    def put_back(self, before: Sequence[int]) -> None:
        """Undo moves; what they cost is the caller's affair."""
        for session, place in enumerate(before):
            while self.place[session] != place:
                self.put(session, place)

    def _may_stay(self, session: int) -> bool:
        slot = self.place[session] // self.rooms
        if self.place_cost[session][self.place[session]] >= FORBIDDEN or self.apart[session] & self.in_slot[slot]:
            return False
        return self.is_in_order(session, slot, FREE, FREE)

    def recount(self) -> None:
        """Reckon the cost anew."""
        self.cost = self._whole_cost()

    def assign_rooms(self) -> None:
        """The cheapest rooms for the sessions of each slot."""
        for slot in range(self.slots):
            first = slot * self.rooms
            sessions = [session for session in self.at[first : first + self.rooms] if session != FREE]
            rows = [self.place_cost[session][first : first + self.rooms] for session in sessions]
            rooms = cheapest_matching(rows) or []
            for session, room in zip(sessions, rooms, strict=True):
                if self.place[session] != first + room:
                    self.put(session, first + room)
        self.recount()


class _Best:
    """The best timetable seen."""

    def __init__(self, grid: Grid) -> None:
        self.grid, self.place, self.cost = grid, grid.place[:], grid.cost

    def look(self) -> None:
        if self.grid.cost < self.cost:
            self.place, self.cost = self.grid.place[:], self.grid.cost

    def places(self) -> list[Place]:
        return [(place % self.grid.rooms, place // self.grid.rooms) for place in self.place]


def _wanted_by(problem: Problem) -> list[int]:
    """Who wants each session, a bit for each person."""
    wanted = [bytearray((len(problem.wishes) + 7) // 8) for _ in range(problem.sessions)]
    for person, wishes in enumerate(problem.wishes):
        for session in wishes:
            wanted[session][person // 8] |= 1 << person % 8
    return [int.from_bytes(people, "little") for people in wanted]


def _tracks(problem: Problem) -> list[int]:
    """A number from 0 for each session's track; whoever has none gets one alone."""
    numbers: dict[int | str, int] = {}
    named = problem.track or (None,) * problem.sessions
    keys = [f"alone {session}" if track is None else track for session, track in enumerate(named)]
    return [numbers.setdefault(key, len(numbers)) for key in keys]


def _unit(grid: Grid) -> float:
    """What the wishes for a typical session differ between slots."""
    problem = grid.problem
    wishes = sum(people.bit_count() for people in grid.wanted) / max(1, problem.sessions)
    return problem.missed_wish_cost * math.sqrt(wishes) or max(problem.overflow_cost, problem.same_track_pair_cost, 1)


def _anneal(grid: Grid, best: _Best, budget: Budget, *, rng: Random, times: int) -> None:
    """Changes places again and again: always for the better, for the worse the more seldom it cools."""
    hot, cold, done = _unit(grid) * HOT, _unit(grid) * COLD, 0
    for portion in budget.chunks(times):
        temperature = hot * (cold / hot) ** (done / times)
        _change_places(grid, best, rng=rng, times=portion, temperature=temperature)
        _change_slots(grid, best, rng=rng, times=portion // SLOTS_EVERY, temperature=temperature)
        done += portion
        if (done // LOOK_EVERY) % ROOMS_EVERY == 0:
            grid.assign_rooms()
            best.look()
        if best.cost == 0:
            return


def _change_slots(grid: Grid, best: _Best, *, rng: Random, times: int, temperature: float) -> None:
    if grid.slots < 2:
        return
    for _ in range(times):
        one, other = rng.sample(range(grid.slots), k=2)
        before, cost = grid.place[:], grid.cost
        if not grid.exchange_slots(one, other):
            continue
        grid.recount()
        change = grid.cost - cost
        if change <= 0 or rng.random() < math.exp(-change / temperature):
            best.look()
        else:
            grid.put_back(before)
            grid.cost = cost


def _change_places(grid: Grid, best: _Best, *, rng: Random, times: int, temperature: float) -> None:
    """The inner loop: local names, and the cheapest reasons against a change first, since it runs millions of times."""
    draw, exp, rooms, place, at = rng.random, math.exp, grid.rooms, grid.place, grid.at
    movable, place_cost, held, linked = grid.movable, grid.place_cost, grid.held, bool(grid.linked)
    count, everywhere, hopeless = len(movable), rooms * grid.slots, temperature * HOPELESS
    for _ in range(times):
        one, there = movable[int(draw() * count)], int(draw() * everywhere)
        here, other = place[one], at[there]
        change = place_cost[one][there] - place_cost[one][here]
        if change > hopeless or other == one or other in held:
            continue
        if other != FREE:
            change += place_cost[other][here] - place_cost[other][there]
        a, b = here // rooms, there // rooms
        if a != b:
            if change > hopeless or not grid.may_change(one, other, a, b):
                continue
            change += grid.change_of(one, a, b) if other == FREE else grid.exchange_of(one, other, a, b)
        if linked:
            change += grid.travel_change(one, there)
        if change <= 0 or draw() < exp(-change / temperature):
            grid.put(one, there)
            grid.cost += change
            if grid.cost < best.cost:
                best.look()
