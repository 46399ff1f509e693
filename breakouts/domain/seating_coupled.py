"""Seats where slots are tied: a topic once, groups that stay together, sessions with a least number of people. Pure.

A quick seating comes first, slot after slot by the flow, as long as one slot can still gain from the others. Then a
mixed-integer program (seating_program, HiGHS) is given the time that is left. The flows without the ties are its
bound. Where the clock ends it, the better of both is answered, and the answer says so.
"""

import dataclasses
import math
import time
from collections import Counter
from collections.abc import Mapping

from breakouts.domain.seating_figures import RuleBroken, check, figures_of
from breakouts.domain.seating_flow import lowest_worst_rank, seat_slot
from breakouts.domain.seating_prices import Prices, prices
from breakouts.domain.seating_problem import NoSeating, Problem, Seats, Solution
from breakouts.domain.seating_program import Outcome, solve_program

ROUNDS = 4  # how often each slot is seated anew by the quick way
SHARE = 0.8  # of the time, after which the program is ended: it looks at the clock now and then only

Columns = list[dict[int, int]]


def seat_coupled(problem: Problem, *, seed: int, seconds: float | None) -> Solution:
    """The best seats found: proven, unless the clock runs out. Raises NoSeating."""
    until = math.inf if seconds is None else time.monotonic() + SHARE * seconds
    quick = quick_seats(problem)
    if problem.worst_rank_first:
        outcome = _in_order(problem, seed=seed, until=until)
    else:
        outcome = solve_program(problem, prices(problem), seed=seed, until=until)
        if outcome.ended_early:
            outcome = dataclasses.replace(outcome, bound=max(outcome.bound or 0, _cost_without_ties(problem)))
    return _better(problem, quick, outcome)


def _cost_without_ties(problem: Problem) -> int:
    """What the cheapest seats cost if no slot had to do with another: the seats that are looked for cost no less."""
    counted, slots = prices(problem), range(problem.slots)
    columns = [seat_slot(problem, slot, counted, settled=problem.pins_of(slot), closed={}) for slot in slots]
    return figures_of(problem, problem.rows(columns)).cost


def _in_order(problem: Problem, *, seed: int, until: float) -> Outcome:
    """First as few seats outside the wishes as can be, then as few ranks, then the costs.

    The flows without the ties say how few of both there are at least; often the program can keep to that.
    """
    bounds = [lowest_worst_rank(problem, slot, problem.pins_of(slot)) for slot in range(problem.slots)]
    worst = max((rank for rank, _ in bounds), default=0)
    fewest = sum(few for _, few in bounds)
    ranks = len(problem.rank_cost)
    outcome = solve_program(problem, prices(problem, worst=worst), seed=seed, until=until, most_unranked=fewest)
    if outcome.seat is not None or outcome.ended_early:
        return outcome
    counted = solve_program(problem, prices(problem), seed=seed, until=until, only_count=True)
    if counted.seat is None or counted.ended_early:
        return counted
    fewest = figures_of(problem, counted.seat).unranked
    for more in range(worst, ranks + 1):
        outcome = solve_program(problem, prices(problem, worst=more), seed=seed, until=until, most_unranked=fewest)
        if outcome.seat is not None or outcome.ended_early:
            break
    return outcome


def _better(problem: Problem, quick: Seats | None, outcome: Outcome) -> Solution:
    """The better of the quick seats and those of the program."""
    found = [seat for seat in (outcome.seat, quick) if seat is not None]
    if not found or (outcome.seat is None and not outcome.ended_early):
        _cost_without_ties(problem)  # says what is short, where it is not the ties alone
        raise NoSeating
    seat = min(found, key=lambda seat: _order(problem, seat)) if outcome.ended_early else found[0]
    cost = figures_of(problem, seat).cost
    bound = None if problem.worst_rank_first else outcome.bound
    return Solution(seat, cost, bound, is_proven=not outcome.ended_early, ended_early=outcome.ended_early)


def _order(problem: Problem, seat: Seats) -> tuple[int, ...]:
    figures = figures_of(problem, seat)
    fairness = (figures.unranked, figures.worst_rank) if problem.worst_rank_first else ()
    return (*fairness, figures.cost, figures.moved)


def quick_seats(problem: Problem) -> Seats | None:
    """Seats slot after slot, each with the others in mind; None where this way leads nowhere."""
    counted = prices(problem, unranked_last=problem.worst_rank_first)
    columns = [problem.pins_of(slot) for slot in range(problem.slots)]
    best: Seats | None = None
    try:
        _settle_groups(problem, counted, columns)
        settled = [dict(column) for column in columns]
        for _ in range(ROUNDS):
            for slot in range(problem.slots):
                columns[slot] = _seat_beside(problem, counted, slot, settled[slot], columns)
            seat = problem.rows(columns)
            if best is not None and _order(problem, seat) >= _order(problem, best):
                break
            best = seat
        if best is not None:
            check(problem, best)
    except (NoSeating, RuleBroken):
        return None
    return best


def _settle_groups(problem: Problem, counted: Prices, columns: Columns) -> None:
    """Groups choose first, the largest before the others, what is cheapest for all of them."""
    for group in sorted(problem.together, key=lambda group: (-len(group), group)):
        for slot, column in enumerate(columns):
            there = [person for person in group if (person, slot) not in problem.away]
            sits = {column[person] for person in there if person in column}
            taken = Counter(column.values())
            newcomers = sum(person not in column for person in there)
            open_to = set.intersection(*(problem.allowed(person, slot) for person in there)) if there else set()
            open_to = {at for at in open_to if taken[at] + newcomers <= problem.capacity[slot][at]}
            open_to = sits & open_to if sits else open_to
            if problem.topic:
                open_to = {at for at in open_to if not any(at in _heard(problem, columns, slot, who) for who in there)}
            if there and not open_to:
                raise NoSeating(slot, tuple(there))
            offers = [counted.offer(person, slot) for person in there]
            best = min(open_to, key=lambda at: (sum(o.at.get(at, o.elsewhere) for o in offers), at), default=0)
            column.update(dict.fromkeys(there, best))


def _heard(problem: Problem, columns: Columns, slot: int, person: int) -> set[int]:
    """The sessions of a slot whose topics the person hears in another slot."""
    topics = {problem.topic[at][column[person]] for at, column in enumerate(columns) if at != slot and person in column}
    return {session for session, topic in enumerate(problem.topic[slot]) if topic in topics}


def _seat_beside(
    problem: Problem, counted: Prices, slot: int, settled: Mapping[int, int], columns: Columns
) -> dict[int, int]:
    """The seats of one slot, given those of the others; sessions with too few people are closed, the emptiest first."""
    shut: set[int] = set()
    while True:
        closed = {person: set(shut) for person in range(problem.people)} if shut else {}
        if problem.topic:
            for person in range(problem.people):
                if heard := _heard(problem, columns, slot, person):
                    closed[person] = closed.get(person, set()) | heard
        seats = seat_slot(problem, slot, counted, settled=settled, closed=closed)
        people = Counter(seats.values())
        short = [at for at in people if problem.least and people[at] < problem.least[slot][at]]
        if not short:
            return seats
        shut.add(min(short, key=lambda at: (people[at] - problem.least[slot][at], at)))
        if any(at in shut for at in settled.values()):
            raise NoSeating(slot)
