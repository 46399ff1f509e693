"""What asks for a look is marked as seen by an organizer: the row stays as it is, and the list calms down."""

from datetime import datetime

from django.db import transaction

from checkin.domain.refused_scans import rows_of
from checkin.models import Checkpoint, Scan
from checkin.states import RefusedKind
from journal.domain import entries


@transaction.atomic
def see_double(*, scan: Scan, by: str, at: datetime) -> bool:
    """Somebody looked at what a scanner decided alone. False: it was seen before."""
    seen = Scan.objects.filter(pk=scan.pk, seen_at__isnull=True).update(seen_at=at, seen_by=by)
    if seen:
        _record("scan.seen", scan.checkpoint, {"scan": scan.pk}, by=by, at=at)
    return bool(seen)


@transaction.atomic
def see_refused(
    *, kind: RefusedKind, checkpoint: Checkpoint, scanned_by: str, until: int, by: str, at: datetime
) -> int:
    """Somebody looked at these scans, those up to the row `until`; how many were not seen before."""
    rows = rows_of(kind, checkpoint).filter(by=scanned_by, pk__lte=until, seen_at__isnull=True)
    seen = rows.update(seen_at=at, seen_by=by)
    if seen:
        _record("scans.seen", checkpoint, {"code": str(kind), "scans": seen}, by=by, at=at)
    return seen


def _record(kind: str, checkpoint: Checkpoint, data: dict[str, object], *, by: str, at: datetime) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"checkpoint:{checkpoint.pk}", convening_id=checkpoint.convening_id, data=data
    )
