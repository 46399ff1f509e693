"""Who has a seat in what is held in a room, as the newest release has it: at doors that let in nobody else."""

from collections import defaultdict
from collections.abc import Collection
from datetime import timedelta

from breakouts.domain.known_places import known_spans
from breakouts.models import Presentation, Seat
from breakouts.states import SessionKind
from checkin.domain.passing import milliseconds
from checkin.models import Checkpoint

BEFORE = timedelta(minutes=20)  # so long before it begins people come to their session

Span = tuple[int, int, int]  # a session, from when and until when it is asked for, in milliseconds


def sessions_at(checkpoint: Checkpoint) -> tuple[Span, ...]:
    """The breakouts of the checkpoint's room, where one needs a seat there; else none. One query at most.

    As people know them: what organizers have moved since the newest release is not asked for at a door yet.
    """
    if not checkpoint.needs_seat or checkpoint.room_id is None:
        return ()
    return tuple(
        (span.session, milliseconds(span.starts_at - BEFORE), milliseconds(span.ends_at))
        for span in known_spans(checkpoint.convening_id)
        if span.room == checkpoint.room_id and span.kind == SessionKind.BREAKOUT
    )


def seats_among(sessions: Collection[int], people: Collection[int] | None = None) -> dict[int, tuple[int, ...]]:
    """Which of these sessions each attendee sits in or presents; of all attendees or of these. Two queries at most."""
    found: dict[int, set[int]] = defaultdict(set)
    if not sessions:
        return {}
    seats = Seat.objects.filter(session__in=sessions)
    presents = Presentation.objects.filter(session__in=sessions)
    if people is not None:
        seats, presents = seats.filter(attendee__in=people), presents.filter(presenter__in=people)
    for attendee, session in (
        *seats.values_list("attendee_id", "session_id"), *presents.values_list("presenter_id", "session_id"),
    ):  # fmt: skip
        found[attendee].add(session)
    return {attendee: tuple(sorted(held)) for attendee, held in found.items()}
