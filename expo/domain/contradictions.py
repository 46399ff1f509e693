"""Why the teams cannot all have a booth: the smallest set of rules that contradict each other. Pure.

A rule admits a team to some booths only: a need, a pin. The teams can all stand when each finds a booth of its own that
all its rules admit (a matching). Where they cannot, some teams have fewer booths between them than they are (Hall);
of their rules one after the other is left out on trial, and stays out while the contradiction stays (deletion
filter). What is left is minimal: without any one of its rules the contradiction would be gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from jobs.domain.matching import find_crowd
from jobs.domain.smallest_core import smallest_core


@dataclass(frozen=True)
class Rule:
    """`kind` and `team` tell it from others; it admits the team to these booths alone."""

    kind: str  # "need" or "pin"
    team: int
    admits: frozenset[int]


@dataclass(frozen=True)
class Contradiction:
    """`rules` cannot all hold: these `teams` have `booths` between them, one too few. No rules: too few in all."""

    rules: tuple[Rule, ...]
    teams: tuple[int, ...]
    booths: tuple[int, ...]


def find_contradiction(*, teams: int, booths: int, rules: Sequence[Rule]) -> Contradiction | None:
    """A smallest contradiction; None where all teams can stand."""

    def contradicting(some: Sequence[Rule]) -> list[Rule] | None:
        crowd = find_crowd(_admitted(range(teams), booths, some))
        return None if crowd is None else [rule for rule in some if rule.team in crowd]

    kept = smallest_core(rules, contradicting)
    if kept is None:
        return None
    named = {rule.team for rule in kept}
    admitted = _admitted(sorted(named) if named else range(teams), booths, kept)
    crowd = find_crowd(admitted) or set(range(teams))
    reach = frozenset().union(*(admitted.get(team, frozenset(range(booths))) for team in crowd))
    return Contradiction(tuple(kept), tuple(sorted(crowd)), tuple(sorted(reach)))


def _admitted(teams: Iterable[int], booths: int, rules: Iterable[Rule]) -> Mapping[int, frozenset[int]]:
    admitted = dict.fromkeys(teams, frozenset(range(booths)))
    for rule in rules:
        if rule.team in admitted:
            admitted[rule.team] &= rule.admits
    return admitted
