"""The programme as pages show it: days of times, rooms beside each other. Data only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from breakouts.models import Presentation, Room, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening


@dataclass(frozen=True)
class RoomLine:
    id: int
    name: str
    capacity: int


@dataclass(frozen=True)
class SlotLine:
    id: int
    label: str
    starts_at: datetime  # UTC; pages show the convening's zone
    ends_at: datetime
    on: date  # the day in the convening's zone on which it begins
    ends_next_day: bool


@dataclass(frozen=True)
class PresenterLine:
    attendee_id: int
    name: str
    whence: str  # the team's place or the organization; may be empty


@dataclass(frozen=True)
class SessionLine:
    id: int
    version: int
    kind: SessionKind
    title: str
    abstract: str
    room: RoomLine | None
    slot: SlotLine | None
    presenters: tuple[PresenterLine, ...]
    track: str = ""
    elements: tuple[str, ...] = ()  # read where a schedule is written down or released
    uid: str = ""  # the session's in calendars, once it was released

    @cached_property
    def by(self) -> str:
        """Who presents, in one line: their places, or their names where no place is known."""
        shown = (who.whence or who.name for who in self.presenters)
        return ", ".join(words for words in dict.fromkeys(shown) if words)

    @property
    def names(self) -> str:
        """Who presents, by name."""
        return ", ".join(who.name for who in self.presenters if who.name)


@dataclass(frozen=True)
class Column:
    """One time. Where no breakout is held, it is `shared`: one cell through all rooms."""

    slot: SlotLine
    sessions: tuple[SessionLine, ...]
    shared: bool


@dataclass(frozen=True)
class Cell:
    column: Column
    session: SessionLine | None


@dataclass(frozen=True)
class Row:
    """One room on one day, with a cell for every time."""

    room: RoomLine
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Day:
    """One day's times, and the rooms in which breakouts are held on it."""

    on: date
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def sessions(self) -> int:
        """How many sessions are held on this day."""
        return sum(len(column.sessions) for column in self.columns)


@dataclass(frozen=True)
class ProgrammeSheet:
    days: tuple[Day, ...]
    unplaced: tuple[SessionLine, ...]
    rooms: tuple[RoomLine, ...]
    slots: tuple[SlotLine, ...]

    def day(self, on: date) -> Day | None:
        """The day, or None where nothing is held on it."""
        return next((day for day in self.days if day.on == on), None)

    def session(self, number: int) -> SessionLine | None:
        """The session with this id, placed or not."""
        held = (session for day in self.days for column in day.columns for session in column.sessions)
        return next((line for line in (*self.unplaced, *held) if line.id == number), None)


def programme_of(convening: Convening) -> ProgrammeSheet:
    """All rooms, times and sessions of a convening as they stand now. Four statements, whatever their number."""
    rooms = {room.pk: RoomLine(room.pk, room.name, room.capacity) for room in Room.objects.filter(convening=convening)}
    slots = {
        slot.pk: slot_line(slot.pk, slot.label, slot.starts_at, slot.ends_at, convening)
        for slot in TimeSlot.objects.filter(convening=convening)
    }
    presenters = _presenters(convening)
    found = Session.objects.filter(convening=convening).order_by("title", "id")
    lines = [_session_line(session, rooms, slots, presenters) for session in found]
    return sheet_of(tuple(rooms.values()), tuple(slots.values()), lines)


def sheet_of(
    rooms: tuple[RoomLine, ...], slots: tuple[SlotLine, ...], sessions: Iterable[SessionLine]
) -> ProgrammeSheet:
    """The sessions by day, time and room."""
    placed: dict[int, list[SessionLine]] = defaultdict(list)
    unplaced = []
    for line in sessions:
        if line.slot is None:
            unplaced.append(line)
        else:
            placed[line.slot.id].append(line)
    order = {room.id: place for place, room in enumerate(rooms)}
    for lines in placed.values():
        lines.sort(key=lambda line: order[line.room.id] if line.room else -1)
    days = tuple(
        _day(on, [slot for slot in slots if slot.on == on], rooms, placed) for on in sorted({slot.on for slot in slots})
    )
    return ProgrammeSheet(days, tuple(unplaced), rooms, slots)


def presented_in(convening: Convening) -> list[tuple[object, ...]]:
    """Who presents which session, and whence they come, as rows. One statement."""
    return list(
        Presentation.objects.filter(session__convening=convening)
        .order_by("session", "id")
        .values_list(
            "session", "presenter", "presenter__person__name", "presenter__organization",
            "presenter__team__name", "presenter__team__us_state",
        )
    )


def _presenters(convening: Convening) -> Mapping[int, tuple[PresenterLine, ...]]:
    found: dict[int, list[PresenterLine]] = defaultdict(list)
    for session, *who in presented_in(convening):
        found[int(str(session))].append(presenter_line(*who))
    return {number: tuple(lines) for number, lines in found.items()}


def presenter_line(
    attendee: object, name: object, organization: object, team: object, us_state: object
) -> PresenterLine:
    """Who presents, and whence: from the team's place, else the organization."""
    return PresenterLine(int(str(attendee)), str(name), f"{team}, {us_state}" if team else str(organization))


def slot_line(number: int, label: str, starts_at: datetime, ends_at: datetime, convening: Convening) -> SlotLine:
    """A span of time, on the convening's calendar."""
    on, until = convening.local(starts_at).date(), convening.local(ends_at).date()
    return SlotLine(number, label, starts_at, ends_at, on, until > on)


def _session_line(
    session: Session,
    rooms: Mapping[int, RoomLine],
    slots: Mapping[int, SlotLine],
    presenters: Mapping[int, tuple[PresenterLine, ...]],
) -> SessionLine:
    return SessionLine(
        id=session.pk,
        version=session.version,
        kind=SessionKind(session.kind),
        title=session.title,
        abstract=session.abstract,
        room=rooms[session.room_id] if session.room_id else None,
        slot=slots[session.slot_id] if session.slot_id else None,
        presenters=presenters.get(session.pk, ()),
        track=session.track,
    )


def _day(
    on: date, slots: Iterable[SlotLine], rooms: Iterable[RoomLine], placed: Mapping[int, list[SessionLine]]
) -> Day:
    columns = []
    for slot in slots:
        sessions = tuple(placed.get(slot.id, ()))
        shared = all(session.kind != SessionKind.BREAKOUT for session in sessions)
        columns.append(Column(slot, sessions, shared))
    used = {session.room for column in columns if not column.shared for session in column.sessions}
    return Day(on, tuple(columns), rows_of([room for room in rooms if room in used], columns))


def rows_of(rooms: Iterable[RoomLine], columns: Iterable[Column]) -> tuple[Row, ...]:
    """These rooms by these times."""
    columns = tuple(columns)
    held = {
        (session.room, column.slot): session for column in columns for session in column.sessions
    }
    return tuple(Row(room, tuple(Cell(column, held.get((room, column.slot))) for column in columns)) for room in rooms)
