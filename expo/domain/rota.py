"""Who of a team is at its booth in which wave. Pure: plain data in, plain data out; one small model a team (CP-SAT).

Hard: nobody is at the booth while expected elsewhere, nobody longer in a row than the limit, and everybody has the
set number of waves to walk around (or all in which they are here, if those are fewer). Then, in this order: as many
waves staffed as can be; as many pairs of sides as can be free together once; as few changes as can be to what stands;
nobody at the booth much more than others. The same team gets the same rota, whatever the machine.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations
from typing import Any

Progress = Callable[[int, int], None]  # (teams done, of how many)
Shifts = tuple[tuple[bool, ...], ...]  # one row a member, one value a wave: at the booth

EFFORT = 2.0  # deterministic seconds a model; a team of ten in twelve waves needs a tenth of it
SEED = 1


class GapReason(StrEnum):
    """Why nobody is at the booth in a wave."""

    NOBODY_HERE = "nobody_here"  # all are expected elsewhere
    WALKING = "walking"  # whoever is here is owed the time to walk around
    TOO_LONG = "too_long"  # whoever is here would be at the booth too long in a row


@dataclass(frozen=True)
class Member:
    """`side` "" for none. `elsewhere`: the waves in which they present, have not arrived, or have left."""

    id: int
    side: str = ""
    elsewhere: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Crew:
    """A team and the rules of its hall. `standing`: its shifts now, empty for none; `pinned` ones stay."""

    members: tuple[Member, ...]
    waves: int
    free_least: int = 2
    in_a_row_most: int = 2
    standing: Shifts = ()
    pinned: frozenset[tuple[int, int]] = frozenset()  # (position of the member, wave) at the booth


@dataclass(frozen=True)
class Gap:
    wave: int
    reason: GapReason


@dataclass(frozen=True)
class Rota:
    """`together`: pairs of sides that are free at once in some wave; `apart`: those that never are."""

    shifts: Shifts
    gaps: tuple[Gap, ...]
    together: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]


class PinsContradict(Exception):
    """The pinned shifts break a hard rule between them."""


def plan_crews(crews: Sequence[Crew], *, progress: Progress | None = None) -> tuple[Rota, ...]:
    """A rota for each crew; equal ones are planned once. Raises PinsContradict."""
    known: dict[Crew, Rota] = {}
    rotas = []
    for number, crew in enumerate(crews, start=1):
        nameless = replace(crew, members=tuple(replace(member, id=0) for member in crew.members))
        if nameless not in known:
            known[nameless] = plan_crew(crew)
        rotas.append(known[nameless])
        if progress is not None:
            progress(number, len(crews))
    return tuple(rotas)


def plan_crew(crew: Crew) -> Rota:
    """The best rota of one team. Raises PinsContradict."""
    shifts = _solve(crew)
    if shifts is None:
        raise PinsContradict
    gaps = tuple(
        Gap(wave, _reason(crew, shifts, wave)) for wave in range(crew.waves) if not any(row[wave] for row in shifts)
    )
    pairs = list(combinations(sides_of(crew), 2))
    together = tuple(pair for pair in pairs if any(_both_free(crew, shifts, pair, wave) for wave in range(crew.waves)))
    return Rota(shifts, gaps, together, tuple(pair for pair in pairs if pair not in together))


def sides_of(crew: Crew) -> tuple[str, ...]:
    """The sides of a team, each once, in alphabetical order."""
    return tuple(sorted({member.side for member in crew.members if member.side}))


def is_free(crew: Crew, shifts: Shifts, member: int, wave: int) -> bool:
    """Whether a member can walk around in a wave: here, and not at the booth."""
    return not shifts[member][wave] and wave not in crew.members[member].elsewhere


def _both_free(crew: Crew, shifts: Shifts, pair: tuple[str, str], wave: int) -> bool:
    free = {m.side for n, m in enumerate(crew.members) if is_free(crew, shifts, n, wave)}
    return free.issuperset(pair)


def _reason(crew: Crew, shifts: Shifts, wave: int) -> GapReason:
    """What would have to give way, were somebody to stand there: tried by giving it way."""
    here = [n for n, member in enumerate(crew.members) if wave not in member.elsewhere]
    if not here:
        return GapReason.NOBODY_HERE
    kept = crew.pinned | {(n, w) for n, row in enumerate(shifts) for w, at in enumerate(row) if at}
    for member in here:
        with_them = replace(crew, pinned=kept | {(member, wave)}, free_least=0)
        if _solve(with_them) is not None:
            return GapReason.WALKING
    return GapReason.TOO_LONG


def _solve(crew: Crew) -> Shifts | None:
    """The shifts, None where the pins leave none."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    at = [
        [model.new_constant(0) if w in member.elsewhere else model.new_bool_var("") for w in range(crew.waves)]
        for member in crew.members
    ]
    _hold_rules(model, crew, at)
    staffed = [model.new_bool_var(f"staffed {w}") for w in range(crew.waves)]
    for wave, is_staffed in enumerate(staffed):
        present = sum(row[wave] for row in at)
        model.add(present >= is_staffed)
        if not any(pin[1] == wave for pin in crew.pinned):
            model.add(present <= 1)
    model.maximize(_worth(model, crew, at, staffed))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = EFFORT
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    return tuple(tuple(bool(solver.value(shift)) for shift in row) for row in at)


def _hold_rules(model: Any, crew: Crew, at: list[list[Any]]) -> None:
    for row, member in zip(at, crew.members, strict=True):
        here = [wave for wave in range(crew.waves) if wave not in member.elsewhere]
        model.add(sum(row[wave] for wave in here) <= max(0, len(here) - crew.free_least))
        for first in range(crew.waves - crew.in_a_row_most):
            model.add(sum(row[first : first + crew.in_a_row_most + 1]) <= crew.in_a_row_most)
    for position, wave in crew.pinned:
        model.add(at[position][wave] == 1)


def _worth(model: Any, crew: Crew, at: list[list[Any]], staffed: list[Any]) -> Any:
    """Staffed waves above pairs of sides free together, above what stands, above an even load."""
    size = len(crew.members) * crew.waves
    pairs = [_together(model, crew, at, pair) for pair in combinations(sides_of(crew), 2)]
    most = model.new_int_var(0, crew.waves, "the longest time at the booth")
    for row in at:
        model.add(sum(row) <= most)
    kept: Iterable[Any] = (
        (shift if stood else 1 - shift)
        for row, standing in zip(at, crew.standing, strict=False)
        for shift, stood in zip(row, standing, strict=False)
    )
    change, pair = crew.waves + 1, (size + 1) * (crew.waves + 1)
    wave = pair * (len(pairs) + 1)
    return wave * sum(staffed) + pair * sum(pairs) + change * sum(kept) - most


def _together(model: Any, crew: Crew, at: list[list[Any]], pair: tuple[str, str]) -> Any:
    """A variable that is 1 only if both sides have somebody free in some wave."""
    moments = []
    for wave in range(crew.waves):
        moment = model.new_bool_var(f"{pair} {wave}")
        for side in pair:
            free = [
                1 - row[wave]
                for row, member in zip(at, crew.members, strict=True)
                if member.side == side and wave not in member.elsewhere
            ]
            model.add(moment <= sum(free))
        moments.append(moment)
    once = model.new_bool_var(f"{pair} together")
    model.add(once <= sum(moments))
    return once
