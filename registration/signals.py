"""What higher rooms may listen to, inside the transaction."""

from django.dispatch import Signal

place_changed = Signal()  # team, was (PlaceState), by, at
attendee_cancelled = Signal()  # attendee, by, at
