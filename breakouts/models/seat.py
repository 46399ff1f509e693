from typing import ClassVar, Self

from django.db import models

from breakouts.models.session import Session
from breakouts.models.slot import TimeSlot
from registration.models import Attendee


class SeatQuerySet(models.QuerySet["Seat"]):
    def standing(self) -> Self:
        """Those whose session is held at a time; the others wait with their session for one."""
        return self.filter(slot__isnull=False)


class Seat(models.Model):
    """One person's seat in one session.

    `slot` repeats the session's, so that nobody can sit twice in one slot; None while the session has no time. A seat
    that is pinned is moved by nobody but organizers. `why` tells why it is this one, as breakouts.domain.seat_reasons
    reads it.
    """

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="seats")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="seats")
    slot = models.ForeignKey(TimeSlot, null=True, on_delete=models.PROTECT, related_name="+")
    is_pinned = models.BooleanField(default=False)
    why = models.JSONField(default=dict)
    given_by = models.CharField(max_length=60)
    given_at = models.DateTimeField()

    objects: ClassVar = SeatQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["attendee", "session"], name="breakouts_seat_session_once"),
            models.UniqueConstraint(fields=["attendee", "slot"], name="breakouts_seat_slot_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.session_id}"


class WaitlistEntry(models.Model):
    """Somebody waits for a seat in one session, at most in one of each slot. `number` is the order, counted under the
    programme's lock."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="waits")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="waits")
    slot = models.ForeignKey(TimeSlot, null=True, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    asked_at = models.DateTimeField()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["attendee", "session"], name="breakouts_wait_session_once"),
            models.UniqueConstraint(fields=["attendee", "slot"], name="breakouts_wait_slot_once"),
            models.UniqueConstraint(fields=["session", "number"], name="breakouts_wait_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.attendee_id}: {self.session_id}"
