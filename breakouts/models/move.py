from django.db import models

from breakouts.models.room import Room
from breakouts.models.session import Session
from breakouts.models.slot import TimeSlot
from convenings.models import Convening


class Move(models.Model):
    """A session that somebody placed or took out by hand: enough to undo it, and to do it again.

    `is_undone`: it may be done again.
    """

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="moves")
    from_room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="+")
    from_slot = models.ForeignKey(TimeSlot, null=True, on_delete=models.CASCADE, related_name="+")
    to_room = models.ForeignKey(Room, null=True, on_delete=models.CASCADE, related_name="+")
    to_slot = models.ForeignKey(TimeSlot, null=True, on_delete=models.CASCADE, related_name="+")
    is_undone = models.BooleanField(default=False)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["convening", "by", "-id"])]

    def __str__(self) -> str:
        return f"{self.session}: {self.at}"
