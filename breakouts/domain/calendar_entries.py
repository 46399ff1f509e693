"""Sessions in people's calendars: one entry each, brought up to date with every change of the programme."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet

from breakouts.models import CalendarEntry, Session
from convenings.domain.calendars import CalendarEvent, where
from convenings.models import Convening
from convenings.states import OFF

SHOWN = ("kind", "title", "description", "room", "starts_at", "ends_at", "cancelled")


@dataclass(frozen=True)
class Change:
    """An entry that shows something else now, and what it showed before; `before` is empty when it is new."""

    entry: CalendarEntry
    before: Mapping[str, Any]


def follow_programme(
    *, convening_id: int, at: datetime, sessions: Collection[int] | None = None
) -> list[Change]:
    """Write what calendars show by now, of all sessions or of these. The caller holds the programme.

    Two statements when nothing changed.
    """
    placed = {session.pk: session for session in _placed(convening_id, sessions)}
    left = Q(session=None, cancelled=True)  # their sessions are gone, and calendars know
    known = CalendarEntry.objects.filter(~left, convening=convening_id)
    entries = list(known if sessions is None else known.filter(session__in=sessions))
    changes = []
    for entry in entries:
        before, now = _shown_by(entry), _facts(placed.pop(entry.session_id or 0, None))
        if before != before | now:
            for name, value in {**now, "sequence": entry.sequence + 1, "changed_at": at}.items():
                setattr(entry, name, value)
            changes.append(Change(entry, before))
    CalendarEntry.objects.bulk_update((change.entry for change in changes), [*SHOWN, "sequence", "changed_at"])
    fresh = [
        CalendarEntry(convening_id=convening_id, session=session, changed_at=at, **_facts(session))
        for session in placed.values()
    ]
    return changes + [Change(entry, {}) for entry in CalendarEntry.objects.bulk_create(fresh)]


def _placed(convening_id: int, sessions: Collection[int] | None) -> "QuerySet[Session]":
    found = Session.objects.filter(convening=convening_id, slot__isnull=False).select_related("slot", "room")
    return found if sessions is None else found.filter(pk__in=sessions)


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
