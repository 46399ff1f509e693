from django.db import models

from registration.models import Attendee


class LateArrival(models.Model):
    """From when an attendee is at the expo, where that is later than its beginning."""

    attendee = models.OneToOneField(Attendee, on_delete=models.CASCADE, related_name="late_arrival")
    from_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.attendee}: {self.from_at}"
