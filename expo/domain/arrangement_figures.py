"""What an arrangement of teams on a floor is worth, told apart by reason; and whether it keeps every hard rule.

Shares no line with the search (expo.domain.arranging), so that it can be its judge. Pure.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from expo.domain.arranging import Problem


@dataclass(frozen=True)
class Figures:
    """Costs by reason; below 0 is a gain. `moved`: how many teams leave the booth at which they stand."""

    wishes: int
    terms: Mapping[str, int]
    moved: int
    cost: int


class RuleBroken(Exception):
    """An arrangement that must not be shown to anybody: the search has a fault."""


def figures_of(problem: "Problem", booth: Sequence[int | None]) -> Figures:
    """The figures of where teams stand; a team without a booth (None) costs nothing and gains nothing."""
    wishes = sum(problem.wish_cost[team][place] for team, place in enumerate(booth) if place is not None)
    team_at = {place: team for team, place in enumerate(booth) if place is not None}
    terms = {term.name: 0 for term in problem.terms}
    for one, other, weight in problem.edges:
        if one not in team_at or other not in team_at:
            continue
        pair = min(team_at[one], team_at[other]), max(team_at[one], team_at[other])
        for term in problem.terms:
            terms[term.name] += weight * term.pairs.get(pair, 0)
    stood = problem.standing or (None,) * problem.teams
    moved = sum(before is not None and before != now for before, now in zip(stood, booth, strict=True))
    return Figures(wishes, terms, moved, wishes + sum(terms.values()) + problem.move_cost * moved)


def check(problem: "Problem", booth: Sequence[int]) -> Figures:
    """The figures of a whole arrangement. Raises RuleBroken where a team stands where it may not."""
    if len(booth) != problem.teams:
        raise RuleBroken(f"{problem.teams} teams, {len(booth)} booths named")
    crowded = [place for place, count in Counter(booth).items() if count > 1]
    if crowded:
        raise RuleBroken(f"booths with several teams: {sorted(crowded)}")
    for team, place in enumerate(booth):
        if not 0 <= place < problem.booths or not problem.allowed[team][place]:
            raise RuleBroken(f"team {team} may not stand at booth {place}")
        if problem.pinned.get(team, place) != place:
            raise RuleBroken(f"team {team} is pinned to booth {problem.pinned[team]}, not {place}")
    return figures_of(problem, booth)


def first_come_first_served(problem: "Problem") -> tuple[int | None, ...]:
    """What would be if teams chose one after the other, in their order, the booth they wish most; None: none was left.

    Pinned teams stand already when the first one chooses.
    """
    free = set(range(problem.booths)) - set(problem.pinned.values())
    chosen: list[int | None] = []
    for team in range(problem.teams):
        if team in problem.pinned:
            chosen.append(problem.pinned[team])
            continue
        open_to = [place for place in free if problem.allowed[team][place]]
        place = min(open_to, key=lambda place: (problem.wish_cost[team][place], place), default=None)
        chosen.append(place)
        free.discard(-1 if place is None else place)
    return tuple(chosen)
