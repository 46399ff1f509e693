"""What an attendee wrote at the expo and others may read."""

from dataclasses import dataclass

from expo.models import Highlight, Note
from expo.states import HighlightState
from registration.models import Attendee


@dataclass(frozen=True)
class OwnWords:
    notes: tuple[Note, ...]
    highlights: tuple[Highlight, ...]


def words_of(attendee: Attendee) -> OwnWords:
    """Their notes that stand, and their highlights that are held or shown. Two statements."""
    notes = Note.objects.seen().filter(attendee=attendee).select_related("team")
    highlights = Highlight.objects.filter(attendee=attendee).exclude(state=HighlightState.REJECTED)
    return OwnWords(tuple(notes.order_by("pk")), tuple(highlights.order_by("pk")))
