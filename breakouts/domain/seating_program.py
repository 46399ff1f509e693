"""Seats where slots are tied, as a mixed-integer program for HiGHS. Pure.

One variable says that a unit (a person, or a group that stays together) sits in a session of a slot. Seats outside
the wishes are first one variable without a session, which can only be too cheap; who needs one is then given all
sessions, until nobody is left who would sit nowhere.
"""

import datetime as dt
import math
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from breakouts.domain.seating_prices import QUARTERS, Prices
from breakouts.domain.seating_problem import NoSeating, Problem, Seats

Term = tuple[int, float]  # (variable, factor)
Unit = tuple[int, ...]
INFINITE = math.inf


@dataclass(frozen=True)
class Outcome:
    """What came of it: no seats and not ended early means that there are none. `bound`: no seats cost less."""

    seat: Seats | None
    bound: int | None
    ended_early: bool


def solve_program(
    problem: Problem,
    prices: Prices,
    *,
    seed: int,
    until: float,
    most_unranked: int | None = None,
    only_count: bool = False,
) -> Outcome:
    """The cheapest seats; of those with at most so many outside the wishes, or `only_count`: with the fewest."""
    opened: set[Unit] = set()
    while True:
        program = _SeatProgram(problem, prices, opened, most_unranked=most_unranked, only_count=only_count)
        values, bound, ended_early = program.rows.solve(seed=seed, until=until)
        if values is None:
            return Outcome(None, bound, ended_early)
        nowhere = {unit for unit, variable in program.nowhere if values[variable] > 0.5}
        if not nowhere:
            return Outcome(program.read(values), bound, ended_early)
        if ended_early:
            return Outcome(None, bound, ended_early)
        opened |= nowhere


def units_of(problem: Problem) -> list[Unit]:
    """Groups that stay together, those with a member in common as one, and everybody else alone."""
    leader = list(range(problem.people))

    def find(person: int) -> int:
        while leader[person] != person:
            person = leader[person]
        return person

    for group in problem.together:
        for person in group[1:]:
            leader[find(person)] = find(group[0])
    units: defaultdict[int, list[int]] = defaultdict(list)
    for person in range(problem.people):
        units[find(person)].append(person)
    return [tuple(unit) for unit in units.values()]


class _SeatProgram:
    """The program's variables and rows."""

    def __init__(
        self, problem: Problem, prices: Prices, opened: set[Unit], *, most_unranked: int | None, only_count: bool
    ) -> None:
        self.problem, self.prices, self.opened, self.only_count = problem, prices, opened, only_count
        self.rows = _Rows()
        self.seats: list[tuple[Unit, int, int, int]] = []  # unit, slot, session, variable
        self.nowhere: list[tuple[Unit, int]] = []
        self.in_session: defaultdict[tuple[int, int], list[Term]] = defaultdict(list)
        self.of_team: defaultdict[tuple[int, int, int], list[Term]] = defaultdict(list)
        self.on_topic: defaultdict[tuple[int, int], list[Term]] = defaultdict(list)
        self.unranked: list[Term] = []
        for unit in units_of(problem):
            for slot in range(problem.slots):
                self._seat_unit(unit, slot)
        self._limit_sessions()
        self._spread_teams()
        for terms in self.on_topic.values():
            if len(terms) > 1:
                self.rows.add(terms, -INFINITE, 1)
        if most_unranked is not None and self.unranked:
            self.rows.add(self.unranked, -INFINITE, most_unranked)

    def _seat_unit(self, unit: Unit, slot: int) -> None:
        """One seat in this slot for whoever of the unit is there."""
        there = [person for person in unit if (person, slot) not in self.problem.away]
        if not there:
            return
        pins = {self.problem.pinned[person, slot] for person in there if (person, slot) in self.problem.pinned}
        sessions = pins or set.intersection(*(self.problem.allowed(person, slot) for person in there))
        if not sessions or len(pins) > 1:
            raise NoSeating(slot, tuple(there), tuple(sorted(pins)))
        offers = [self.prices.offer(person, slot) for person in there]
        is_open = bool(pins or len(unit) > 1 or self.problem.least or unit in self.opened or not offers[0].at)
        one: list[Term] = []
        for session in sorted(sessions if is_open else sessions & offers[0].at.keys()):
            cost = sum(offer.at.get(session, offer.elsewhere) for offer in offers)
            one.append((self._seat(unit, there, slot, session, cost), 1))
        if not is_open:
            variable = self._variable(offers[0].elsewhere, unranked=1)
            self.nowhere.append((unit, variable))
            one.append((variable, 1))
        self.rows.add(one, 1, 1)

    def _variable(self, cost: int, *, unranked: int) -> int:
        variable = self.rows.variable(unranked if self.only_count else cost)
        if unranked:
            self.unranked.append((variable, unranked))
        return variable

    def _seat(self, unit: Unit, there: list[int], slot: int, session: int, cost: int) -> int:
        ranked = [self.problem.ranked[person][slot] for person in there]
        unranked = sum(bool(wishes) and session not in wishes[: self.prices.worst] for wishes in ranked)
        variable = self._variable(cost, unranked=unranked)
        self.seats.append((unit, slot, session, variable))
        self.in_session[slot, session].append((variable, len(there)))
        teams: defaultdict[int, int] = defaultdict(int)
        for person in there:
            if (team := self.problem.team[person]) is not None:
                teams[team] += 1
            if self.problem.topic:
                self.on_topic[person, self.problem.topic[slot][session]].append((variable, 1))
        for team, members in teams.items():
            self.of_team[team, slot, session].append((variable, members))
        return variable

    def _limit_sessions(self) -> None:
        for (slot, session), terms in self.in_session.items():
            seats = self.problem.capacity[slot][session]
            if self.problem.least and (least := self.problem.least[slot][session]) > 0:
                held = self.rows.variable(0)
                self.rows.add([*terms, (held, -seats)], -INFINITE, 0)
                self.rows.add([*terms, (held, -least)], 0, INFINITE)
            elif sum(people for _, people in terms) > seats:
                self.rows.add(terms, -INFINITE, seats)

    def _spread_teams(self) -> None:
        """The second of a team in a session costs the price of one pair, the third that of two more."""
        per_pair = 0 if self.only_count else self.prices.per_pair
        for terms in self.of_team.values():
            most = sum(int(members) for _, members in terms)
            if most > 1 and per_pair:
                mates = [(self.rows.variable(nth * per_pair, is_whole=False), -1.0) for nth in range(1, most)]
                self.rows.add([*terms, *mates], -INFINITE, 1)

    def read(self, values: Mapping[int, float]) -> Seats:
        columns: list[dict[int, int]] = [{} for _ in range(self.problem.slots)]
        for unit, slot, session, variable in self.seats:
            if values[variable] > 0.5:
                there = [person for person in unit if (person, slot) not in self.problem.away]
                columns[slot].update(dict.fromkeys(there, session))
        return self.problem.rows(columns)


