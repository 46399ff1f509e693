"""The programme as pages show it: days of times, rooms beside each other. Data only."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from breakouts.models import Presentation, Programme, Room, Session, TimeSlot
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

    @property
    def by(self) -> str:
        """Who presents, in one line: their places, or their names where no place is known."""
        return ", ".join(dict.fromkeys(who.whence or who.name for who in self.presenters))

    @property
    def names(self) -> str:
        """Who presents, by name."""
        return ", ".join(who.name for who in self.presenters)


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


def programme_of(convening: Convening, *, presented: "Presented | None" = None) -> ProgrammeSheet:
    """All rooms, times and sessions of a convening. Four statements, whatever their number; three with `presented`."""
    rooms = {room.pk: RoomLine(room.pk, room.name, room.capacity) for room in Room.objects.filter(convening=convening)}
    slots = {slot.pk: _slot_line(slot, convening) for slot in TimeSlot.objects.filter(convening=convening)}
    presenters = _presenters(presented_in(convening) if presented is None else presented)
    placed: dict[int, list[SessionLine]] = defaultdict(list)
    unplaced = []
    for session in Session.objects.filter(convening=convening).order_by("title", "id"):
        line = _session_line(session, rooms, slots, presenters)
        if line.slot is None:
            unplaced.append(line)
        else:
            placed[line.slot.id].append(line)
    order = {number: place for place, number in enumerate(rooms)}
    for lines in placed.values():
        lines.sort(key=lambda line: order[line.room.id] if line.room else -1)
    days = tuple(
        _day(on, [slot for slot in slots.values() if slot.on == on], rooms.values(), placed)
        for on in sorted({slot.on for slot in slots.values()})
    )
    return ProgrammeSheet(days, tuple(unplaced), tuple(rooms.values()), tuple(slots.values()))


def programme_stamp(convening: Convening, *, presented: "Presented | None" = None) -> str:
    """A digest of all that the programme's page shows, for answering "unchanged"; nothing is drawn.

    Two statements, one with `presented`.
    """
    version = Programme.objects.filter(convening=convening).values_list("version", flat=True).first()
    fields = ("name", "time_zone", "starts_at", "ends_at", "contact_email", "is_demo", "state", "slug")
    shown = [version, *(getattr(convening, field) for field in fields)]
    shown.append(presented_in(convening) if presented is None else presented)
    return sha256(repr(shown).encode()).hexdigest()[:32]


Presented = list[tuple[object, ...]]


def presented_in(convening: Convening) -> Presented:
    """Who presents which session, and whence they come, as rows. One statement."""
    return list(
        Presentation.objects.filter(session__convening=convening)
        .order_by("session", "id")
        .values_list(
            "session", "presenter", "presenter__person__name", "presenter__organization",
            "presenter__team__name", "presenter__team__us_state",
        )
    )


def _presenters(presented: Presented) -> Mapping[int, tuple[PresenterLine, ...]]:
    found: dict[int, list[PresenterLine]] = defaultdict(list)
    for session, attendee, name, organization, team, us_state in presented:
        whence = f"{team}, {us_state}" if team else str(organization)
        found[int(str(session))].append(PresenterLine(int(str(attendee)), str(name), whence))
    return {number: tuple(lines) for number, lines in found.items()}


def _slot_line(slot: TimeSlot, convening: Convening) -> SlotLine:
    on, until = convening.local(slot.starts_at).date(), convening.local(slot.ends_at).date()
    return SlotLine(slot.pk, slot.label, slot.starts_at, slot.ends_at, on, until > on)


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
