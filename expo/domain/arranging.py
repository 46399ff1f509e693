"""Which team stands at which booth, for the sake of its neighbours. Pure: plain data in, plain data out.

Every team stands at a booth that it may take, pinned teams where they are pinned. Among all such arrangements one of
little cost is looked for: what a team's wishes cost at its booth, what two teams cost or are worth side by side, and
what it costs to move who stands already. The start is the cheapest matching by wishes and needs (a linear assignment);
then two booths at a time exchange whoever stands there, by simulated annealing. On the way a team may pass through a
booth that it may not take, at a price: where needs are tight, no other way leads on. At last many teams at once change
places (expo.domain.rematching). All this begins several times from the start: after a while one search finds less than
another one would.

The same problem, seed and number of iterations give the same answer. The clock only ends a search early.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from expo.domain.rematching import Ground, rematch
from jobs.domain.matching import FORBIDDEN, cheapest_matching
from jobs.domain.search_budget import Budget, Progress

Pair = tuple[int, int]

# In weights of a typical pair: the first temperature, the last one, and the price of a booth that may not be taken.
HOT, COLD, DETOUR = (0.5, 0.9), 0.15, 8  # begun anew, a search is hotter every second time
HOPELESS = 16  # a change that costs so many times the temperature is not looked into
SHORT = 13  # the first search has this part of the budget, so that an early end has its result
ENOUGH = 10_000  # iterations for each booth: a search with more begins anew instead
REMATCHED = 40  # of a hundred iterations: for many teams at once, at last
MANY = 20  # booths from which on that leads on; on fewer, exchanges of two come everywhere
RING_EVERY = 50  # exchanges of two booths for one ring of more
ALL = slice(None)


@dataclass(frozen=True)
class Term:
    """A reason for or against neighbours: the cost of two teams (the lower first) side by side, below 0 a gain."""

    name: str
    pairs: Mapping[Pair, int]


@dataclass(frozen=True)
class Problem:
    """Teams and booths are numbered from 0. `edges`: booth, booth, weight of being neighbours.

    `wish_cost` and `allowed`: one row a team, one value a booth. `standing`: each team's booth now, None for none.
    """

    booths: int
    edges: tuple[tuple[int, int, int], ...]
    wish_cost: tuple[tuple[int, ...], ...]
    allowed: tuple[tuple[bool, ...], ...]
    terms: tuple[Term, ...] = ()
    pinned: Mapping[int, int] = field(default_factory=dict)
    standing: tuple[int | None, ...] = ()
    move_cost: int = 0

    @property
    def teams(self) -> int:
        return len(self.wish_cost)


@dataclass(frozen=True)
class Solution:
    """The booth of each team. `ended_early`: the clock stopped the search after so many iterations."""

    booth: tuple[int, ...]
    cost: int
    iterations: int
    ended_early: bool = False


class NoArrangement(Exception):
    """The teams cannot all stand at booths that they may take. Why: expo.domain.contradictions."""


def arrange(
    problem: Problem,
    *,
    seed: int,
    iterations: int,
    seconds: float | None = None,
    progress: Progress | None = None,
    part: slice = ALL,
) -> Solution:
    """The best arrangement found; never a worse one than what stands. Raises NoArrangement where there is none.

    `part`: which of the searches; others go on elsewhere (expo.domain.arranging_apart).
    """
    floor = _Floor(problem)
    cheapest = cheapest_matching(floor.place_cost[: problem.teams])
    if cheapest is None:
        raise NoArrangement
    floor.take(cheapest)
    best = _Best(floor)
    if floor.stands_fully():
        floor.take([booth for booth in problem.standing if booth is not None])
        best.look()
    watch = Budget(iterations, seconds, progress)
    for number, budget in list(enumerate(_shares(problem.booths, iterations)))[part]:
        floor.take(cheapest)
        best.take(_search(floor, watch, seed=f"{seed}:{number}", budget=budget, hot=HOT[number % len(HOT)]))
        if watch.is_over:
            break
    return Solution(tuple(best.booth[: problem.teams]), best.cost, watch.done, watch.is_over)


class _Floor:
    """Who stands where, and what it costs. Empty booths are held by nobodies, so that every change is an exchange."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.neighbours: list[list[tuple[int, int]]] = [[] for _ in range(problem.booths)]
        for one, other, weight in problem.edges:
            self.neighbours[one].append((other, weight))
            self.neighbours[other].append((one, weight))
        self.place_cost = [self._costs_of(team) for team in range(problem.teams)]
        nobodies = max(0, problem.booths - problem.teams)
        self.place_cost += [[0] * problem.booths for _ in range(nobodies)]
        self.pair_cost = self._pair_costs(problem.teams + nobodies)
        self.unit = _typical(self.pair_cost)
        self.felt_cost = [self._felt(row) for row in self.place_cost]
        self.movable = [team for team in range(problem.booths) if team not in problem.pinned]
        self.booth: list[int] = []
        self.at: list[int] = []

    def _costs_of(self, team: int) -> list[int]:
        problem = self.problem
        stands = problem.standing[team] if problem.standing else None
        held = problem.pinned.get(team)
        return [
            problem.wish_cost[team][booth] + (problem.move_cost if stands is not None and booth != stands else 0)
            if problem.allowed[team][booth] and held in (None, booth)
            else FORBIDDEN
            for booth in range(problem.booths)
        ]

    def _felt(self, row: Sequence[int]) -> list[int]:
        """What the places cost on the way: forbidden ones much, but no more than a hot search can pay."""
        price = max((cost for cost in row if cost < FORBIDDEN), default=0) + math.ceil(self.unit * DETOUR)
        return [min(cost, price) for cost in row]

    def _pair_costs(self, size: int) -> list[list[int]]:
        costs = [[0] * size for _ in range(size)]
        for term in self.problem.terms:
            for (one, other), cost in term.pairs.items():
                costs[one][other] += cost
                costs[other][one] += cost
        return costs

    def stands_fully(self) -> bool:
        """Whether all teams stand already, each at a booth of its own that it may take."""
        standing = self.problem.standing
        if not standing or None in standing or len(set(standing)) < len(standing):
            return False
        return self.may_stand([booth for booth in standing if booth is not None])

    def may_stand(self, booths: Sequence[int]) -> bool:
        """Whether each team may take its booth."""
        return all(self.place_cost[team][booth] < FORBIDDEN for team, booth in enumerate(booths))

    def take(self, booths: Sequence[int]) -> None:
        """Put the teams there, and the nobodies into what is left."""
        left = iter(sorted(set(range(self.problem.booths)) - set(booths)))
        self.booth = [*booths, *left]
        self.at = [0] * self.problem.booths
        for team, booth in enumerate(self.booth):
            self.at[booth] = team
        self.cost = sum(self.place_cost[team][booth] for team, booth in enumerate(self.booth))
        self.cost += sum(
            weight * self.pair_cost[self.at[one]][self.at[other]] for one, other, weight in self.problem.edges
        )


