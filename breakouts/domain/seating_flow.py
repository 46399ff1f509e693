"""The seats of one slot as a flow of least cost: exact, however many people. Pure.

Each person sends one unit to a session. On the way it passes the team's own gate to that session, which the first of a
team passes for nothing, the second for the price of one pair, the third for that of two: together what the pairs cost.
Seats outside the wishes are first counted without a look at where they are, which can only be too cheap. Where the
best flow needs none it is the answer; else all sessions are opened to everybody, by one pool for each team.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from breakouts.domain.seating_prices import GOOD_RANKS, Offer, Prices
from breakouts.domain.seating_problem import NoSeating, Problem

Gate = tuple[int, int]  # (team, session)


def seat_slot(
    problem: Problem,
    slot: int,
    prices: Prices,
    *,
    settled: Mapping[int, int],
    closed: Mapping[int, set[int]],
) -> dict[int, int]:
    """The session of each person who is there. `settled` people sit already, `closed` sessions are not for a person.

    Raises NoSeating.
    """
    slot_rules = _SlotRules(problem, slot, settled, closed)
    slot_rules.refuse_if_too_full()
    offers = {person: slot_rules.offer(prices, person) for person in slot_rules.free_people}
    for opened in ({person for person, offer in offers.items() if not offer.at}, set(offers)):
        seats = _Net(slot_rules, offers, prices.per_pair).solve(opened)
        if seats is not None:
            return {**settled, **seats}
    raise slot_rules.shortage()


@dataclass(frozen=True)
class _SlotRules:
    """The hard rules of one slot."""

    problem: Problem
    slot: int
    settled: Mapping[int, int]
    closed: Mapping[int, set[int]]
    free_people: list[int] = field(init=False)
    left: list[int] = field(init=False)

    def __post_init__(self) -> None:
        away = self.problem.away
        people = range(self.problem.people)
        free = [person for person in people if person not in self.settled and (person, self.slot) not in away]
        object.__setattr__(self, "free_people", free)
        taken = Counter(self.settled.values())
        left = [seats - taken[session] for session, seats in enumerate(self.problem.capacity[self.slot])]
        object.__setattr__(self, "left", left)

    def allowed(self, person: int) -> set[int]:
        return self.problem.allowed(person, self.slot) - self.closed.get(person, set())

    def offer(self, prices: Prices, person: int) -> Offer:
        offer = prices.offer(person, self.slot)
        if shut := self.closed.get(person):
            return Offer({session: cost for session, cost in offer.at.items() if session not in shut}, offer.elsewhere)
        return offer

    def is_open_to_all(self, person: int) -> bool:
        """Whether the person may sit in every session."""
        return not self.closed.get(person) and not self.problem.barred.get((person, self.slot))

    def refuse_if_too_full(self) -> None:
        for session, seats in enumerate(self.left):
            if seats < 0:
                people = tuple(sorted(person for person, at in self.settled.items() if at == session))
                raise NoSeating(self.slot, people, (session,))

    def shortage(self) -> NoSeating:
        """People who have too few seats between them, by the smallest cut of the flow."""
        from ortools.graph.python.max_flow import SimpleMaxFlow

        flow, sessions = SimpleMaxFlow(), len(self.left)
        source, sink = sessions, sessions + 1
        for session, seats in enumerate(self.left):
            flow.add_arc_with_capacity(session, sink, seats)
        for node, person in enumerate(self.free_people, start=sink + 1):
            flow.add_arc_with_capacity(source, node, 1)
            for session in sorted(self.allowed(person)):
                flow.add_arc_with_capacity(node, session, 1)
        flow.solve(source, sink)
        side = set(flow.get_source_side_min_cut())
        people = tuple(person for node, person in enumerate(self.free_people, start=sink + 1) if node in side)
        return NoSeating(self.slot, people, tuple(session for session in range(sessions) if session in side))


class _Net:
    """The network of one slot. Nodes: people, sessions, the sink, then gates as they are needed."""

    def __init__(self, rules: _SlotRules, offers: Mapping[int, Offer], per_pair: int) -> None:
        self.rules, self.offers, self.per_pair = rules, offers, per_pair
        self.people = rules.free_people
        self.first_session = len(self.people)
        self.sink = self.first_session + len(rules.left)
        self.nodes = self.sink + 1
        self.arcs: list[tuple[int, int, int, int]] = []  # tail, head, how many, cost
        self.gates: dict[Gate, int] = {}
        self.coming: Counter[Gate] = Counter()
        problem = rules.problem
        self.team = [problem.team[person] for person in self.people]
        self.size = Counter(team for team in self.team if team is not None)
        self.seated: Counter[Gate] = Counter()
        for person, session in rules.settled.items():
            if (team := problem.team[person]) is not None:
                self.seated[team, session] += 1
                self.size[team] += 1

    def solve(self, opened: set[int]) -> dict[int, int] | None:
        """The seats; None where there are none, or where somebody not `opened` needs one outside the wishes."""
        for node, person in enumerate(self.people):
            for session, cost in self.offers[person].at.items():
                self._add(node, self._toward(self.team[node], session, 1), 1, cost)
            if person not in opened:
                self._add(node, self.sink, 1, self.offers[person].elsewhere)
        pools = self._open_the_rest(opened)
        self._add_gates()
        for session, seats in enumerate(self.rules.left):
            self._add(self.first_session + session, self.sink, seats, 0)
        return self._read(pools)

    def _add(self, tail: int, head: int, how_many: int, cost: int) -> None:
        self.arcs.append((tail, head, how_many, cost))

    def _new_node(self) -> int:
        self.nodes += 1
        return self.nodes - 1

    def _toward(self, team: int | None, session: int, how_many: int) -> int:
        """The node through which people of a team come to a session."""
        if team is None or self.size[team] == 1:
            return self.first_session + session
        if (team, session) not in self.gates:
            self.gates[team, session] = self._new_node()
        self.coming[team, session] += how_many
        return self.gates[team, session]

    def _open_the_rest(self, opened: set[int]) -> dict[int, int | None]:
        """Ways to all sessions outside the wishes: one pool a team, and of their own for those whom not all suit.

        Returns the team of each pool.
        """
        members: defaultdict[int | None, list[int]] = defaultdict(list)
        for node, person in enumerate(self.people):
            if person not in opened:
                continue
            if self.rules.is_open_to_all(person):
                members[self.team[node]].append(node)
                continue
            offer = self.offers[person]
            for session in sorted(self.rules.allowed(person) - offer.at.keys()):
                self._add(node, self._toward(self.team[node], session, 1), 1, offer.elsewhere)
        pools = {}
        for team, nodes in members.items():
            pool = self._new_node()
            pools[pool] = team
            for node in nodes:
                self._add(node, pool, 1, self.offers[self.people[node]].elsewhere)
            for session in range(len(self.rules.left)):
                self._add(pool, self._toward(team, session, len(nodes)), len(nodes), 0)
        return pools

    def _add_gates(self) -> None:
        """The k-th of a team to pass costs what it adds to the pairs."""
        for (team, session), node in self.gates.items():
            there = self.seated[team, session]
            most = min(self.coming[team, session], self.size[team] - there)
            for nth in range(there, there + most):
                self._add(node, self.first_session + session, 1, nth * self.per_pair)

    def _read(self, pools: Mapping[int, int | None]) -> dict[int, int] | None:
        flows = _cheapest_flow(self.arcs, supplies=len(self.people), sink=self.sink)
        if flows is None:
            return None
        session_of = {node: session for (_, session), node in self.gates.items()}
        session_of |= {self.first_session + session: session for session in range(len(self.rules.left))}
        seats: dict[int, int] = {}
        in_pool: defaultdict[int, list[int]] = defaultdict(list)
        places: defaultdict[int, list[int]] = defaultdict(list)
        for (tail, head, _, _), flow in zip(self.arcs, flows, strict=True):
            if not flow:
                continue
            if tail in pools:
                places[tail] += [session_of[head]] * flow
            elif tail < self.first_session and head == self.sink:
                return None
            elif tail < self.first_session and head in pools:
                in_pool[head].append(self.people[tail])
            elif tail < self.first_session:
                seats[self.people[tail]] = session_of[head]
        for pool, people in in_pool.items():
            seats |= dict(zip(people, places[pool], strict=True))
        return seats


def _cheapest_flow(
    arcs: Sequence[tuple[int, int, int, int]], *, supplies: int, sink: int
) -> Iterable[int] | None:
    """How much goes over each arc when the first nodes send one each to the sink; None where they cannot."""
    import numpy as np
    from ortools.graph.python.min_cost_flow import SimpleMinCostFlow

    if not supplies:
        return [0] * len(arcs)
    solver: Any = SimpleMinCostFlow()
    table = np.array(arcs, dtype=np.int64)
    solver.add_arcs_with_capacity_and_unit_cost(table[:, 0], table[:, 1], table[:, 2], table[:, 3])
    solver.set_nodes_supplies(np.arange(supplies), np.ones(supplies, dtype=np.int64))
    solver.set_node_supply(sink, -supplies)
    if solver.solve() != solver.OPTIMAL:
        return None
    flows: Iterable[int] = solver.flows(np.arange(len(arcs))).tolist()
    return flows


def lowest_worst_rank(problem: Problem, slot: int, settled: Mapping[int, int]) -> tuple[int, int]:
    """How many ranks are needed for as few seats outside the wishes as there can be; and how few those are.

    The good ranks always count.
    """
    high = len(problem.rank_cost)
    low = min(GOOD_RANKS, high)
    fewest = _fewest_unranked(problem, slot, high, settled)
    while low < high:
        middle = (low + high) // 2
        if _fewest_unranked(problem, slot, middle, settled) == fewest:
            high = middle
        else:
            low = middle + 1
    return high, fewest


def _fewest_unranked(problem: Problem, slot: int, worst: int, settled: Mapping[int, int]) -> int:
    """How many people at least get none of their first `worst` wishes, other rules than room and bars aside."""
    rules = _SlotRules(problem, slot, settled, {})
    rules.refuse_if_too_full()
    wanting = [person for person in rules.free_people if problem.ranked[person][slot]]
    sink = len(wanting) + len(rules.left)
    arcs = [(len(wanting) + session, sink, seats, 0) for session, seats in enumerate(rules.left)]
    for node, person in enumerate(wanting):
        wishes = set(problem.ranked[person][slot][:worst]) & rules.allowed(person)
        arcs += [(node, len(wanting) + session, 1, 0) for session in sorted(wishes)]
        arcs.append((node, sink, 1, 1))
    flows = _cheapest_flow(arcs, supplies=len(wanting), sink=sink)
    assert flows is not None
    return sum(flow for (_, _, _, cost), flow in zip(arcs, flows, strict=True) if cost)
