from django.db import models

from breakouts.models.session import Session
from breakouts.states import TakesHome, Useful
from registration.models import Attendee


class Feedback(models.Model):
    """What one attendee said of one session. Nobody is shown whose it is."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="feedback")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="feedback")
    useful = models.CharField(max_length=10, choices=Useful)
    takes_home = models.CharField(max_length=10, choices=TakesHome)
    words = models.CharField(max_length=500, blank=True)
    given_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "attendee"], name="breakouts_feedback_once"),
            models.CheckConstraint(
                condition=models.Q(useful__in=Useful.values, takes_home__in=TakesHome.values),
                name="breakouts_feedback_answers_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.useful}"
