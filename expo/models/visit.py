from typing import ClassVar, Self

from django.db import models

from convenings.models import Convening
from expo.models.booth import Booth
from registration.models import Attendee, Team


class VisitQuerySet(models.QuerySet["Visit"]):
    def of(self, convening: Convening) -> Self:
        """Visits to the teams of a convening."""
        return self.filter(team__convening=convening)


class Visit(models.Model):
    """An attendee was at the booth of another team: once each, whoever sends it how often.

    `visit_id` is given by the phone: sending it again is harmless. `visited_at` is what the phone says, within reason.
    """

    visit_id = models.UUIDField(unique=True)
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="visits")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="visits_in")
    booth = models.ForeignKey(Booth, null=True, on_delete=models.SET_NULL, related_name="visits")
    visited_at = models.DateTimeField()
    received_at = models.DateTimeField()

    objects: ClassVar = VisitQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendee", "team"], name="expo_visit_once")]
        indexes = [models.Index(fields=["team", "visited_at"])]


class Bookmark(models.Model):
    """A team that an attendee wants to find again. Nobody else sees it."""

    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="bookmarks")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    marked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attendee", "team"], name="expo_bookmark_once")]


class NoteQuerySet(models.QuerySet["Note"]):
    def seen(self) -> Self:
        """Notes that both teams see: neither withdrawn by who wrote them nor hidden by an organizer."""
        return self.filter(withdrawn_at=None, hidden_at=None)

    def with_author(self) -> Self:
        """With what it takes to say who wrote it."""
        return self.select_related("attendee__person", "attendee__details", "attendee__team", "team")


class Note(models.Model):
    """What an attendee left at a team's booth: that team sees it, and the author's own. Never changed, only withdrawn.

    `note_id` is given by the phone, as a visit's is.
    """

    note_id = models.UUIDField(unique=True)
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="expo_notes")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="notes_in")
    text = models.TextField()
    written_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    hidden_at = models.DateTimeField(null=True)
    hidden_by = models.CharField(max_length=60, blank=True)

    objects: ClassVar = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-written_at", "-pk"]
        indexes = [models.Index(fields=["team", "written_at"])]
