"""A team's rota as a strip, which is a picture and a table at once: one row a member, one cell a wave."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from expo.domain.crews import TeamCrew
from expo.domain.shift_rules import broken
from expo.models import Shift, Wave
from registration.models import Attendee


class CellKind(StrEnum):
    AT, WALK, AWAY = "at", "walk", "away"


@dataclass(frozen=True)
class Cell:
    wave: Wave
    kind: CellKind
    room: str = ""
    late: bool = False  # away because they have not come yet
    shift: Shift | None = None


@dataclass(frozen=True)
class Row:
    """`strained`: their shifts break the hall's rules, which have changed since."""

    person: Attendee
    cells: tuple[Cell, ...]
    strained: bool

    @property
    def walks(self) -> int:
        return sum(cell.kind == CellKind.WALK for cell in self.cells)


@dataclass(frozen=True)
class WaveLine:
    """One wave: who stands there."""

    wave: Wave
    there: tuple[Attendee, ...]
    over: bool

    @property
    def names(self) -> str:
        return ", ".join(person.person.name for person in self.there)

    @property
    def shade(self) -> int:
        """How dark the picture is: the people there, three for more."""
        return min(3, len(self.there))

    @property
    def ids(self) -> str:
        """As the form gives back who stood there when the page was made."""
        return " ".join(str(person.pk) for person in self.there)


@dataclass(frozen=True)
class Strip:
    crew: TeamCrew
    rows: tuple[Row, ...]
    lines: tuple[WaveLine, ...]

    @property
    def has_shifts(self) -> bool:
        return bool(self.crew.held)


def strip_of(crew: TeamCrew, *, at: datetime) -> Strip:
    """The strip of one team. No statement."""
    rows = tuple(_row(crew, member) for member in range(len(crew.people)))
    lines = tuple(
        WaveLine(
            wave, tuple(row.person for row in rows if row.cells[number].kind == CellKind.AT), over=wave.ends_at <= at
        )
        for number, wave in enumerate(crew.waves)
    )
    return Strip(crew, rows, lines)


def _row(crew: TeamCrew, member: int) -> Row:
    cells = tuple(_cell(crew, member, wave) for wave in range(len(crew.waves)))
    return Row(crew.people[member], cells, strained=broken(crew.crew, member, crew.shifts[member]) is not None)


def _cell(crew: TeamCrew, member: int, wave: int) -> Cell:
    if (member, wave) in crew.held:
        return Cell(crew.waves[wave], CellKind.AT, shift=crew.held[member, wave])
    if wave in crew.crew.members[member].elsewhere:
        return Cell(
            crew.waves[wave], CellKind.AWAY, crew.rooms.get((member, wave), ""), late=crew.is_late(member, wave)
        )
    return Cell(crew.waves[wave], CellKind.WALK)
