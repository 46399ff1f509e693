from typing import ClassVar, Self

from django.db import models

from checkin.models.checkpoint import Checkpoint
from checkin.states import NO_SCANS, RefusedKind
from convenings.models import Convening
from registration.models import Attendee


class RefusedScanQuerySet(models.QuerySet["RefusedScan"]):
    def of(self, convening: Convening) -> Self:
        return self.filter(checkpoint__convening=convening)


class RefusedScan(models.Model):
    """What a scanner sent and the server recorded as no scan: a refusal's `code`, and whom it was about,
    where that is known.

    Sent again it is the same row. `scan_id` as it was sent, empty where it could not be read. `seen_at`: an organizer
    looked at it.
    """

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="refused_scans")
    scan_id = models.CharField(max_length=40, blank=True)
    code = models.CharField(max_length=30, choices=RefusedKind)
    attendee = models.ForeignKey(Attendee, null=True, on_delete=models.PROTECT, related_name="refused_scans")
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=60)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.CharField(max_length=60, blank=True)

    objects: ClassVar = RefusedScanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["by", "scan_id", "code"], name="checkin_refused_scan_once"),
            models.CheckConstraint(
                condition=models.Q(seen_at__isnull=True, seen_by="")
                | (models.Q(seen_at__isnull=False) & ~models.Q(seen_by="")),
                name="checkin_refused_scan_seen_by_somebody",
            ),
            models.CheckConstraint(condition=models.Q(code__in=NO_SCANS), name="checkin_refused_scan_code_known"),
        ]

    def __str__(self) -> str:
        return f"{self.code}, {self.scan_id}"
