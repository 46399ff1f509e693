"""The schedule as organizers work on it: one day's rooms by times, what is not placed, and what is wrong."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from breakouts.domain.schedule_checks import conflicts, problems_at
from breakouts.domain.schedule_facts import RoomFacts, Schedule, SessionFacts, SlotFacts
from breakouts.domain.schedule_problem import Problem
from breakouts.domain.slots import LONGEST
from breakouts.states import Level, SessionKind

FEW_ROOMS = 8
CLASS_OF = {Level.IMPOSSIBLE: "must", Level.UNWISE: "should", Level.HINT: "know"}


@dataclass(frozen=True)
class Conflict:
    """A problem with its number in the list; `on` the day where it is seen, None where it is on none."""

    number: int
    problem: Problem
    on: date | None

    @property
    def css(self) -> str:
        """The class of its mark."""
        return CLASS_OF[self.problem.level]

    @property
    def session(self) -> int:
        """The session that one would move."""
        return self.problem.sessions[0]


@dataclass(frozen=True)
class BoardColumn:
    """One time; `most`: seconds that it may last, up to the time after it or to the end of the days.

    `is_shared`: what is held then is for everybody, or for no round of breakouts.
    """

    slot: SlotFacts
    after: SlotFacts | None
    most: int
    is_shared: bool

    @property
    def starts(self) -> int:
        """In seconds since 1970, as pages count."""
        return int(self.slot.starts_at.timestamp())

    @property
    def ends(self) -> int:
        """In seconds since 1970."""
        return int(self.slot.ends_at.timestamp())


@dataclass(frozen=True)
class BoardCell:
    room: RoomFacts
    slot: SlotFacts
    session: SessionFacts | None
    conflict: Conflict | None


@dataclass(frozen=True)
class BoardRow:
    room: RoomFacts
    cells: tuple[BoardCell, ...]


@dataclass(frozen=True)
class Board:
    columns: tuple[BoardColumn, ...]
    rows: tuple[BoardRow, ...]
    unplaced: tuple[SessionFacts, ...]
    conflicts: tuple[Conflict, ...]

    @property
    def is_dense(self) -> bool:
        """So many rooms that each gets two lines, for all of them to be seen at once."""
        return len(self.rows) > FEW_ROOMS

    @property
    def counts(self) -> list[tuple[Level, int]]:
        """How many conflicts there are of each level, where there are any."""
        found = [(level, sum(one.problem.level == level for one in self.conflicts)) for level in Level]
        return [(level, count) for level, count in found if count]


def day_of(schedule: Schedule, slot: int | None) -> date | None:
    """The day on the convening's calendar on which a time begins."""
    found = schedule.slots.get(slot or 0)
    return schedule.convening.local(found.starts_at).date() if found else None


def board_of(schedule: Schedule, *, on: date, rooms: Collection[int] = ()) -> Board:
    """One day, with all rooms or some; the conflicts are those of all days."""
    columns = tuple(_column(schedule, slot) for slot in schedule.slots.values() if day_of(schedule, slot.id) == on)
    unplaced = tuple(session for session in schedule.sessions.values() if not session.is_placed)
    found = tuple(_numbered(schedule))
    shown = [room for room in schedule.rooms.values() if not rooms or room.id in rooms]
    return Board(columns, tuple(_rows(schedule, shown, columns, found)), unplaced, found)


def _column(schedule: Schedule, slot: SlotFacts) -> BoardColumn:
    after = schedule.beside[slot.id][1]
    until = min(after.starts_at if after else schedule.bounds[1], slot.starts_at + LONGEST)
    kinds = {session.kind for session in schedule.by_slot.get(slot.id, ())}
    is_shared = bool(kinds) and SessionKind.BREAKOUT not in kinds
    return BoardColumn(slot, after, int((until - slot.starts_at).total_seconds()), is_shared)


def _numbered(schedule: Schedule) -> Iterable[Conflict]:
    """All but what is in the list of the unplaced anyway."""
    rest = [problem for problem in conflicts(schedule) if problem.code != "unplaced"]
    for number, problem in enumerate(rest, 1):
        yield Conflict(number, problem, day_of(schedule, problem.slot))


def _rows(
    schedule: Schedule, rooms: Iterable[RoomFacts], columns: Iterable[BoardColumn], found: Iterable[Conflict]
) -> Iterable[BoardRow]:
    held = {(session.room, session.slot): session for session in schedule.sessions.values() if session.is_placed}
    worst: dict[int, Conflict] = {}
    for conflict in found:
        for number in conflict.problem.sessions:
            worst.setdefault(number, conflict)
    columns = tuple(columns)
    for room in rooms:
        cells = []
        for column in columns:
            session = held.get((room.id, column.slot.id))
            cells.append(BoardCell(room, column.slot, session, worst.get(session.id) if session else None))
        yield BoardRow(room, tuple(cells))


@dataclass(frozen=True)
class Verdict:
    """Whether a session may go to a place: "yes", "maybe" or "no"; `short` for its cell, `words` for reading."""

    may: str
    short: str
    words: str


def verdicts_on(schedule: Schedule, session: int) -> Mapping[tuple[int, int], Verdict]:
    """For each room and slot whether a session may go there; without where it is."""
    stands = (schedule.sessions[session].room, schedule.sessions[session].slot)
    places = [(room, slot) for room in schedule.rooms for slot in schedule.slots if (room, slot) != stands]
    return {place: verdict_on(schedule, session, *place) for place in places}


def verdict_on(schedule: Schedule, session: int, room: int, slot: int) -> Verdict:
    """Whether a session may go to a room and slot."""
    problems = problems_at(schedule, session=session, room=room, slot=slot)
    if not problems:
        fits = _fits(schedule.sessions[session], schedule.rooms[room])
        return Verdict("yes", fits, fits)
    if problems[0].level == Level.IMPOSSIBLE:
        return Verdict("no", problems[0].short, problems[0].words)
    return Verdict("maybe", problems[0].short, " ".join(problem.words for problem in problems))


def _fits(session: SessionFacts, room: RoomFacts) -> str:
    if session.expected is None:
        return _("Fits: %(seats)s seats") % {"seats": room.capacity}
    return _("Fits: %(seats)s seats, %(n)s expected") % {"seats": room.capacity, "n": session.expected}
