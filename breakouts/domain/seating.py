"""Who sits in which session, by what people wished. Pure: plain data in, plain data out.

In this order: pins; capacity and what bars somebody; nobody without a seat at one of their wishes; the worst rank as
good as it can be (a first and a second wish count as equally good: else a team that may stay in one large room would
never be spread); ranks, and teams spread over sessions; few moves. Slots that have nothing to do with each other are
each a flow of least cost (seating_flow), in turn, so that who had bad luck in one weighs more in the next. What ties
slots together is left to a mixed-integer program (seating_coupled).
"""

import dataclasses

from breakouts.domain.seating_coupled import seat_coupled
from breakouts.domain.seating_figures import figures_of
from breakouts.domain.seating_flow import lowest_worst_rank, seat_slot
from breakouts.domain.seating_prices import GOOD_RANKS, prices
from breakouts.domain.seating_problem import Problem, Solution

SHARE = 100  # a re-solve may cost a hundredth more than the best there is, to move fewer people
FINE = 8  # what a move costs is looked for in eighths of a cost
MOVE_COSTS = (0, 1, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 28, 32, 40, 48, 64, 96, 128, 256, 512)


def seat_people(problem: Problem, *, seed: int = 1, seconds: float | None = None) -> Solution:
    """Everybody's seats. Exact, but where slots are tied and the clock runs out. Raises NoSeating."""
    if problem.is_coupled:
        return seat_coupled(problem, seed=seed, seconds=seconds)
    luck = list(problem.bad_luck or (0,) * problem.people)
    columns = [_seat_in_turn(problem, slot, luck) for slot in range(problem.slots)]
    seat = problem.rows(columns)
    cost = figures_of(problem, seat).cost
    return Solution(seat, cost, None if problem.worst_rank_first else cost)


def reseat_people(problem: Problem, *, seed: int = 1, seconds: float | None = None) -> Solution:
    """As seat_people, but moves as few who sit already as is had for a hundredth of the cost of the best seating."""
    solves = len(MOVE_COSTS).bit_length() + 1
    each = None if seconds is None else seconds / solves
    best = seat_people(dataclasses.replace(problem, move_cost=0), seed=seed, seconds=each)
    before = figures_of(problem, best.seat)
    low, high, kept = 0, len(MOVE_COSTS) - 1, best
    while low < high:
        middle = (low + high + 1) // 2
        found = seat_people(_with_dear_moves(problem, MOVE_COSTS[middle]), seed=seed, seconds=each)
        after = figures_of(problem, found.seat)
        if SHARE * (after.wished_cost - before.wished_cost) <= before.wished_cost:
            low, kept = middle, found
        else:
            high = middle - 1
    figures = figures_of(problem, kept.seat)
    return dataclasses.replace(kept, cost=figures.cost, bound=best.bound, is_proven=best.is_proven and kept is best)


def _with_dear_moves(problem: Problem, move_cost: int) -> Problem:
    return dataclasses.replace(
        problem,
        rank_cost=tuple(FINE * cost for cost in problem.rank_cost),
        no_ranked_seat_cost=FINE * problem.no_ranked_seat_cost,
        team_pair_cost=FINE * problem.team_pair_cost,
        move_cost=move_cost,
    )


def _seat_in_turn(problem: Problem, slot: int, luck: list[int]) -> dict[int, int]:
    """The seats of one slot; adds to the bad luck of those who fared ill."""
    pinned = problem.pins_of(slot)
    if not problem.worst_rank_first:
        return seat_slot(problem, slot, prices(problem), settled=pinned, closed={})
    worst, _ = lowest_worst_rank(problem, slot, pinned)
    counted = prices(problem, worst=worst, luck=luck, unranked_last=True)
    seats = seat_slot(problem, slot, counted, settled=pinned, closed={})
    for person, session in seats.items():
        wishes = problem.ranked[person][slot]
        luck[person] += bool(wishes) and session not in wishes[:GOOD_RANKS]
    return seats
