"""Who is selected among complete teams, by a published rule. Pure: no database, no clock, no chance.

First the floors ("at least 3 from small districts"), then balance: each next place goes to the team whose kind has the
fewest so far. Ceilings ("at most 2 of each state") hold throughout; among equals the order of completion decides. Whole
teams only: one that does not fit is passed over, and said so.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

EACH = "*"  # the value of a ceiling that holds for every value of its dimension
Key = tuple[str, str]  # dimension and value: ("us_state", "OH")


@dataclass(frozen=True)
class Bound:
    """At least so many teams of a kind, or at most so many; None: no such bound."""

    dimension: str
    value: str
    least: int | None = None
    most: int | None = None


@dataclass(frozen=True)
class Rule:
    """What is balanced over, in no order, and the bounds, in the order in which floors are met."""

    balance: tuple[str, ...] = ()
    bounds: tuple[Bound, ...] = ()


@dataclass(frozen=True)
class Candidate:
    """One complete team: how many come with it, its number in the order of completion, its values by dimension."""

    team: int
    people: int
    completion: int
    traits: Mapping[str, tuple[str, ...]]

    def kinds(self) -> Iterable[Key]:
        return ((dimension, value) for dimension, values in self.traits.items() for value in values)


@dataclass(frozen=True)
class Problem:
    """taken: the traits of the teams that have a place already; the room is what they leave."""

    candidates: tuple[Candidate, ...]
    rule: Rule
    teams: int
    people: int
    taken: tuple[Mapping[str, tuple[str, ...]], ...] = ()


@dataclass(frozen=True)
class Reason:
    """Why: floor, balance, order; or why not yet: ceiling, no_room_teams, no_room_people. `number` belongs to it."""

    code: str
    dimension: str = ""
    value: str = ""
    number: int = 0


@dataclass(frozen=True)
class Verdict:
    team: int
    why: tuple[Reason, ...]


@dataclass(frozen=True)
class Suggestion:
    """The chosen in the order in which they were chosen, the others by completion, and the floors that nobody meets."""

    chosen: tuple[Verdict, ...]
    waiting: tuple[Verdict, ...]
    unmet: tuple[Bound, ...]


@dataclass
class _Table:
    """What is on the table while choosing."""

    problem: Problem
    teams: int
    people: int
    counts: Counter[Key] = field(default_factory=Counter)
    chosen: list[Verdict] = field(default_factory=list)

    def obstacle(self, candidate: Candidate) -> Reason | None:
        """Why this team cannot have a place now."""
        for dimension, value in candidate.kinds():
            for bound in self.problem.rule.bounds:
                fits = bound.dimension == dimension and bound.value in (value, EACH)
                if fits and bound.most is not None and self.counts[dimension, value] >= bound.most:
                    return Reason("ceiling", dimension, value, bound.most)
        if self.teams < 1:
            return Reason("no_room_teams")
        return Reason("no_room_people", number=candidate.people) if self.people < candidate.people else None

    def choose(self, candidate: Candidate, why: tuple[Reason, ...]) -> None:
        self.chosen.append(Verdict(candidate.team, why))
        self.counts.update(candidate.kinds())
        self.teams -= 1
        self.people -= candidate.people


def suggest(problem: Problem) -> Suggestion:
    """The suggestion. Equal problems give equal suggestions."""
    table = _Table(problem, problem.teams, problem.people)
    for traits in problem.taken:
        table.counts.update((dimension, value) for dimension, values in traits.items() for value in values)
    left = sorted(problem.candidates, key=lambda candidate: candidate.completion)
    unmet = tuple(bound for bound in problem.rule.bounds if not _meet_floor(table, left, bound))
    while possible := [candidate for candidate in left if table.obstacle(candidate) is None]:
        best = min(possible, key=lambda candidate: (_crowd(table, candidate), candidate.completion))
        table.choose(best, _why(table, best))
        left.remove(best)
    waiting = tuple(Verdict(candidate.team, (_obstacle(table, candidate),)) for candidate in left)
    return Suggestion(tuple(table.chosen), waiting, unmet)


def count_traits(traits: Iterable[Mapping[str, tuple[str, ...]]]) -> Counter[Key]:
    """How many teams there are of each kind."""
    return Counter((dimension, value) for each in traits for dimension, values in each.items() for value in values)


def _meet_floor(table: _Table, left: list[Candidate], bound: Bound) -> bool:
    """Chooses the first complete teams of a kind until there are enough; whether there are."""
    if bound.least is None:
        return True
    key = (bound.dimension, bound.value)
    while table.counts[key] < bound.least:
        of_kind = (c for c in left if bound.value in c.traits.get(bound.dimension, ()) and table.obstacle(c) is None)
        first = next(of_kind, None)
        if first is None:
            return False
        table.choose(first, (Reason("floor", *key, number=bound.least),))
        left.remove(first)
    return True


def _crowd(table: _Table, candidate: Candidate) -> int:
    """How many like this one are chosen already, over all that is balanced; of several values the rarest counts."""
    balance = table.problem.rule.balance
    return sum(min((table.counts[d, v] for v in candidate.traits.get(d, ())), default=0) for d in balance)


def _why(table: _Table, candidate: Candidate) -> tuple[Reason, ...]:
    """Each balanced dimension with how many of the kind were in before."""
    balance = table.problem.rule.balance
    found = []
    for dimension in balance:
        values = candidate.traits.get(dimension, ())
        if values:
            rarest = min(values, key=lambda value: (table.counts[dimension, value], value))
            found.append(Reason("balance", dimension, rarest, table.counts[dimension, rarest]))
    return tuple(found) or (Reason("order", number=candidate.completion),)


def _obstacle(table: _Table, candidate: Candidate) -> Reason:
    reason = table.obstacle(candidate)
    assert reason is not None  # else it would have been chosen
    return reason
