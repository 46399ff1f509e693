"""What matters to one session in one room and time, for a single move: read in one statement, once all is held."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FilteredRelation, IntegerField, Q, Subquery
from django.db.models.functions import Coalesce

from breakouts.domain.schedule_facts import (
    SESSION,
    SPEAKER,
    RoomFacts,
    Schedule,
    SlotFacts,
    Span,
    facts_in,
    speakers_in,
    with_span,
)
from breakouts.models import Seat, Session
from convenings.models import Convening

SLOT = ("pk", "label", "starts_at", "ends_at")
ROOM = ("pk", "name", "capacity", "features", "set_up")
SPAN = ("starts_at", "ends_at")
PARTS = (
    ("then", SLOT), ("there", ROOM), ("there__shut_times", SPAN), ("sessions", SESSION), ("sessions__slot", SLOT),
    ("sessions__room", ROOM), ("sessions__presentations", SPEAKER),
)  # fmt: skip
Row = list[tuple[Any, ...]]  # one for each of the parts, then how many seats there are, and the count of their changes


@dataclass(frozen=True)
class Around:
    """`schedule` holds the place, where the convening has it, the session, what else is held then, and what comes
    before and after it; first choices are not counted, seats those of the session alone. `gives_seats`: some are."""

    schedule: Schedule
    gives_seats: bool


def read_around(convening: Convening, *, session: int, room: int, slot: int) -> Around:
    """A session as it would be in a room and slot. One statement."""
    slots: dict[int, SlotFacts] = {}
    rooms: dict[int, RoomFacts] = {}
    lines: dict[int, tuple[Any, ...]] = {}
    said: list[tuple[Any, ...]] = []
    rows = list(_rows(convening, session, room, slot))
    seats, changes = rows[0][-1] if rows else (0, None)
    for then, there, shut, line, when, where, speaker, _ in rows:
        slots |= {one[0]: SlotFacts(*one) for one in (then, when) if one[0] is not None}
        for facts, span in ((where, (None, None)), (there, shut)):
            known = rooms.get(facts[0])
            if facts[0] is not None:
                rooms[facts[0]] = _room(facts, with_span(known.shut if known else (), span))
        lines[line[0]] = line
        said += [(line[0], *speaker)] if speaker[0] is not None else []
    speakers = speakers_in(said)
    sessions = {
        pk: facts_in(line, speakers.get(pk, ()), seats=seats if pk == session else 0) for pk, line in lines.items()
    }
    return Around(Schedule(convening, rooms, slots, sessions), bool(changes))


def _room(row: tuple[Any, ...], shut: tuple[Span, ...]) -> RoomFacts:
    pk, name, capacity, features, set_up = row
    return RoomFacts(pk, name, capacity, frozenset(features), set_up, shut)


def _rows(convening: Convening, session: int, room: int, slot: int) -> Iterator[Row]:
    """A row for each session and presenter, beside the place; the same again where a room is shut more than once."""
    earlier = Session.objects.filter(pk=session).values("comes_after")
    near = Q(sessions=session) | Q(sessions__slot=slot) | Q(sessions__comes_after=session) | Q(sessions__in=earlier)
    given = Seat.objects.filter(session=session).order_by().values("session").annotate(n=Count("pk")).values("n")
    found = Convening.objects.filter(near, pk=convening.pk).annotate(
        there=FilteredRelation("rooms", condition=Q(rooms__pk=room)),
        then=FilteredRelation("slots", condition=Q(slots__pk=slot)),
        given=Coalesce(Subquery(given, output_field=IntegerField()), 0), changes=F("programme__seats_version"),
    )  # fmt: skip
    names = [f"{part}__{name}" for part, columns in PARTS for name in columns]
    ordered = found.order_by("sessions__title", "sessions", "sessions__presentations", "there__shut_times")
    for values in ordered.values_list(*names, "given", "changes"):
        cells = iter(values)
        yield [*(tuple(next(cells) for _ in columns) for _, columns in PARTS), tuple(cells)]
