"""The days of a convening as its pages list them: what all do together, and how many breakouts stand beside."""

from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby

from breakouts.models import Session, TimeSlot
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


def days_of(convening: Convening) -> list[Day]:
    """The placed sessions by day and slot. One statement."""
    placed = (
        Session.objects.filter(convening=convening, slot__isnull=False)
        .select_related("slot", "room")
        .only("id", "kind", "title", "slot__label", "slot__starts_at", "slot__ends_at", "room__name")
        .order_by("slot__starts_at", "slot_id", "id")
    )
    rows = [_row(slot, list(together)) for slot, together in groupby(placed, key=lambda session: session.slot) if slot]
    by_day = groupby(rows, key=lambda row: convening.local(row.at).date())
    return [Day(on=on, first_at=listed[0].at, rows=listed) for on, found in by_day if (listed := list(found))]


def _row(slot: TimeSlot, sessions: list[Session]) -> Row:
    breakouts = sum(session.kind == SessionKind.BREAKOUT for session in sessions)
    if breakouts:
        return Row(slot.pk, slot.starts_at, slot.ends_at, title=slot.label, rooms=breakouts)
    first = sessions[0]
    return Row(slot.pk, slot.starts_at, slot.ends_at, title=first.title, where=first.room.name if first.room else "")
