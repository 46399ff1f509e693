"""A timetable that costs nothing: nobody misses a wish, every room is large enough, no track beside itself. Pure.

Where many wants are as many slots, a search by small changes seldom gets there, but CP-SAT does: without a sum over all
people it is a question of which sessions exclude each other. Most programmes have no such timetable, which is mostly
seen at once: a group of sessions that exclude each other, larger than there are slots.
"""

from collections import defaultdict
from itertools import combinations

from breakouts.domain.timetable_problem import Place, Problem
from breakouts.domain.timetable_rules import PlaceModel, Rule, admitted, alike_places, exclusive_group, rules_of

EFFORT = 15.0  # CP-SAT's own measure, about as many seconds


def perfect_timetable(problem: Problem, *, seed: int, seconds: float | None) -> list[Place] | None:
    """One that costs nothing but moves and travels; None where none was found."""
    sessions = range(problem.sessions)
    exclude = _exclusions(problem)
    anywhere = dict.fromkeys(sessions, frozenset(range(problem.slots)))
    if any(len(exclusive_group(session, exclude, anywhere)) > problem.slots for session in sessions):
        return None
    rules = rules_of(problem)
    places = {
        session: frozenset(at for at in some if not (problem.overflow_cost and problem.overflow[session][at[0]]))
        for session, some in admitted(problem, sessions, rules).items()
    }
    model = PlaceModel(problem, places, alike_places(places))
    for rule in rules:
        if rule.admits is None:
            model.add_rule(rule)
    for one in sessions:
        for other in sorted(exclude[one]):
            if one < other:
                model.add_rule(Rule("apart", (one, other)))
    found = model.solve(seed=seed, effort=EFFORT, seconds=seconds).places
    return None if found is None else [found[session] for session in sessions]


def _exclusions(problem: Problem) -> defaultdict[int, set[int]]:
    """The sessions that must be, or are better, in another slot than a session."""
    exclude = defaultdict(set, problem.never_together())
    pairs: set[tuple[int, int]] = set()
    if problem.missed_wish_cost:
        for wishes in problem.wishes:
            pairs.update(combinations(wishes, 2))
    if problem.same_track_pair_cost:
        of_track: defaultdict[int, list[int]] = defaultdict(list)
        for session, track in enumerate(problem.track):
            if track is not None:
                of_track[track].append(session)
        for together in of_track.values():
            pairs.update(combinations(together, 2))
    for one, other in pairs:
        exclude[one].add(other)
        exclude[other].add(one)
    return exclude