def _shares(booths: int, iterations: int) -> list[int]:
    """How many iterations each search has: a short one, and then as many as are worth it."""
    short = iterations // SHORT
    times = max(1, iterations // (ENOUGH * max(1, booths)))
    return [short, *[(iterations - short) // times] * times]


def _search(floor: _Floor, watch: Budget, *, seed: str, budget: int, hot: float) -> "_Best":
    """The best of one search from where the teams stand."""
    best = _Best(floor)
    last = budget * REMATCHED // 100 if len(floor.movable) >= MANY else 0
    _anneal(floor, best, watch, rng=Random(seed), budget=budget - last, hot=hot)
    _rematch(floor, best, watch, seed=seed, budget=last)
    return best


class _Best:
    """The best arrangement seen."""

    def __init__(self, floor: _Floor) -> None:
        self.floor, self.booth, self.cost = floor, floor.booth[:], floor.cost

    def look(self) -> None:
        if self.floor.cost < self.cost and self.floor.may_stand(self.floor.booth):
            self.booth, self.cost = self.floor.booth[:], self.floor.cost

    def take(self, other: "_Best") -> None:
        """What another search found, if that is better."""
        if other.cost < self.cost:
            self.booth, self.cost = other.booth, other.cost


def _typical(pair_cost: Sequence[Sequence[int]]) -> float:
    """What a pair of neighbours weighs, in the middle of all pairs that weigh something."""
    weights = sorted(abs(cost) for row in pair_cost for cost in row if cost)
    return float(weights[len(weights) // 2]) if weights else 1.0


def _anneal(floor: _Floor, best: _Best, watch: Budget, *, rng: Random, budget: int, hot: float) -> None:
    """Exchanges two booths' teams again and again: always for the better, for the worse the more seldom it cools."""
    movable = floor.movable
    if len(movable) < 2 or budget <= 0:
        return
    hottest, cold, done = floor.unit * hot, floor.unit * COLD, 0
    for portion in watch.chunks(budget):
        temperature = hottest * (cold / hottest) ** (done / budget)
        _exchange(floor, best, rng=rng, times=portion, temperature=temperature)
        _rotate(floor, best, rng=rng, times=portion // RING_EVERY, temperature=temperature)
        done += portion


def _rematch(floor: _Floor, best: _Best, watch: Budget, *, seed: str, budget: int) -> None:
    """From the best so far: booths that are no neighbours get their teams anew, many at once."""
    floor.take(best.booth[: floor.problem.teams])
    movable = sorted(floor.booth[team] for team in floor.movable)
    ground = Ground(floor.place_cost, floor.pair_cost, floor.neighbours, movable, floor.unit)
    at, cost = rematch(ground, floor.at, floor.cost, seed=seed, watch=watch, budget=budget)
    if cost < best.cost:
        best.booth, best.cost = [at.index(team) for team in range(len(at))], cost


def _rotate(floor: _Floor, best: _Best, *, rng: Random, times: int, temperature: float) -> None:
    """Three or four teams move on in a ring: where needs are tight, exchanges of two may lead nowhere."""
    for _ in range(times):
        teams = [floor.movable[rng.randrange(len(floor.movable))] for _ in range(rng.choice((3, 4)))]
        if len(set(teams)) < len(teams):
            continue
        comers = {floor.booth[team]: teams[number - 1] for number, team in enumerate(teams)}
        change = _change_of(floor, comers, most=temperature * HOPELESS)
        if change is None or (change > 0 and rng.random() >= math.exp(-change / temperature)):
            continue
        for place, team in comers.items():
            floor.booth[team], floor.at[place] = place, team
        floor.cost += change
        best.look()


def _change_of(floor: _Floor, comers: Mapping[int, int], *, most: float) -> int | None:
    """What it changes if teams come to these booths; None where their places alone cost too much more."""
    at, felt, pair = floor.at, floor.felt_cost, floor.pair_cost
    change = sum(felt[team][place] - felt[at[place]][place] for place, team in comers.items())
    if change > most:
        return None
    for place, team in comers.items():
        costs, before = pair[team], pair[at[place]]
        for near, weight in floor.neighbours[place]:
            comer = comers.get(near)
            if comer is None:
                change += weight * (costs[at[near]] - before[at[near]])
            elif near > place:
                change += weight * (costs[comer] - before[at[near]])
    return change


def _exchange(floor: _Floor, best: _Best, *, rng: Random, times: int, temperature: float) -> None:
    """The inner loop: local names and one flat body, since it runs millions of times."""
    booth, at, place_cost, pair_cost = floor.booth, floor.at, floor.felt_cost, floor.pair_cost
    neighbours, movable, draw, exp = floor.neighbours, floor.movable, rng.random, math.exp
    count, hopeless = len(movable), temperature * HOPELESS
    for _ in range(times):
        one, other = movable[int(draw() * count)], movable[int(draw() * count)]
        if one == other:
            continue
        here, there = booth[one], booth[other]
        change = place_cost[one][there] + place_cost[other][here] - place_cost[one][here] - place_cost[other][there]
        if change > hopeless:
            continue
        costs_one, costs_other = pair_cost[one], pair_cost[other]
        for near, weight in neighbours[here]:
            if near != there:
                change += weight * (costs_other[at[near]] - costs_one[at[near]])
        for near, weight in neighbours[there]:
            if near != here:
                change += weight * (costs_one[at[near]] - costs_other[at[near]])
        if change <= 0 or draw() < exp(-change / temperature):
            booth[one], booth[other], at[here], at[there] = there, here, other, one
            floor.cost += change
            if floor.cost < best.cost:
                best.look()
