from django.db import models

from checkin.models.badge import Badge
from checkin.models.checkpoint import Checkpoint
from checkin.states import Answer
from registration.models import Attendee


class Scan(models.Model):
    """One reading of one badge at one checkpoint. `scan_id` is given by the device: replaying it is harmless.

    Failures are stored too. A badge's code is kept only where it named no badge.
    """

    scan_id = models.UUIDField(unique=True)
    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="scans")
    badge = models.ForeignKey(Badge, null=True, on_delete=models.PROTECT, related_name="scans")
    attendee = models.ForeignKey(Attendee, null=True, on_delete=models.PROTECT, related_name="scans")
    read_code = models.CharField(max_length=40, blank=True)
    answer = models.CharField(max_length=12, choices=Answer)
    scanned_at = models.DateTimeField()
    received_at = models.DateTimeField()
    by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["checkpoint", "attendee"],
                condition=models.Q(answer=Answer.WELCOME),
                name="checkin_scan_one_welcome",
            ),
            models.CheckConstraint(
                condition=models.Q(badge__isnull=False) | models.Q(answer=Answer.UNKNOWN),
                name="checkin_scan_badge_known_unless_unknown",
            ),
        ]
        indexes = [models.Index(fields=["checkpoint", "scanned_at"])]
