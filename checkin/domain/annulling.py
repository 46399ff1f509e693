"""Taking a scan back: on the scanner for a minute, at the desk later with a reason. The row stays and says by whom."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from checkin.models import Scan
from journal.domain import entries
from journal.refusals import Refusal

UNDO_FOR = timedelta(minutes=1)


class ScanUnknown(Refusal):
    code = "scan_unknown"
    words = _("This scan is not known here. Please look at the list of scans.")


class UndoTooLate(Refusal):
    code = "undo_too_late"
    words = _("A scan can be undone for a minute. The help desk can still correct it.")


class ReasonMissing(Refusal):
    code = "reason_missing"
    words = _("Please say why this scan is taken back.")
    field = "reason"


@transaction.atomic
def undo_scan(*, scan_id: UUID, pressed_at: datetime, by: str, at: datetime) -> Scan:
    """Takes back a scan of one's own within a minute, by the time at which the button was pressed. Idempotent.

    Refuses: scan_unknown, undo_too_late.
    """
    row = Scan.objects.select_for_update(of=("self",), no_key=True).filter(scan_id=scan_id, by=by).first()
    if row is None:
        raise ScanUnknown
    if min(pressed_at, at) - row.scanned_at > UNDO_FOR:
        raise UndoTooLate
    return _annul(row, because="", by=by, at=at)


@transaction.atomic
def annul_scan(*, scan: Scan, reason: str, by: str, at: datetime) -> Scan:
    """Takes back a scan, whoever made it: the person may be let in anew. Idempotent. Refuses: reason_missing."""
    if not reason.strip():
        raise ReasonMissing
    row = Scan.objects.select_for_update(of=("self",), no_key=True).get(pk=scan.pk)
    return _annul(row, because=reason.strip()[:200], by=by, at=at)


def _annul(row: Scan, *, because: str, by: str, at: datetime) -> Scan:
    if row.annulled_at is not None:
        return row
    row.annulled_at, row.annulled_by, row.annulled_because = at, by, because
    row.save(update_fields=["annulled_at", "annulled_by", "annulled_because"])
    entries.record(
        kind="scan.annulled",
        by=by,
        at=at,
        subject=f"attendee:{row.attendee_id}" if row.attendee_id else f"checkpoint:{row.checkpoint_id}",
        convening_id=row.checkpoint.convening_id,
        data={"scan": row.pk, "checkpoint": row.checkpoint_id},
    )
    return row
