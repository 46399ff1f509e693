"""Own agendas for the backs of badges: what all do together, where this person sits, and what they present."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import pgettext

from breakouts.models import Presentation, Seat, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening

Own = Mapping[str, tuple[str, str]]  # a slot's id to the title and the room


@dataclass(frozen=True)
class Agendas:
    """The days that all share, for the template, and what stands there instead for single people."""

    days: list[dict[str, Any]]
    own: Mapping[int, Own]

    def of(self, attendee_id: int) -> Own:
        return self.own.get(attendee_id, {})


def agendas_of(convening: Convening, attendee_ids: Sequence[int]) -> Agendas:
    """The agendas of these people. Three statements."""
    placed = Session.objects.filter(convening=convening, slot__isnull=False).select_related("slot", "room")
    rows = [
        _row(convening, slot, list(together))
        for slot, together in groupby(placed.order_by("slot__starts_at", "pk"), key=lambda session: session.slot)
        if slot
    ]
    days = [
        {"title": title, "rows": [row for _title, row in listed]}
        for title, listed in groupby(rows, key=lambda told: told[0])
    ]
    return Agendas(days, _own(convening, frozenset(attendee_ids)))


def _own(convening: Convening, wanted: frozenset[int]) -> dict[int, dict[str, tuple[str, str]]]:
    """Seats first: who presents in a slot sits nowhere else."""
    own: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for person, session in [*_seats(convening), *_presentations(convening)]:
        if person in wanted:
            own[person][str(session.slot_id)] = (session.title, session.room.name if session.room else "")
    return own


def _seats(convening: Convening) -> Iterator[tuple[int, Session]]:
    held = Seat.objects.standing().filter(session__convening=convening).select_related("session__room")
    return ((seat.attendee_id, seat.session) for seat in held)


def _presentations(convening: Convening) -> Iterator[tuple[int, Session]]:
    held = Presentation.objects.filter(session__convening=convening, slot__isnull=False).select_related("session__room")
    return ((presentation.presenter_id, presentation.session) for presentation in held)


def _row(convening: Convening, slot: TimeSlot, sessions: list[Session]) -> tuple[str, dict[str, Any]]:
    """The day's name, and the slot on it: what all do then, or that they part."""
    starts = convening.local(slot.starts_at)
    day = date_format(starts, pgettext("format of a day with its weekday", "l, F j"))
    shared = next((session for session in sessions if session.kind != SessionKind.BREAKOUT), None)
    return day, {
        "slot": slot.pk,
        "at": date_format(starts, pgettext("format of a time in a programme", "g:i")),
        "title": shared.title if shared else slot.label,
        "where": shared.room.name if shared and shared.room else "",
    }
