"""What a device kept while it was alone, sent in batches: recorded once each, in order, judged by our rules as well."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext_lazy as _

from checkin.domain.annulling import undo_scan
from checkin.domain.answers import ScanResult
from checkin.domain.refused_scans import note
from checkin.domain.scanning import Reading, record_scans
from checkin.models import Checkpoint, RefusedScan
from journal.refusals import Refusal

MOST = 500
CHUNK = 100  # in one transaction, so that no writer waits for long


class BatchMalformed(Refusal):
    code = "malformed"
    status = 400
    words = _("These scans were not understood. Please load the scanner's page anew.")


class BatchTooLarge(Refusal):
    code = "batch_too_large"
    status = 413
    words = _("These are more than 500 scans. Please send them in batches of 500 at most.")


@dataclass(frozen=True)
class Kept:
    """A reading that a device kept, and when its button “undo” was pressed, if it was."""

    reading: Reading
    undone_at: datetime | None = None


@dataclass(frozen=True)
class Told:
    """What became of one: recorded, or why not. `annulled`: it was undone on the device."""

    scan_id: str
    result: ScanResult | Refusal
    annulled: bool = False

    def as_dict(self) -> dict[str, Any]:
        """For devices and the API: the answer, or the refusal's code and words."""
        if isinstance(self.result, Refusal):
            return {"scan_id": self.scan_id, "answer": "", "code": self.result.code, "words": str(self.result)}
        return {**self.result.as_dict(), "annulled": self.annulled, "code": "", "words": ""}


def instant(*, ms: int, offset_ms: int | None, sent_ms: int | None, at: datetime) -> datetime:
    """When something happened by our clock: by the offset that the device measured then, else by its clock now.

    A device that knows neither is taken at its word; `record_scans` keeps all of it within the last week.
    """
    if offset_ms is None:
        offset_ms = 0 if sent_ms is None else round(at.timestamp() * 1000) - sent_ms
    try:
        return datetime.fromtimestamp(0, at.tzinfo) + timedelta(milliseconds=ms + offset_ms)
    except OverflowError:
        return at


def record_batch(
    *, kept: Sequence[Kept], by: str, at: datetime, unreadable: Sequence[str] = (), where: Checkpoint | None = None
) -> list[Told]:
    """Records at most 500 readings, oldest first, a hundred in a transaction; each is answered by itself.

    Sent again, nothing is recorded twice. A device that let in somebody whom we would not have let in is believed
    about what it did, and our answer stands beside it. Refuses: batch_too_large.
    unreadable: the ids, as far as there are any, of what could not be read of a scanner's batch that begins at `where`.
    """
    if len(kept) > MOST:
        raise BatchTooLarge
    told: list[Told] = []
    ordered = sorted(kept, key=lambda one: one.reading.scanned_at)
    for start in range(0, len(ordered), CHUNK):
        chunk = ordered[start : start + CHUNK]
        answers = record_scans(readings=[one.reading for one in chunk], by=by, at=at)
        told += [Told(str(one.reading.scan_id), answer) for one, answer in zip(chunk, answers, strict=True)]
        told = _undo(chunk, told, by, at)
    if unreadable and where:
        note([_unread(scan_id, where, by, at) for scan_id in unreadable])
        told += [Told(scan_id, BatchMalformed()) for scan_id in unreadable]
    return told


def _unread(scan_id: str, where: Checkpoint, by: str, at: datetime) -> RefusedScan:
    return RefusedScan(
        checkpoint=where, scan_id=scan_id, code=BatchMalformed.code, scanned_at=at, received_at=at, by=by
    )


def _undo(chunk: Sequence[Kept], told: list[Told], by: str, at: datetime) -> list[Told]:
    undone = {str(one.reading.scan_id) for one in chunk if one.undone_at is not None and _undone(one, by, at)}
    return [replace(one, annulled=True) if one.scan_id in undone else one for one in told]


def _undone(one: Kept, by: str, at: datetime) -> bool:
    assert one.undone_at is not None
    try:
        undo_scan(scan_id=one.reading.scan_id, pressed_at=one.undone_at, by=by, at=at)
    except Refusal:
        return False
    return True
