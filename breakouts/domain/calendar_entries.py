"""Sessions in people's calendars: one entry each, brought up to date with every release of the programme."""

from datetime import datetime
from typing import Any

from django.db.models import F, Q

from breakouts.models import CalendarEntry, Session
from convenings.domain.calendars import CalendarEvent, where
from convenings.models import Convening
from convenings.states import OFF

SHOWN = ("kind", "title", "description", "room", "starts_at", "ends_at", "cancelled")


def follow_programme(*, convening_id: int, at: datetime) -> None:
    """Write what calendars show by now. The caller holds the programme. Two statements when nothing changed."""
    placed = {
        session.pk: session
        for session in Session.objects.filter(convening=convening_id, slot__isnull=False).select_related("slot", "room")
    }
    left = Q(session=None, cancelled=True)  # their sessions are gone, and calendars know
    changed = []
    for entry in CalendarEntry.objects.filter(~left, convening=convening_id):
        before, now = _shown_by(entry), _facts(placed.pop(entry.session_id or 0, None))
        if before != before | now:
            for name, value in {**now, "sequence": entry.sequence + 1, "changed_at": at}.items():
                setattr(entry, name, value)
            changed.append(entry)
    CalendarEntry.objects.bulk_create(  # a third of the time of a bulk update: their rows are there
        changed, update_conflicts=True, unique_fields=["id"], update_fields=[*SHOWN, "sequence", "changed_at"]
    )
    CalendarEntry.objects.bulk_create(
        CalendarEntry(convening_id=convening_id, session=session, changed_at=at, **_facts(session))
        for session in placed.values()
    )


def count_all(*, convening: Convening, at: datetime) -> None:
    """All sessions are cancelled with their convening, or stand again with it."""
    CalendarEntry.objects.filter(convening=convening).update(sequence=F("sequence") + 1, changed_at=at)


def event_of(entry: CalendarEntry, convening: Convening, *, busy: bool = False) -> CalendarEvent:
    """The entry for a calendar file."""
    return CalendarEvent(
        uid=str(entry.uid), sequence=entry.sequence, changed_at=entry.changed_at, starts_at=entry.starts_at,
        ends_at=entry.ends_at, title=entry.title, description=entry.description,
        location=where(convening, entry.room), cancelled=entry.cancelled or convening.state in OFF, busy=busy,
    )  # fmt: skip


def _shown_by(entry: CalendarEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in SHOWN}


def _facts(session: Session | None) -> dict[str, Any]:
    """What a session shows; without a place it is cancelled where it was."""
    if session is None or session.slot is None or session.room is None:
        return {"cancelled": True}
    return {
        "kind": session.kind, "title": session.title, "description": session.abstract, "room": session.room.name,
        "starts_at": session.slot.starts_at, "ends_at": session.slot.ends_at, "cancelled": False,
    }  # fmt: skip
