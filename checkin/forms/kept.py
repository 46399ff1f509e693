"""The batch that a device sends: every reading that it kept, by its own clock."""

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from checkin.domain.batches import MOST, BatchMalformed, BatchTooLarge, Kept, instant
from checkin.domain.scanning import Reading
from checkin.forms.scanning import MOST_MS
from checkin.models import Checkpoint
from checkin.states import Answer, Direction


def batch_of(
    body: bytes, *, checkpoints: Mapping[int, Checkpoint], at: datetime
) -> tuple[list[Kept], list[str]]:
    """What was kept, and the ids of what of it cannot be read, empty where it has none.

    {"sent": ms, "scans": [{"scan_id", "code" or "attendee", "checkpoint", "direction", "at", "offset", "decided",
    "undone"}]}, instants in milliseconds of the device's clock; offset: how far it was behind ours.
    Refusals: malformed, batch_too_large.
    """
    try:
        given = json.loads(body)
        rows, sent = given["scans"], _number(given.get("sent"))
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError) as unreadable:
        raise BatchMalformed from unreadable
    if not isinstance(rows, list):
        raise BatchMalformed
    if len(rows) > MOST:
        raise BatchTooLarge
    kept, bad = [], []
    for row in rows:
        try:
            kept.append(_kept(row, checkpoints, sent, at))
        except (ValueError, TypeError, KeyError, AttributeError):
            named = row.get("scan_id") if isinstance(row, dict) else None
            bad.append("".join(sign for sign in str(named or "")[:40] if sign.isprintable()))
    return kept, bad


def _kept(row: Any, checkpoints: Mapping[int, Checkpoint], sent: int | None, at: datetime) -> Kept:
    offset = _number(row.get("offset"))

    def when(ms: Any) -> datetime:
        if ms is None:
            raise ValueError("no instant")
        return instant(ms=_number(ms) or 0, offset_ms=offset, sent_ms=sent, at=at)

    attendee, code = _number(row.get("attendee")), row.get("code", "")
    if not isinstance(code, str) or (attendee is None and not code):
        raise ValueError("neither a code nor an attendee")
    decided = row.get("decided") or ""
    reading = Reading(
        checkpoint=checkpoints[row["checkpoint"]],
        scan_id=UUID(row["scan_id"]),
        scanned_at=when(row["at"]),
        code=code[:4000],
        attendee_id=attendee,
        direction=Direction(row.get("direction") or Direction.IN).value,
        device_answer=Answer(decided).value if decided else "",
        clock_offset_ms=offset,
    )
    return Kept(reading, when(row["undone"]) if row.get("undone") else None)


def _number(value: Any) -> int | None:
    """A whole number that a browser can have; None stays None."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not -MOST_MS <= value <= MOST_MS:
        raise ValueError("no number")
    return int(value)
