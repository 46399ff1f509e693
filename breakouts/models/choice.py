from typing import ClassVar, Self

from django.db import models

from breakouts.models.session import Session
from breakouts.models.slot import TimeSlot
from registration.models import Attendee


class ChoiceQuerySet(models.QuerySet["Choice"]):
    def standing(self) -> Self:
        """Those whose session is still held in the round for which it was chosen."""
        return self.filter(slot=models.F("session__slot"))


class Choice(models.Model):
    """What one attendee thinks of one session of a round: a rank, 1 being the dearest; without one, "not that one"."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="choices")
    slot = models.ForeignKey(TimeSlot, on_delete=models.CASCADE, related_name="choices")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField(null=True)

    objects: ClassVar = ChoiceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attendee", "session"], name="breakouts_choice_session_once"),
            models.UniqueConstraint(fields=["attendee", "slot", "rank"], name="breakouts_choice_rank_once"),
            models.CheckConstraint(
                condition=models.Q(rank__isnull=True) | models.Q(rank__gte=1), name="breakouts_choice_rank_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.session_id}"
