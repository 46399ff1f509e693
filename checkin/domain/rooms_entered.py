"""In which sessions somebody was, as the scans at the doors of rooms and the newest release tell."""

from datetime import datetime

from breakouts.domain.known_places import known_spans
from checkin.domain.room_counts import BEFORE
from checkin.models import Scan
from checkin.states import LETS_GO, Direction
from registration.models import Attendee


def sessions_entered(attendee: Attendee) -> frozenset[int]:
    """The sessions into whose room they were scanned, from a while before the session until its end. Two statements
    at most."""
    ways_in = Scan.objects.standing().filter(
        attendee=attendee, direction=Direction.IN, checkpoint__room__isnull=False, answer__in=LETS_GO
    )
    times: list[tuple[int, datetime]] = list(ways_in.values_list("checkpoint__room", "scanned_at"))
    if not times:
        return frozenset()
    return frozenset(
        span.session for span in known_spans(attendee.convening_id)
        if any(span.room == entered and span.starts_at - BEFORE <= when < span.ends_at for entered, when in times)
    )  # fmt: skip
