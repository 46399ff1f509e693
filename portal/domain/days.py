"""The days of a convening as its pages list them: what all do together, and how many breakouts stand beside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from breakouts.domain.programme import SessionLine, SlotLine
from breakouts.domain.schedule_content import PlacedSchedule, released_schedule
from breakouts.models import Release
from breakouts.states import SessionKind
from convenings.models import Convening


@dataclass(frozen=True)
class Row:
    """One slot: what it is called, and the number of rooms in which breakouts are held then (0: all together)."""

    slot_id: int
    at: datetime
    ends_at: datetime
    title: str
    rooms: int = 0
    where: str = ""


@dataclass(frozen=True)
class Day:
    """One day in the convening's zone, and its slots in order."""

    on: date
    first_at: datetime
    rows: list[Row] = field(default_factory=list)


def public_schedule(convening: Convening) -> PlacedSchedule | None:
    """What is released of the programme, without names; None before the first release. One statement."""
    release = Release.objects.of(convening).first()
    return released_schedule(release, convening) if release else None


def days_of(schedule: PlacedSchedule | None) -> list[Day]:
    """The sessions by day and slot."""
    if schedule is None:
        return []
    rows = [
        (slot.on, _row(slot, list(together)))
        for slot, together in groupby(schedule.sessions, key=lambda line: line.slot) if slot
    ]  # fmt: skip
    by_day = groupby(rows, key=lambda pair: pair[0])
    return [
        Day(on=on, first_at=listed[0].at, rows=listed) for on, found in by_day if (listed := [row for _, row in found])
    ]


def _row(slot: SlotLine, sessions: Sequence[SessionLine]) -> Row:
    breakouts = sum(line.kind == SessionKind.BREAKOUT for line in sessions)
    if breakouts:
        return Row(slot.id, slot.starts_at, slot.ends_at, title=slot.label, rooms=breakouts)
    first = sessions[0]
    where = first.room.name if first.room else ""
    return Row(slot.id, slot.starts_at, slot.ends_at, title=first.title, where=where)
