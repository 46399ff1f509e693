"""What differs between two schedules, session by session."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from breakouts.domain.programme import SessionLine, SlotLine
from breakouts.domain.schedule_content import PlacedSchedule


class ChangeKind(StrEnum):
    """In the order in which people read them."""

    NEW = "new"
    DROPPED = "dropped"
    MOVED = "moved"  # another time; its room may be another, too
    ROOM = "room"
    RETITLED = "retitled"
    PRESENTERS = "presenters"
    DESCRIBED = "described"  # what it is about, its kind, track and elements


@dataclass(frozen=True)
class SessionChange:
    """One session, before and after; `before` is None where it is new, `after` where it is dropped."""

    kinds: frozenset[ChangeKind]
    before: SessionLine | None
    after: SessionLine | None

    @property
    def line(self) -> SessionLine:
        """The session as it is now, or was."""
        line = self.after or self.before
        assert line is not None
        return line

    @property
    def kind(self) -> ChangeKind:
        """The one that weighs most."""
        return next(kind for kind in ChangeKind if kind in self.kinds)

    @property
    def presenters(self) -> frozenset[int]:
        """Who presents it before or after."""
        return presenters_of(self.before) | presenters_of(self.after)

    @property
    def came(self) -> frozenset[int]:
        """Who presents it now and did not."""
        return presenters_of(self.after) - presenters_of(self.before)

    @property
    def left(self) -> frozenset[int]:
        """Who presented it and does no more."""
        return presenters_of(self.before) - presenters_of(self.after)

    def is_over(self, at: datetime) -> bool:
        """Whether it would be past by then, before and after."""
        return all(line is None or line.slot is None or line.slot.ends_at <= at for line in (self.before, self.after))


def difference(before: PlacedSchedule | None, after: PlacedSchedule) -> list[SessionChange]:
    """All sessions that differ, the kinds in order, then by time and room. before: None where nothing was released."""
    was = {line.id: line for line in before.sessions} if before else {}
    now = {line.id: line for line in after.sessions}
    pairs = [(was.get(number), now.get(number)) for number in {**was, **now}]
    changes = [SessionChange(kinds, *pair) for pair in pairs if (kinds := _kinds(*pair))]
    order = list(ChangeKind)
    return sorted(changes, key=lambda change: (order.index(change.kind), *_when_where(change.line)))


def _kinds(before: SessionLine | None, after: SessionLine | None) -> frozenset[ChangeKind]:
    if before is None or after is None:
        return frozenset({ChangeKind.NEW if before is None else ChangeKind.DROPPED})
    differs = {
        ChangeKind.MOVED: _span(before.slot) != _span(after.slot),
        ChangeKind.ROOM: before.room is None or after.room is None or before.room.name != after.room.name,
        ChangeKind.RETITLED: before.title != after.title,
        ChangeKind.PRESENTERS: presenters_of(before) != presenters_of(after),
        ChangeKind.DESCRIBED: _described(before) != _described(after),
    }
    return frozenset(kind for kind, does in differs.items() if does)


def _described(line: SessionLine) -> tuple[object, ...]:
    return line.abstract, line.kind, line.track, line.elements


def presenters_of(line: SessionLine | None) -> frozenset[int]:
    """The ids of who presents it."""
    return frozenset(who.attendee_id for who in line.presenters) if line else frozenset()


def _span(slot: SlotLine | None) -> tuple[datetime, datetime] | None:
    return (slot.starts_at, slot.ends_at) if slot else None


def _when_where(line: SessionLine) -> Iterable[object]:
    assert line.slot is not None
    assert line.room is not None
    return line.slot.starts_at, line.room.name, line.id
