from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening


class SlotQuerySet(models.QuerySet["TimeSlot"]):
    def overlapping(self, starts_at: datetime, ends_at: datetime) -> "SlotQuerySet":
        """Slots that share a moment with the span; one may begin when another ends."""
        return self.filter(starts_at__lt=ends_at, ends_at__gt=starts_at)


class TimeSlot(models.Model):
    """A span of time in which sessions are held. The slots of one convening never overlap."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="slots")
    label = models.CharField(_("label"), max_length=100)  # "Breakouts A"
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("time")
        verbose_name_plural = _("times")
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="breakouts_slot_ends_after_start"
            ),
            models.UniqueConstraint(fields=["convening", "starts_at"], name="breakouts_slot_start_once"),
        ]

    def __str__(self) -> str:
        return self.label
