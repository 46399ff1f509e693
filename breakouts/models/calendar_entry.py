from uuid import uuid4

from django.db import models

from breakouts.models.session import Session
from breakouts.states import SessionKind
from convenings.models import Convening


class CalendarEntry(models.Model):
    """A session as people's calendars show it, from its first placement on.

    `sequence` counts what changed in them. A session without a place, or taken off the programme, is cancelled; its
    entry stays, so that calendars learn of it.
    """

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="+")
    session = models.OneToOneField(Session, null=True, on_delete=models.SET_NULL, related_name="calendar_entry")
    uid = models.UUIDField(default=uuid4, unique=True)
    sequence = models.PositiveIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=SessionKind)
    title = models.CharField(max_length=200)
    description = models.TextField(blank=True)
    room = models.CharField(max_length=100)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    cancelled = models.BooleanField(default=False)
    changed_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["convening", "starts_at"])]

    def __str__(self) -> str:
        return self.title
