"""The organizers' grid of one day: every room and every time, free or not."""

from dataclasses import dataclass

from breakouts.domain.programme import Cell, Day, ProgrammeSheet, Row


@dataclass(frozen=True)
class Grid:
    day: Day
    rows: tuple[Row, ...]


def grid_of(sheet: ProgrammeSheet, day: Day) -> Grid:
    """All rooms of the convening by all times of the day."""
    held = {
        (session.room.id, column.slot.id): session
        for column in day.columns
        for session in column.sessions
        if session.room
    }
    rows = tuple(
        Row(room, tuple(Cell(column.slot, held.get((room.id, column.slot.id))) for column in day.columns))
        for room in sheet.rooms
    )
    return Grid(day, rows)
