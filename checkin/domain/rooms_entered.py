"""In which sessions somebody was, as the scans at the doors of rooms tell."""

from datetime import datetime

from breakouts.models import Session
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
    held = Session.objects.filter(room__in={room for room, _ in times}, slot__isnull=False)
    return frozenset(
        pk for pk, room, begins, ends in held.values_list("pk", "room", "slot__starts_at", "slot__ends_at")
        if any(room == entered and begins - BEFORE <= when < ends for entered, when in times)
    )  # fmt: skip
