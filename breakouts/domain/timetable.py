"""Which session is in which room and slot. Pure: plain data in, plain data out.

Every hard rule holds: presenters are there and in one session at a time, rooms have what is needed and are open, what
must be apart is, what comes before does, pins and what is frozen stay. Among such timetables one is looked for in which
few people want two sessions at once, few find the room full, tracks run side by side seldom, presenters change rooms
little, and few sessions move.

CP-SAT finds a start that keeps the rules, with as many sessions as can be where they stand, and looks for a timetable
that costs nothing, where there may be one. From the best of those and of what stands a local search goes on
(timetable_search).
"""

import math
import time

from breakouts.domain.timetable_figures import RuleBroken, check, figures_of
from breakouts.domain.timetable_perfect import perfect_timetable
from breakouts.domain.timetable_problem import NoTimetable, Place, Problem, Solution
from breakouts.domain.timetable_rules import model_of, rules_of
from breakouts.domain.timetable_search import improve
from jobs.domain.search_budget import Budget, Progress

EFFORT = 60.0  # CP-SAT's own measure, about as many seconds: for a start
EFFORT_TO_KEEP = 3.0  # for a start that moves few


def plan_timetable(
    problem: Problem, *, seed: int, iterations: int, seconds: float | None = None, progress: Progress | None = None
) -> Solution:
    """The best timetable found; never a worse one than what stands. Raises NoTimetable."""
    until = math.inf if seconds is None else time.monotonic() + seconds
    starts = [standing_timetable(problem) or first_timetable(problem, seed=seed, until=until)]
    if iterations and (perfect := perfect_timetable(problem, seed=seed, seconds=_share_of(until))) is not None:
        starts.append(perfect)
    start = min(starts, key=lambda start: figures_of(problem, start).cost)
    budget = Budget(iterations, None if seconds is None else max(0.0, until - time.monotonic()), progress)
    found = improve(problem, start, seed=seed, budget=budget)
    return Solution(tuple(found), check(problem, found).cost, budget.done, budget.is_over)


def _share_of(until: float) -> float | None:
    """The half of the time that is left."""
    return None if until == math.inf else max(0.0, until - time.monotonic()) / 2


def standing_timetable(problem: Problem) -> list[Place] | None:
    """What stands, where all sessions do and all rules hold."""
    whole = [at for at in problem.standing if at is not None]
    try:
        check(problem, whole)
    except RuleBroken:
        return None
    return whole


def first_timetable(problem: Problem, *, seed: int, until: float = math.inf) -> list[Place]:
    """A timetable that keeps the rules, with as many sessions as can be where they stand. Raises NoTimetable."""
    sessions = range(problem.sessions)
    left = None if until == math.inf else until - time.monotonic()
    rules = rules_of(problem)
    if any(problem.standing):
        model = model_of(problem, rules, sessions, each_room=True)
        model.keep_standing()
        found = model.solve(seed=seed, effort=EFFORT_TO_KEEP, seconds=left)
        if found.places is not None:
            return [found.places[session] for session in sessions]
    found = model_of(problem, rules, sessions).solve(seed=seed, effort=EFFORT, seconds=left)
    if found.places is None:
        raise NoTimetable(is_proven=found.is_proven)
    return [found.places[session] for session in sessions]
