"""Instances of floors: docs/solving.md, booths."""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

from expo.domain import arranging, contradictions
from expo.domain.arrangement_figures import check
from expo.domain.arranging_apart import arrange_apart
from rehearsal.domain.instance_answers import Answer, InstanceUnreadable

BOOTH_ITERATIONS = 16_000_000  # seven to eight seconds on two free cores
PROCESSES = 2  # not what the machine has: the answer depends on it


def booths_problem(instance: Mapping[str, Any]) -> arranging.Problem:
    """A floor: see docs/solving.md."""
    teams = range(instance["teams"])

    def same(what: str, cost: int) -> dict[tuple[int, int], int]:
        of = instance[what]
        return {(one, other): cost for one, other in combinations(teams, 2) if of[one] == of[other]}

    return arranging.Problem(
        booths=instance["booths"],
        edges=tuple((one, other, weight) for one, other, weight in instance["edges"]),
        wish_cost=tuple(tuple(row) for row in instance["wish_cost"]),
        allowed=tuple(tuple(map(bool, row)) for row in instance["allowed"]),
        terms=(
            arranging.Term("same_state", same("state", instance["same_state_cost"])),
            arranging.Term("same_focus", same("focus", -instance["same_focus_reward"])),
        ),
        pinned={int(team): booth for team, booth in instance["pinned"].items()},
    )


def solve_booths(instance: Mapping[str, Any], seed: int, seconds: float, iterations: int | None) -> Answer:
    """An arrangement, and its figures. Raises InstanceUnreadable where there is none."""
    problem = booths_problem(instance)
    budget = BOOTH_ITERATIONS if iterations is None else iterations
    try:
        found = arrange_apart(problem, seed=seed, iterations=budget, seconds=seconds, processes=PROCESSES)
    except arranging.NoArrangement as error:
        raise InstanceUnreadable(_why_not(problem)) from error
    figures = check(problem, found.booth)
    shown = {"cost": figures.cost, "wishes": figures.wishes, **figures.terms}
    ended = {"iterations": found.iterations, "ended_early": found.ended_early}
    return Answer({"booth": list(found.booth)}, {**shown, **ended})


def _why_not(problem: arranging.Problem) -> str:
    rules = [
        contradictions.Rule("allowed", team, frozenset(booth for booth, may in enumerate(row) if may))
        for team, row in enumerate(problem.allowed)
    ]
    rules += [contradictions.Rule("pinned", team, frozenset({booth})) for team, booth in problem.pinned.items()]
    found = contradictions.find_contradiction(teams=problem.teams, booths=problem.booths, rules=rules)
    assert found is not None
    named = ", ".join(f"{rule.kind} of team {rule.team}" for rule in found.rules) or "none"
    return (
        f"Not all teams can stand: teams {list(found.teams)} have booths {list(found.booths)} between them."
        f" Rules that contradict each other: {named}."
    )
