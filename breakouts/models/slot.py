from django.db import models
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening


class TimeSlot(models.Model):
    """A span of time in which sessions are held. The slots of one convening never overlap."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="slots")
    label = models.CharField(_("label"), max_length=100)  # "Breakouts A"
    starts_at = models.DateTimeField(_("begins"))
    ends_at = models.DateTimeField(_("ends"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="breakouts_slot_ends_after_start"
            ),
            models.UniqueConstraint(fields=["convening", "starts_at"], name="breakouts_slot_start_once"),
        ]

    def __str__(self) -> str:
        return self.label
