"""What matters to one session in one room and time, for a single move: read in one statement, once all is held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, FilteredRelation, IntegerField, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from breakouts.domain.schedule_facts import (
    SESSION,
    SPEAKER,
    RoomFacts,
    Schedule,
    SlotFacts,
    facts_in,
    speakers_in,
    with_span,
)
from breakouts.models import Seat, Session
from convenings.models import Convening

SLOT = ("pk", "label", "starts_at", "ends_at")
ROOM = ("pk", "name", "capacity", "features", "set_up")
COLUMNS = (
    *(f"then__{name}" for name in SLOT), *(f"there__{name}" for name in ROOM), "there__shut_times__starts_at",
    "there__shut_times__ends_at", *(f"sessions__{name}" for name in SESSION),
    *(f"sessions__slot__{name}" for name in SLOT), *(f"sessions__room__{name}" for name in ROOM),
    *(f"sessions__presentations__{name}" for name in SPEAKER), "given", "seats_version",
)  # fmt: skip


@dataclass(frozen=True)
class _Row:
    """One line of what the database answers: a session with one of its presenters, beside the place itself."""

    then: Sequence[Any]
    there: Sequence[Any]
    shut: Sequence[Any]
    session: Sequence[Any]
    slot: Sequence[Any]
    room: Sequence[Any]
    speaker: Sequence[Any]
    given: int
    seats_version: int | None


@dataclass(frozen=True)
class Around:
    """`schedule` holds the place, where the convening has it, the session, what else is held then, and what comes
    before and after it; first choices are not counted, seats those of the session alone. `gives_seats`: some are."""

    schedule: Schedule
    gives_seats: bool


def read_around(convening: Convening, *, session: int, room: int, slot: int) -> Around:
    """A session as it would be in a room and slot. One statement."""
    rows = list(_read(convening, session=session, room=room, slot=slot))
    slots, rooms, lines, said = {}, {}, {}, []
    for row in rows:
        for found in (row.then, row.slot):
            slots[found[0]] = SlotFacts(*found)
        rooms.setdefault(row.room[0], _room(row.room))
        lines[row.session[0]] = row.session
        said += [(row.session[0], *row.speaker)] if row.speaker[0] is not None else []
    for row in rows:
        known = rooms.get(row.there[0])
        shut = with_span(known.shut if known else (), row.shut)
        rooms[row.there[0]] = _room(row.there, shut)
    speakers, given = speakers_in(said), {session: rows[0].given if rows else 0}
    sessions = {pk: facts_in(line, speakers.get(pk, ()), seats=given.get(pk, 0)) for pk, line in lines.items()}
    for known_by_id in (slots, rooms):
        known_by_id.pop(None, None)
    return Around(Schedule(convening, rooms, slots, sessions), any(row.seats_version for row in rows))


def _room(row: Sequence[Any], shut: Any = ()) -> RoomFacts:
    pk, name, capacity, features, set_up = row
    return RoomFacts(pk, name, capacity, frozenset(features or ()), set_up, shut)


def _read(convening: Convening, *, session: int, room: int, slot: int) -> Iterable[_Row]:
    earlier = Session.objects.filter(pk=session).values("comes_after")
    near = Q(sessions=session) | Q(sessions__slot=slot) | Q(sessions__comes_after=session) | Q(sessions__in=earlier)
    given = Seat.objects.filter(session=session).order_by().values("session").annotate(n=Count("pk")).values("n")
    found = Convening.objects.filter(near, pk=convening.pk).annotate(
        there=FilteredRelation("rooms", condition=Q(rooms__pk=room)),
        then=FilteredRelation("slots", condition=Q(slots__pk=slot)),
        given=Coalesce(Subquery(given, output_field=IntegerField()), 0), seats_version=F("programme__seats_version"),
    )  # fmt: skip
    order = ("sessions__title", "sessions", "sessions__presentations", "there__shut_times")
    for values in _listed(found.order_by(*order)):
        cells = iter(values)
        widths = (len(SLOT), len(ROOM), 2, len(SESSION), len(SLOT), len(ROOM), len(SPEAKER))
        parts = [[next(cells) for _ in range(width)] for width in widths]
        yield _Row(*parts, *cells)


def _listed(found: "QuerySet[Convening]") -> "Iterable[tuple[Any, ...]]":
    return found.values_list(*COLUMNS)
