from django.db import models

from registration.models import Attendee


class Companion(models.Model):
    """Somebody wants to sit with a mate of the own team in every round. It holds where both want it."""

    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="companion")
    mate = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(attendee=models.F("mate")), name="breakouts_companion_somebody_else"
            )
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.mate_id}"
