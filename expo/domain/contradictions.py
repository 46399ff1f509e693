"""Why the teams cannot all have a booth: the smallest set of rules that contradict each other. Pure.

A rule admits a team to some booths only: a need, a pin. The teams can all stand when each finds a booth of its own that
all its rules admit (a matching). Where they cannot, some teams have fewer booths between them than they are (Hall);
of their rules one after the other is left out on trial, and stays out while the contradiction stays (deletion
filter). What is left is minimal: without any one of its rules the contradiction would be gone.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass


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
    crowd = _crowd(range(teams), booths, rules)
    if crowd is None:
        return None
    kept = [rule for rule in rules if rule.team in crowd]
    for rule in list(kept):
        without = [other for other in kept if other is not rule]
        if (smaller := _crowd(range(teams), booths, without)) is not None:
            kept = [other for other in without if other.team in smaller] or without
    named = {rule.team for rule in kept}
    crowd = _crowd(sorted(named) if named else range(teams), booths, kept) or set(range(teams))
    return Contradiction(tuple(kept), tuple(sorted(crowd)), tuple(sorted(_reach(crowd, booths, kept))))


def _admitted(teams: Iterable[int], booths: int, rules: Iterable[Rule]) -> Mapping[int, frozenset[int]]:
    admitted = dict.fromkeys(teams, frozenset(range(booths)))
    for rule in rules:
        if rule.team in admitted:
            admitted[rule.team] &= rule.admits
    return admitted


def _reach(teams: Iterable[int], booths: int, rules: Iterable[Rule]) -> frozenset[int]:
    return frozenset().union(*_admitted(teams, booths, rules).values())


def _crowd(teams: Iterable[int], booths: int, rules: Sequence[Rule]) -> set[int] | None:
    """Teams that have fewer booths between them than they are; None where each finds one of its own."""
    admitted = _admitted(teams, booths, rules)
    team_at: dict[int, int] = {}
    booth_of: dict[int, int] = {}
    for team in sorted(admitted, key=lambda team: (len(admitted[team]), team)):
        reached = _seat(team, admitted, team_at, booth_of)
        if reached is not None:
            return {team} | {team_at[booth] for booth in reached}
    return None


def _seat(
    team: int, admitted: Mapping[int, frozenset[int]], team_at: dict[int, int], booth_of: dict[int, int]
) -> set[int] | None:
    """Finds the team a booth, where needed by having others move on; otherwise the booths that it could ask for."""
    asked_by: dict[int, int] = {}
    queue = [team]
    for one in queue:
        for booth in sorted(admitted[one] - asked_by.keys()):
            asked_by[booth] = one
            if booth in team_at:
                queue.append(team_at[booth])
            else:
                _move_on(booth, asked_by, team_at, booth_of)
                return None
    return set(asked_by)


def _move_on(free: int, asked_by: Mapping[int, int], team_at: dict[int, int], booth_of: dict[int, int]) -> None:
    """Who asked for the free booth takes it, who asked for theirs takes theirs, and so on."""
    booth: int | None = free
    while booth is not None:
        mover = asked_by[booth]
        left = booth_of.get(mover)
        team_at[booth], booth_of[mover] = mover, booth
        booth = left
