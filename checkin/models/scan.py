from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.models.badge import Badge
from checkin.models.checkpoint import DOOR_GATE, Checkpoint
from checkin.states import Answer
from convenings.models import Convening
from registration.models import Attendee


class ScanQuerySet(models.QuerySet["Scan"]):
    def entries(self, convening: Convening) -> "ScanQuerySet":
        """The first scan at a door of everybody who is in."""
        return self.filter(checkpoint__convening=convening, gate=DOOR_GATE, answer=Answer.WELCOME)


class Scan(models.Model):
    """One reading of one badge at one checkpoint. `scan_id` is given by the device: replaying it is harmless.

    Failures are stored too. A code is kept only where it named no badge. `gate` is the checkpoint's at that time.
    """

    scan_id = models.UUIDField(unique=True)
    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.PROTECT, related_name="scans", verbose_name=_("checkpoint")
    )
    gate = models.CharField(max_length=40)
    badge = models.ForeignKey(Badge, null=True, on_delete=models.PROTECT, related_name="scans")
    attendee = models.ForeignKey(
        Attendee, null=True, on_delete=models.PROTECT, related_name="scans", verbose_name=_("attendee")
    )
    read_code = models.CharField(max_length=40, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer)
    scanned_at = models.DateTimeField(_("scanned"))
    received_at = models.DateTimeField(_("received"))
    by = models.CharField(_("by"), max_length=60)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "gate"],
                condition=models.Q(answer=Answer.WELCOME),
                name="checkin_scan_one_welcome",
            ),
            models.CheckConstraint(
                condition=models.Q(badge__isnull=False) | models.Q(answer=Answer.UNKNOWN),
                name="checkin_scan_badge_known_unless_unknown",
            ),
            models.CheckConstraint(condition=models.Q(answer__in=Answer.values), name="checkin_scan_answer_known"),
        ]
        indexes = [models.Index(fields=["checkpoint", "scanned_at"])]
