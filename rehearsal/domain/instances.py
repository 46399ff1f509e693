"""Instances of the planning problems as files, for anybody who wants to try the solvers on their own.

The format is described in docs/solving.md. Reading one gives the problem of the pure solver.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from expo.domain import arranging, contradictions
from expo.domain.arrangement_figures import check

BOOTH_ITERATIONS = 6_000_000  # five seconds on a free core; more than 10 if it is shared by three


class InstanceUnreadable(Exception):
    """The file is not an instance, or one that has no answer; the words are for who wrote it."""


@dataclass(frozen=True)
class Answer:
    """What a solver found: `answer` is written to the file, `figures` are shown."""

    answer: Mapping[str, Any]
    figures: Mapping[str, Any]


def read(path: Path) -> Mapping[str, Any]:
    """The instance in a JSON file, plain or gzipped. Raises InstanceUnreadable."""
    try:
        content = path.read_bytes()
        found = json.loads(gzip.decompress(content) if path.suffix == ".gz" else content)
    except (OSError, EOFError, zlib.error, UnicodeDecodeError, json.JSONDecodeError) as error:
        raise InstanceUnreadable(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(found, dict) or found.get("kind") not in SOLVERS:
        raise InstanceUnreadable(f"{path} names no kind of instance known here: {', '.join(sorted(SOLVERS))}.")
    return found


def solve(instance: Mapping[str, Any], *, seed: int, seconds: float, iterations: int | None) -> Answer:
    """The answer of the solver for this kind of instance. Raises InstanceUnreadable where something is missing."""
    try:
        return SOLVERS[instance["kind"]](instance, seed, seconds, iterations)
    except (KeyError, TypeError, IndexError, ValueError) as error:
        raise InstanceUnreadable(f"The instance is not whole: {type(error).__name__} {error}") from error


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


def _solve_booths(instance: Mapping[str, Any], seed: int, seconds: float, iterations: int | None) -> Answer:
    problem = booths_problem(instance)
    budget = BOOTH_ITERATIONS if iterations is None else iterations
    try:
        found = arranging.arrange(problem, seed=seed, iterations=budget, seconds=seconds)
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


SOLVERS: dict[str, Callable[[Mapping[str, Any], int, float, int | None], Answer]] = {"booths": _solve_booths}
