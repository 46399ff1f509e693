from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models import Attendee


class Absence(models.Model):
    """A span in which somebody who presents cannot."""

    presenter = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="absences")
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="breakouts_absence_ends_after_start"
            ),
            models.UniqueConstraint(fields=["presenter", "starts_at"], name="breakouts_absence_start_once"),
        ]

    def __str__(self) -> str:
        return f"{self.presenter}: {self.starts_at}"
