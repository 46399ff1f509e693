"""Own agendas for the backs of badges: what all do together, where this person sits, and what they present.

Of what is released, and of the seats that people see: paper tells nothing that their own page does not.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import pgettext

from breakouts.domain.known_places import known_lines
from breakouts.domain.programme import SessionLine, SlotLine
from breakouts.models import Programme, Seat
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
    """The agendas of these people; no days before the first release. Three statements."""
    lines = known_lines(convening)
    held = sorted(lines.values(), key=lambda line: (line.slot.starts_at if line.slot else convening.ends_at, line.id))
    rows = [
        _row(convening, slot, list(together))
        for slot, together in groupby(held, key=lambda line: line.slot) if slot
    ]  # fmt: skip
    days = [
        {"title": title, "rows": [row for _title, row in listed]}
        for title, listed in groupby(rows, key=lambda told: told[0])
    ]
    return Agendas(days, _own(convening, lines, frozenset(attendee_ids)))


def _own(
    convening: Convening, lines: Mapping[int, SessionLine], wanted: frozenset[int]
) -> dict[int, dict[str, tuple[str, str]]]:
    """Seats first: who presents in a slot sits nowhere else."""
    presented = [(who.attendee_id, line.id) for line in lines.values() for who in line.presenters]
    own: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    for person, session in [*_seats(convening), *presented]:
        line = lines.get(session)
        if person in wanted and line is not None and line.slot is not None:
            own[person][str(line.slot.id)] = (line.title, line.room.name if line.room else "")
    return own


def _seats(convening: Convening) -> list[tuple[int, int]]:
    """Who sits in which session, once people see that."""
    programme = Programme.objects.filter(convening=convening).first()
    if programme is None or not programme.seats_are_open:
        return []
    return list(Seat.objects.filter(session__convening=convening).values_list("attendee_id", "session_id"))


def _row(convening: Convening, slot: SlotLine, sessions: list[SessionLine]) -> tuple[str, dict[str, Any]]:
    """The day's name, and the slot on it: what all do then, or that they part."""
    starts = convening.local(slot.starts_at)
    day = date_format(starts, pgettext("format of a day with its weekday", "l, F j"))
    shared = next((session for session in sessions if session.kind != SessionKind.BREAKOUT), None)
    return day, {
        "slot": slot.id,
        "at": date_format(starts, pgettext("format of a time in a programme", "g:i")),
        "title": shared.title if shared else slot.label,
        "where": shared.room.name if shared and shared.room else "",
    }
