"""Who got, lost or changed a seat by somebody else's hand is told: once for all that follows closely.

The mail waits a little, and carries what was before the first change. When it is written, what stands by then is
compared with that: who was moved and moved back gets none. As long as seats are not open nobody is told anything. Who
sits in a session that moves is told by the release that says so (`release_news.py`), and not here.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from breakouts.domain.known_places import known_seats
from breakouts.domain.seat_places import Changes
from breakouts.models import Programme, Seat, TimeSlot
from convenings.models import Convening
from convenings.states import ConveningState
from mail.domain import outbox
from mail.domain.outbox import Owed
from registration.models import Attendee

OCCASION = "seats.told"
QUIET = timedelta(minutes=10)  # without a further change
LONGEST = timedelta(hours=1)  # however many changes follow
TOLD = frozenset({ConveningState.OPEN, ConveningState.CLOSED, ConveningState.LIVE})

Was = Mapping[str, Any]  # by slot: the session's id and title, or None for no seat


@dataclass(frozen=True)
class News:
    """One round: the seat that somebody has by now, and the title of the one before; "" where there was none."""

    slot: TimeSlot
    seat: Seat | None
    before: str


def owe_news(*, programme: Programme, changes: Changes, at: datetime, but: Iterable[int] = ()) -> int:
    """Owe or amend the mails about these changes; to how many. The caller holds the programme.

    but: attendees who made the change themselves, and see it.
    """
    people = changes.was.keys() - set(but)
    if not people or not programme.seats_are_open:
        return 0
    if not Convening.objects.filter(pk=programme.convening_id, state__in=TOLD).exists():
        return 0
    told = outbox.waiting_of(occasion=OCCASION, convening_id=programme.convening_id, at=at)
    waiting = {message.refs["attendee"]: message for message in told}
    fresh = []
    for attendee in Attendee.objects.placed().filter(pk__in=people).select_related("person").order_by("pk"):
        was = {str(slot): before for slot, before in changes.was[attendee.pk].items()}
        message = waiting.get(attendee.pk)
        if message is not None:
            refs = {**message.refs, "was": {**was, **message.refs["was"]}}
            if outbox.amend(message, refs=refs, due_at=min(at + QUIET, message.owed_at + LONGEST), at=at):
                continue
        fresh.append(_owed(attendee, was, programme))
    outbox.owe_all(
        owed=fresh, occasion=OCCASION, convening_id=programme.convening_id, due_at=at + QUIET, at=at
    )
    return len(people)


def _owed(attendee: Attendee, was: Was, programme: Programme) -> Owed:
    person = attendee.person
    return Owed(
        key=f"{OCCASION}:{programme.pk}:{programme.seats_version}:{attendee.pk}", to_address=person.email,
        to_name=person.name, person_id=person.pk, language=person.language,
        refs={"attendee": attendee.pk, "was": dict(was)},
    )  # fmt: skip


def news_for(attendee: Attendee, was: Was, *, at: datetime) -> list[News]:
    """The rounds in which the attendee sits elsewhere than before, by time; without those that are over.

    A session that has taken them along to another time is not among them. Three statements.
    """
    seats = known_seats(attendee)
    own, sits = {seat.session.slot_id: seat for seat in seats}, {seat.session_id for seat in seats}
    slots = TimeSlot.objects.filter(pk__in=was, ends_at__gt=at).order_by("starts_at")
    found = []
    for slot in slots:
        before, seat = was[str(slot.pk)], own.get(slot.pk)
        went_along = before is not None and before[0] in sits
        if (seat.session_id if seat else None) != (before[0] if before else None) and not went_along:
            found.append(News(slot, seat, before[1] if before else ""))
    return found
