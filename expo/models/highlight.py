from typing import ClassVar, Self

from django.db import models

from convenings.models import Convening
from expo.states import HighlightState
from registration.models import Attendee


class HighlightQuerySet(models.QuerySet["Highlight"]):
    def shown(self, convening: Convening) -> Self:
        """What the wall shows, the newest first."""
        return self.filter(convening=convening, state=HighlightState.SHOWN).with_author().order_by("-decided_at", "-pk")

    def with_author(self) -> Self:
        """With what it takes to say who wrote it."""
        return self.select_related("attendee__person", "attendee__details", "attendee__team")


class Highlight(models.Model):
    """A short note of an attendee for the big screen. `highlight_id` is given by the phone, as a visit's is."""

    highlight_id = models.UUIDField(unique=True)
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="highlights")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="highlights")
    text = models.CharField(max_length=140)
    state = models.CharField(max_length=10, choices=HighlightState, default=HighlightState.HELD)
    written_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True)
    name_read = models.CharField(max_length=200, blank=True)  # its author's, when an organizer let it be shown

    objects: ClassVar = HighlightQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=HighlightState.values), name="expo_highlight_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=HighlightState.HELD) | models.Q(decided_at__isnull=False),
                name="expo_highlight_decided",
            ),
        ]
        indexes = [models.Index(fields=["convening", "state", "-decided_at"])]
