"""Instances of timetables: docs/solving.md, timetable."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from breakouts.domain.timetable import plan_timetable
from breakouts.domain.timetable_contradictions import find_contradiction
from breakouts.domain.timetable_figures import check
from breakouts.domain.timetable_problem import NoTimetable, Problem
from breakouts.domain.timetable_rules import Rule
from rehearsal.domain.instance_answers import Answer, InstanceUnreadable

ITERATIONS = 40_000  # for each session: nine seconds for 150 sessions on a free core
SECONDS_TO_EXPLAIN = 15.0


def timetable_problem(instance: Mapping[str, Any]) -> Problem:
    """Sessions and their wishes: see docs/solving.md."""
    costs = {name: instance[name] for name in ("missed_wish_cost", "overflow_cost", "same_track_pair_cost")}
    costs |= {name: instance[name] for name in ("travel_cost", "move_cost") if name in instance}
    standing = instance.get("standing", ())
    return Problem(
        wishes=tuple(tuple(wishes) for wishes in instance["wishes"]),
        fits=tuple(tuple(map(bool, row)) for row in instance["fits"]),
        overflow=tuple(tuple(row) for row in instance["overflow"]),
        available=tuple(tuple(map(bool, row)) for row in instance["available"]),
        rooms=instance["rooms"],
        slots=instance["slots"],
        track=tuple(instance["track"]),
        apart=frozenset((one, other) for one, other in instance["apart"]),
        before=frozenset((one, other) for one, other in instance.get("before", ())),
        presenters=dict(enumerate(tuple(sessions) for sessions in instance.get("presenters", ()))),
        shut=frozenset((room, slot) for room, slot in instance.get("shut", ())),
        pinned={int(session): (room, slot) for session, (room, slot) in instance["pinned"].items()},
        standing=tuple(None if place is None else (place[0], place[1]) for place in standing),
        frozen=frozenset(instance.get("frozen", ())),
        **costs,
    )


def solve_timetable(instance: Mapping[str, Any], seed: int, seconds: float, iterations: int | None) -> Answer:
    """A timetable, and its figures. Raises InstanceUnreadable where there is none."""
    problem = timetable_problem(instance)
    budget = ITERATIONS * problem.sessions if iterations is None else iterations
    try:
        found = plan_timetable(problem, seed=seed, iterations=budget, seconds=seconds)
    except NoTimetable as error:
        raise InstanceUnreadable(_why_not(problem)) from error
    figures = check(problem, found.place)
    ended = {"iterations": found.iterations, "ended_early": found.ended_early}
    rooms, slots = [room for room, _ in found.place], [slot for _, slot in found.place]
    return Answer({"slot": slots, "room": rooms}, {**asdict(figures), **ended})


def _why_not(problem: Problem) -> str:
    found = find_contradiction(problem, seconds=SECONDS_TO_EXPLAIN)
    if found is None:
        return "No timetable was found in time, and no reason either."
    if not found.rules:
        return f"{problem.sessions} sessions have {found.places} places between them."
    named = ", ".join(_words(rule) for rule in found.rules)
    least = "" if found.is_minimal else " Perhaps fewer of them do already."
    return f"There is no timetable. Rules that contradict each other: {named}.{least}"


def _words(rule: Rule) -> str:
    who = "" if rule.presenter is None else f" {rule.presenter}"
    return f"{rule.kind}{who} of {' and '.join(f'session {session}' for session in rule.sessions)}"