class _Rows:
    """A program as lists, handed to HiGHS in one piece: a call for each variable would take longer than to solve it."""

    def __init__(self) -> None:
        self.costs: list[float] = []
        self.whole: list[bool] = []
        self.limits: list[tuple[float, float]] = []
        self.cells: tuple[list[int], list[int], list[float]] = ([], [], [])  # rows, variables, factors

    def variable(self, cost: float, *, is_whole: bool = True) -> int:
        """A new variable from 0 to 1."""
        self.costs.append(float(cost))
        self.whole.append(is_whole)
        return len(self.costs) - 1

    def add(self, terms: Iterable[Term], low: float, high: float) -> None:
        """A new row: the sum of the terms lies between the two."""
        number = len(self.limits)
        self.limits.append((float(low), float(high)))
        for variable, factor in terms:
            self.cells[0].append(number)
            self.cells[1].append(variable)
            self.cells[2].append(float(factor))

    def solve(self, *, seed: int, until: float) -> tuple[Mapping[int, float] | None, int | None, bool]:
        """The values, None for none; a bound in plain costs; whether the clock ended it."""
        from ortools.math_opt.python import mathopt

        left = None if until == INFINITE else max(0.0, until - time.monotonic())
        if left == 0.0:
            return None, None, True
        parameters = mathopt.SolveParameters(
            time_limit=None if left is None else dt.timedelta(seconds=left),
            relative_gap_tolerance=0.0,
            absolute_gap_tolerance=0.99,
            random_seed=seed % 2**31,
        )
        model = mathopt.Model.from_model_proto(self._as_message())
        found = mathopt.solve(model, mathopt.SolverType.HIGHS, params=parameters)
        reason, kinds = found.termination.reason, mathopt.TerminationReason
        ended_early = reason not in (kinds.OPTIMAL, kinds.INFEASIBLE, kinds.INFEASIBLE_OR_UNBOUNDED)
        dual = found.termination.objective_bounds.dual_bound
        bound = math.ceil(dual / QUARTERS - 1e-6) if math.isfinite(dual) else None
        if not found.has_primal_feasible_solution():
            return None, bound, ended_early
        values = found.variable_values()
        return {variable.id: value for variable, value in values.items()}, bound, ended_early

    def _as_message(self) -> Any:
        from ortools.math_opt import model_pb2

        message, variables = model_pb2.ModelProto(), len(self.costs)
        message.variables.ids.extend(range(variables))
        message.variables.lower_bounds.extend([0.0] * variables)
        message.variables.upper_bounds.extend([1.0] * variables)
        message.variables.integers.extend(self.whole)
        message.linear_constraints.ids.extend(range(len(self.limits)))
        message.linear_constraints.lower_bounds.extend(low for low, _ in self.limits)
        message.linear_constraints.upper_bounds.extend(high for _, high in self.limits)
        priced = [variable for variable in range(variables) if self.costs[variable]]
        message.objective.linear_coefficients.ids.extend(priced)
        message.objective.linear_coefficients.values.extend(self.costs[variable] for variable in priced)
        rows, columns, factors = self.cells
        message.linear_constraint_matrix.row_ids.extend(rows)
        message.linear_constraint_matrix.column_ids.extend(columns)
        message.linear_constraint_matrix.coefficients.extend(factors)
        return message
