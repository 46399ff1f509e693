from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.models.badge import Badge
from checkin.models.checkpoint import DOOR_GATE, Checkpoint
from checkin.states import PASSES, Answer, Direction
from convenings.models import Convening
from registration.models import Attendee


class ScanQuerySet(models.QuerySet["Scan"]):
    def standing(self) -> "ScanQuerySet":
        """What was not taken back."""
        return self.filter(annulled_at__isnull=True)

    def passings(self) -> "ScanQuerySet":
        """Where somebody went in or out, and it stands."""
        return self.standing().filter(turn__isnull=False)

    def entries(self, convening: Convening) -> "ScanQuerySet":
        """The first scan at a door of everybody who is in."""
        return self.standing().filter(checkpoint__convening=convening, gate=DOOR_GATE, answer=Answer.WELCOME)

    def judged_differently(self, convening: Convening) -> "ScanQuerySet":
        """Where a device that decided alone let somebody through whom we would not have, and nobody took it back."""
        alone = self.standing().filter(checkpoint__convening=convening, device_answer__in=PASSES)
        return alone.exclude(answer=models.F("device_answer"))

    def inside(self, *, of: str = "gate") -> "ScanQuerySet":
        """Of these the ways in that no later passing of the same person at the same gate, or room, follows."""
        later = Scan.objects.passings().filter(
            models.Q(scanned_at__gt=models.OuterRef("scanned_at"))
            | models.Q(scanned_at=models.OuterRef("scanned_at"), pk__gt=models.OuterRef("pk")),
            attendee=models.OuterRef("attendee"),
            **{of: models.OuterRef(of)},
        )
        return self.passings().filter(~models.Exists(later), direction=Direction.IN)


class Scan(models.Model):
    """One reading of one badge at one checkpoint. `scan_id` is given by the device: replaying it is harmless.

    Failures are stored too. A code is kept only where it named no badge. `gate` is the checkpoint's at that time.
    `turn` counts the passings of one person at one gate; None: nobody went through. `device_answer` is what a device
    answered that decided alone, `clock_offset_ms` how far its clock was behind ours. What was a mistake is annulled,
    by whom and why, and stays. `seen_at`: an organizer looked at what had asked for it.
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
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, default=Direction.IN)
    turn = models.PositiveIntegerField(null=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer)
    device_answer = models.CharField(_("answer of the device"), max_length=12, choices=Answer, blank=True)
    clock_offset_ms = models.BigIntegerField(null=True)
    scanned_at = models.DateTimeField(_("scanned"))
    received_at = models.DateTimeField(_("received"))
    by = models.CharField(_("by"), max_length=60)
    annulled_at = models.DateTimeField(_("annulled"), null=True)
    annulled_by = models.CharField(_("annulled by"), max_length=60, blank=True)
    annulled_because = models.CharField(_("reason"), max_length=200, blank=True)
    seen_at = models.DateTimeField(_("seen"), null=True)
    seen_by = models.CharField(_("seen by"), max_length=60, blank=True)

    objects = ScanQuerySet.as_manager()

    class Meta:
        verbose_name = _("scan")
        verbose_name_plural = _("scans")
        constraints = [
            models.UniqueConstraint(
                fields=["attendee", "gate"],
                condition=models.Q(answer=Answer.WELCOME, annulled_at__isnull=True),
                name="checkin_scan_one_welcome",
            ),
            models.UniqueConstraint(fields=["attendee", "gate", "turn"], name="checkin_scan_turn_once"),
            models.CheckConstraint(
                condition=models.Q(direction__in=Direction.values), name="checkin_scan_direction_known"
            ),
            models.CheckConstraint(
                condition=models.Q(annulled_at__isnull=True, annulled_by="")
                | (models.Q(annulled_at__isnull=False) & ~models.Q(annulled_by="")),
                name="checkin_scan_annulled_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(seen_at__isnull=True, seen_by="")
                | (models.Q(seen_at__isnull=False) & ~models.Q(seen_by="")),
                name="checkin_scan_seen_by_somebody",
            ),
            models.CheckConstraint(
                condition=models.Q(badge__isnull=False) | models.Q(answer=Answer.UNKNOWN),
                name="checkin_scan_badge_known_unless_unknown",
            ),
            models.CheckConstraint(condition=models.Q(answer__in=Answer.values), name="checkin_scan_answer_known"),
        ]
        indexes = [models.Index(fields=["checkpoint", "scanned_at"])]
