"""The hard rules of a rota for one member at a time, as the plan and every change by hand keep to. Pure."""

from collections.abc import Sequence
from enum import StrEnum
from itertools import groupby

from expo.domain.rota import Crew, Shifts


class Broken(StrEnum):
    """Which rule a member's shifts break."""

    ELSEWHERE = "elsewhere"
    TOO_LONG = "too_long"
    NO_WALK = "no_walk"


def broken(crew: Crew, member: int, row: Sequence[bool]) -> Broken | None:
    """The first rule that these shifts of a member break."""
    elsewhere = crew.members[member].elsewhere
    if any(row[wave] for wave in elsewhere):
        return Broken.ELSEWHERE
    if max((sum(run) for at, run in groupby(row) if at), default=0) > crew.in_a_row_most:
        return Broken.TOO_LONG
    here = crew.waves - len(elsewhere)
    return Broken.NO_WALK if sum(row) > max(0, here - crew.free_least) else None


def with_wave(row: Sequence[bool], wave: int) -> tuple[bool, ...]:
    """The same shifts and one more."""
    return tuple(at or number == wave for number, at in enumerate(row))


def without_wave(row: Sequence[bool], wave: int) -> tuple[bool, ...]:
    """The same shifts and one less."""
    return tuple(at and number != wave for number, at in enumerate(row))


def could_stand(crew: Crew, shifts: Shifts, wave: int) -> list[int]:
    """The members who are free in a wave and may stand in it beside what they stand already; the least loaded first."""
    free = [
        member for member in range(len(crew.members))
        if not shifts[member][wave] and broken(crew, member, with_wave(shifts[member], wave)) is None
    ]  # fmt: skip
    return sorted(free, key=lambda member: (sum(shifts[member]), member))


def pins_contradict(crew: Crew) -> bool:
    """Whether the pinned shifts alone break a rule."""
    rows = [[(member, wave) in crew.pinned for wave in range(crew.waves)] for member in range(len(crew.members))]
    return any(broken(crew, member, row) for member, row in enumerate(rows))
