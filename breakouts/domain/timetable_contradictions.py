"""Why there is no timetable: the smallest set of rules that contradict each other. Pure.

First what can be seen without a search: sessions with fewer places between them than they are, sessions that exclude
each other with fewer slots than they are, an order that leads in a circle or takes too many slots. Else CP-SAT names
rules that contradict each other. Each of them is left out on trial: what is left is minimal, each step verified anew.
Sessions that no rule names find a place wherever one is left, so that small sets of rules are small problems.
"""

import math
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from breakouts.domain.timetable_problem import Problem
from breakouts.domain.timetable_rules import (
    PlaceModel,
    Rule,
    admitted,
    exclusive_group,
    model_of,
    open_places,
    rules_of,
)
from jobs.domain.matching import find_crowd
from jobs.domain.smallest_core import smallest_core

EFFORT = 20.0  # CP-SAT's own measure, about as many seconds, for one question


@dataclass(frozen=True)
class Contradiction:
    """`rules` cannot all hold; without any one of them it would be gone, if `is_minimal`.

    No rules: there are fewer places than sessions, `places` of them.
    """

    rules: tuple[Rule, ...]
    places: int
    is_minimal: bool = True


def find_contradiction(problem: Problem, *, seconds: float | None = None) -> Contradiction | None:
    """A smallest contradiction; None where there is a timetable, or where the clock ran out before one was found."""
    until = math.inf if seconds is None else time.monotonic() + seconds
    plain = plain_contradiction(problem)
    named = _first_core(problem, rules_of(problem), until) if plain is None else plain.rules
    return plain if not named else _smallest(problem, named, until)


def plain_contradiction(problem: Problem) -> Contradiction | None:
    """What can be seen at once; None does not mean that there is a timetable."""
    rules, places = rules_of(problem), len(open_places(problem))
    if places < problem.sessions:
        return Contradiction((), places)
    alone = [rule for rule in rules if rule.admits is not None]
    ordered = [*alone, *(rule for rule in rules if rule.kind == "before")]
    questions: list[tuple[Sequence[Rule], Callable[[Sequence[Rule]], Sequence[Rule] | None]]] = [
        (alone, lambda some: _crowded(problem, some)),
        (ordered, lambda some: _late(problem, some)),
        (rules, lambda some: _one_at_a_time(problem, some)),
    ]
    for some, contradicting in questions:
        core = smallest_core(some, contradicting)
        if core is not None:
            return Contradiction(tuple(core), places)
    return None


def _crowded(problem: Problem, rules: Sequence[Rule]) -> list[Rule] | None:
    """Rules by which some sessions have fewer places between them than they are."""
    numbers = {at: number for number, at in enumerate(sorted(open_places(problem)))}
    places = admitted(problem, _named(rules), rules)
    crowd = find_crowd({one: frozenset(numbers[at] for at in some if at in numbers) for one, some in places.items()})
    return None if crowd is None else [rule for rule in rules if rule.sessions[0] in crowd]


def _one_at_a_time(problem: Problem, rules: Sequence[Rule]) -> list[Rule] | None:
    """Rules by which sessions, no two of which may be in one slot, have fewer slots than they are."""
    exclude: dict[int, set[int]] = defaultdict(set)
    for rule in rules:
        if rule.admits is None:
            for session in rule.sessions:
                exclude[session].update(rule.sessions)
    places = admitted(problem, exclude, rules)
    slots = {one: frozenset(slot for _, slot in some) for one, some in places.items()}
    for first in sorted(exclude):
        group = exclusive_group(first, exclude, slots)
        crowd = find_crowd({one: slots[one] for one in sorted(group)})
        if crowd is not None:
            return [rule for rule in rules if _is_about(rule, crowd)]
    return None


def _is_about(rule: Rule, sessions: set[int]) -> bool:
    """Whether it may have to do with these sessions: is about one of them alone, or about two at least."""
    return len(sessions.intersection(rule.sessions)) >= (1 if rule.admits is not None else 2)


def _late(problem: Problem, rules: Sequence[Rule]) -> list[Rule] | None:
    """The rules, where a session cannot come after all that is before it."""
    places = admitted(problem, _named(rules), rules)
    slots = {one: sorted({slot for _, slot in some}) for one, some in places.items()}
    earliest = {one: some[0] if some else problem.slots for one, some in slots.items()}
    changed = True
    while changed:
        changed = False
        for rule in rules:
            if rule.kind != "before":
                continue
            one, other = rule.sessions
            if earliest[other] <= earliest[one]:
                later = [slot for slot in slots[other] if slot > earliest[one]]
                earliest[other], changed = (later[0] if later else problem.slots), True
            if earliest[other] >= problem.slots:
                return list(rules)
    return None


def _named(rules: Iterable[Rule]) -> list[int]:
    return sorted({session for rule in rules for session in rule.sessions})


def _smallest(problem: Problem, named: Sequence[Rule], until: float) -> Contradiction:
    """As few of these rules as still contradict each other, each trial answered by CP-SAT."""
    unsure = False

    def contradicting(some: Sequence[Rule]) -> Sequence[Rule] | None:
        nonlocal unsure
        left = until - time.monotonic()
        if left <= 0:
            unsure = True
            return None
        found = model_of(problem, some, _named(some)).solve(seed=1, effort=EFFORT, seconds=_or_none(left))
        unsure = unsure or not found.is_proven
        return some if found.places is None and found.is_proven else None

    core = smallest_core(named, contradicting)
    return Contradiction(tuple(named if core is None else core), len(open_places(problem)), not unsure)


def _first_core(problem: Problem, rules: Sequence[Rule], until: float) -> list[Rule] | None:
    """Some rules that contradict each other, not yet the fewest; None where none are found."""
    everywhere = open_places(problem)
    model = PlaceModel(problem, dict.fromkeys(_named(rules), everywhere))
    holds = {}
    for rule in rules:
        literal = model.model.new_bool_var("")
        model.add_rule(rule, only_if=literal)
        holds[literal.index] = rule
        model.model.add_assumption(literal)
    found = model.solve(seed=1, effort=10 * EFFORT, seconds=_or_none(until - time.monotonic()))
    if found.places is not None or not found.is_proven:
        return None
    return [holds[index] for index in found.core if index in holds] or list(rules)


def _or_none(left: float) -> float | None:
    return None if left == math.inf else max(0.01, left)
