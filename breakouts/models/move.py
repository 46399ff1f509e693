from datetime import datetime

from django.db import models

from breakouts.models.room import Room
from breakouts.models.session import Session
from breakouts.models.slot import TimeSlot
from convenings.models import Convening


class Move(models.Model):
    """A session that somebody placed or took out by hand, or a time that lies otherwise: enough to undo it, and to do
    it again.

    `resized` is the time, then there is no session; without beginnings its end alone was moved. `is_undone`: it may be
    done again.
    """

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, null=True, on_delete=models.CASCADE, related_name="moves")
    from_room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="+")
    from_slot = models.ForeignKey(TimeSlot, null=True, on_delete=models.CASCADE, related_name="+")
    to_room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="+")
    to_slot = models.ForeignKey(TimeSlot, null=True, on_delete=models.CASCADE, related_name="+")
    resized = models.ForeignKey(TimeSlot, null=True, on_delete=models.CASCADE, related_name="+")
    from_starts_at = models.DateTimeField(null=True)
    from_ends_at = models.DateTimeField(null=True)
    to_starts_at = models.DateTimeField(null=True)
    to_ends_at = models.DateTimeField(null=True)
    is_undone = models.BooleanField(default=False)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["convening", "by", "-id"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(session__isnull=False, resized__isnull=True)
                | models.Q(
                    session__isnull=True, resized__isnull=False, from_ends_at__isnull=False, to_ends_at__isnull=False
                ),
                name="breakouts_move_of_session_or_time",
            )
        ]

    def __str__(self) -> str:
        return self.about

    @property
    def about(self) -> str:
        """What was moved, or lies otherwise."""
        return str(self.session or self.resized)

    @property
    def from_span(self) -> tuple[datetime, datetime]:
        """When the time was before."""
        return self._span(self.from_starts_at, self.from_ends_at)

    @property
    def to_span(self) -> tuple[datetime, datetime]:
        """When it was then."""
        return self._span(self.to_starts_at, self.to_ends_at)

    def _span(self, starts_at: datetime | None, ends_at: datetime | None) -> tuple[datetime, datetime]:
        assert self.resized is not None
        assert ends_at is not None
        return starts_at or self.resized.starts_at, ends_at
