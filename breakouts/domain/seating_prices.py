"""What a seat costs a person, in the whole numbers that the engines count in. Pure.

Orders of weight are made by factors: an unranked seat above all ranks and teams, ranks and teams above moves.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from breakouts.domain.seating_problem import Problem

QUARTERS = 4  # a person's rank costs count in quarters, so that bad luck can add one
GOOD_RANKS = 2  # a seat at one of these ranks is no bad luck
MOST_LUCK = 8  # bad luck beyond this adds nothing


@dataclass(frozen=True)
class Offer:
    """What a seat in one slot costs: `at` these sessions each by itself, `elsewhere` at any other one alike."""

    at: dict[int, int]
    elsewhere: int


@dataclass(frozen=True)
class Prices:
    """How costs are counted. `worst`: so many ranks count, further ones as none. `luck`: bad luck of each person."""

    problem: Problem
    per_cost: int
    per_move: int
    unranked: int
    worst: int
    luck: Sequence[int]

    @property
    def per_pair(self) -> int:
        """What each pair of one team in one session costs."""
        return self.problem.team_pair_cost * self.per_cost * QUARTERS

    def offer(self, person: int, slot: int) -> Offer:
        """What seats cost this person there."""
        problem = self.problem
        weight = self.per_cost * (QUARTERS + min(MOST_LUCK, self.luck[person]))
        barred = problem.barred.get((person, slot), frozenset())
        stands = problem.stands(person, slot)
        move = 0 if stands is None else self.per_move
        wishes = problem.ranked[person][slot][: self.worst]
        at = {
            session: weight * cost + move
            for session, cost in zip(wishes, problem.rank_cost, strict=False)
            if session not in barred
        }
        elsewhere = self.unranked + move if problem.ranked[person][slot] else move
        if stands is not None and stands not in barred:
            at[stands] = at.get(stands, elsewhere) - move
        return Offer(at, elsewhere)


def prices(
    problem: Problem, *, worst: int | None = None, luck: Sequence[int] = (), unranked_last: bool = False
) -> Prices:
    """The factors that keep the order of weights. `unranked_last`: a seat outside the wishes outweighs all else."""
    places = problem.people * problem.slots
    per_cost = places + 1 if problem.standing and not problem.move_cost else 1
    per_move = problem.move_cost * QUARTERS or 1
    unranked = problem.no_ranked_seat_cost * per_cost * QUARTERS
    if unranked_last:
        dearest = max(problem.rank_cost, default=0) * per_cost * (QUARTERS + MOST_LUCK) + per_move
        mates = _largest_team(problem) * problem.team_pair_cost * per_cost * QUARTERS
        unranked = max(unranked, (problem.people + 1) * (dearest + mates))
    luck = luck or problem.bad_luck or (0,) * problem.people
    return Prices(problem, per_cost, per_move, unranked, len(problem.rank_cost) if worst is None else worst, luck)


def _largest_team(problem: Problem) -> int:
    sizes: dict[int, int] = {}
    for team in problem.team:
        if team is not None:
            sizes[team] = sizes.get(team, 0) + 1
    return max(sizes.values(), default=1)
