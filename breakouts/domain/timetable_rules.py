"""The hard rules of a timetable, one by one, so that they can be left out on trial; and whether they leave a way. Pure.

A rule either admits one session to some places only (available, need, pinned, frozen), or says how sessions stand to
each other in time (apart, presenter, before). Whether there is a timetable that keeps some of them is asked of CP-SAT.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from breakouts.domain.timetable_problem import Place, Problem

Admitted = dict[int, frozenset[Place]]


@dataclass(frozen=True)
class Rule:
    """`kind`, `sessions` and `presenter` tell it from others; `admits` is None where it is no matter of places."""

    kind: str  # "available", "need", "pinned", "frozen", "apart", "presenter" or "before"
    sessions: tuple[int, ...]
    admits: frozenset[Place] | None = None
    presenter: int | None = None


def rules_of(problem: Problem) -> list[Rule]:
    """All hard rules that exclude anything; rooms that are shut are no rule but a fact."""
    places = open_places(problem)
    rules: list[Rule] = []
    for session in range(problem.sessions):
        available, fits = problem.available[session], problem.fits[session]
        rules.append(Rule("available", (session,), frozenset(at for at in places if available[at[1]])))
        rules.append(Rule("need", (session,), frozenset(at for at in places if fits[at[0]])))
    rules = [rule for rule in rules if rule.admits != places]
    rules += [Rule("pinned", (session,), frozenset({at})) for session, at in sorted(problem.pinned.items())]
    for session in sorted(problem.frozen):
        stands = problem.standing[session]
        rules += [] if stands is None else [Rule("frozen", (session,), frozenset({stands}))]
    for presenter, sessions in sorted(problem.presenters.items()):
        if len(set(sessions)) > 1:
            rules.append(Rule("presenter", tuple(sorted(set(sessions))), presenter=presenter))
    rules += [Rule("apart", pair) for pair in sorted(problem.apart)]
    rules += [Rule("before", pair) for pair in sorted(problem.before)]
    return rules


def open_places(problem: Problem) -> frozenset[Place]:
    """All rooms in all slots, but for those that are shut."""
    everywhere = {(room, slot) for room in range(problem.rooms) for slot in range(problem.slots)}
    return frozenset(everywhere - problem.shut)


def admitted(problem: Problem, sessions: Iterable[int], rules: Iterable[Rule]) -> Admitted:
    """The places that rules leave to each of the sessions, seen by itself."""
    found = dict.fromkeys(sessions, open_places(problem))
    for rule in rules:
        if rule.admits is not None and rule.sessions[0] in found:
            found[rule.sessions[0]] &= rule.admits
    return found


def exclusive_group(first: int, exclude: Mapping[int, set[int]], slots: Mapping[int, frozenset[int]]) -> set[int]:
    """Sessions of which no two may be in one slot, those with few and with like slots before others."""
    group, others = {first}, exclude[first] - {first}
    while others:
        near = min(others, key=lambda one: (len(slots[one] | slots[first]), -len(exclude[one] & others), one))
        group.add(near)
        others = (others & exclude[near]) - {near}
    return group


def alike_places(places: Mapping[int, Iterable[Place]]) -> dict[Place, list[Place]]:
    """Rooms of one slot that suit the same sessions, under the first of them: which one it is makes no difference."""
    suits: defaultdict[Place, list[int]] = defaultdict(list)
    for session, some in places.items():
        for at in some:
            suits[at].append(session)
    groups: defaultdict[tuple[int, frozenset[int]], list[Place]] = defaultdict(list)
    for at in sorted(suits):
        groups[at[1], frozenset(suits[at])].append(at)
    return {group[0]: group for group in groups.values()}


class PlaceModel:
    """Sessions, and the places they may have, as a model of CP-SAT. `choices[session][place]`: whether it is there.

    `alike`: the places that each place stands for; the others are not asked about.
    """

    def __init__(
        self, problem: Problem, places: Mapping[int, Iterable[Place]], alike: Mapping[Place, list[Place]] | None = None
    ) -> None:
        from ortools.sat.python import cp_model

        self.problem, self.cp = problem, cp_model
        self.model: Any = cp_model.CpModel()
        self.alike = alike or {at: [at] for some in places.values() for at in some}
        self.choices = {
            session: {at: self.model.new_bool_var("") for at in sorted(some) if at in self.alike}
            for session, some in places.items()
        }
        self.in_slot: dict[tuple[int, int], list[Any]] = defaultdict(list)
        at_place: dict[Place, list[Any]] = defaultdict(list)
        for session, choices in self.choices.items():
            self.model.add_exactly_one(choices.values())
            for at, choice in choices.items():
                self.in_slot[session, at[1]].append(choice)
                at_place[at].append(choice)
        for at, several in at_place.items():
            if len(several) > len(self.alike[at]):
                self.model.add(sum(several) <= len(self.alike[at]))

    def add_rule(self, rule: Rule, only_if: Any | None = None) -> None:
        """A rule that holds, always or when the literal is true."""
        for row in self._rows(rule):
            constraint = self.model.add(row)
            if only_if is not None:
                constraint.only_enforce_if(only_if)

    def _rows(self, rule: Rule) -> Iterable[Any]:
        if rule.admits is not None:
            yield sum(c for at, c in self.choices[rule.sessions[0]].items() if at not in rule.admits) == 0
        elif rule.kind == "before":
            one, other = (self._slot(session) for session in rule.sessions)
            yield one + 1 <= other
        else:
            for slot in range(self.problem.slots):
                yield sum(choice for session in rule.sessions for choice in self.in_slot[session, slot]) <= 1

    def _slot(self, session: int) -> Any:
        return sum(at[1] * choice for at, choice in self.choices[session].items())

    def keep_standing(self) -> None:
        """Ask for as many sessions as can be where they stand."""
        stands = [(one, at) for one, at in enumerate(self.problem.standing) if at is not None]
        self.model.maximize(sum(self.choices[one][at] for one, at in stands if at in self.choices[one]))

    def solve(self, *, seed: int, effort: float, seconds: float | None) -> "Found":
        """Whether there is a way. `effort` is counted, the clock only ends it."""
        solver = self.cp.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.random_seed = seed % 2**31
        solver.parameters.max_deterministic_time = effort
        if seconds is not None:
            solver.parameters.max_time_in_seconds = max(0.01, seconds)
        status = solver.solve(self.model)
        if status in (self.cp.OPTIMAL, self.cp.FEASIBLE):
            free = {at: iter(alike) for at, alike in self.alike.items()}
            places = {
                session: next(free[next(at for at, choice in choices.items() if solver.boolean_value(choice))])
                for session, choices in self.choices.items()
            }
            return Found(places, is_proven=True)
        core: Sequence[int] = solver.sufficient_assumptions_for_infeasibility() if status == self.cp.INFEASIBLE else ()
        return Found(None, is_proven=status == self.cp.INFEASIBLE, core=tuple(core))


@dataclass(frozen=True)
class Found:
    """Places that keep the rules, or none; `is_proven` False: it is not known whether there are any."""

    places: Mapping[int, Place] | None
    is_proven: bool
    core: tuple[int, ...] = ()


def model_of(
    problem: Problem, rules: Sequence[Rule], sessions: Iterable[int], *, each_room: bool = False
) -> PlaceModel:
    """The sessions under the rules, which name no others; rooms that are alike as one, unless `each_room`."""
    places = admitted(problem, sessions, rules)
    model = PlaceModel(problem, places, None if each_room else alike_places(places))
    for rule in rules:
        if rule.admits is None:
            model.add_rule(rule)
    return model
