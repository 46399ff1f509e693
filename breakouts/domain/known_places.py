"""Seats as people know them: where the newest release holds their sessions, whatever organizers have moved since."""

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from breakouts.domain.programme import SessionLine
from breakouts.domain.schedule_content import released_schedule
from breakouts.models import Programme, Release, Room, Seat, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.models import Attendee

Lines = Mapping[int, SessionLine]


def known_lines(convening: Convening) -> Lines:
    """The sessions of the newest release by id, in its order; none before the first. One statement."""
    release = Release.objects.of(convening).first()
    return lines_of(release, convening)


def lines_of(release: Release | None, convening: Convening) -> Lines:
    """The sessions of one release by id. No statement."""
    return {line.id: line for line in released_schedule(release, convening).sessions} if release else {}


def known_slots(convening_id: int) -> dict[int, int]:
    """In which slot the newest release holds each breakout. One statement."""
    newest = Release.objects.filter(convening=convening_id).order_by("-number")
    return slots_in(newest.values_list("content", flat=True).first())


@dataclass(frozen=True)
class KnownSpan:
    """Where and when people know a session, by ids."""

    session: int
    kind: SessionKind
    title: str
    room: int
    starts_at: datetime
    ends_at: datetime


def known_spans(convening_id: int) -> list[KnownSpan]:
    """The sessions of the newest release by time, for doors; none before the first. One statement."""
    newest = Release.objects.filter(convening=convening_id).order_by("-number")
    content = newest.values_list("content", flat=True).first()
    if content is None:
        return []
    times = {
        slot["id"]: (datetime.fromisoformat(slot["starts_at"]), datetime.fromisoformat(slot["ends_at"]))
        for slot in content["slots"]
    }
    spans = [
        KnownSpan(line["id"], SessionKind(line["kind"]), line["title"], line["room"], *times[line["slot"]])
        for line in content["sessions"]
    ]
    return sorted(spans, key=lambda span: span.starts_at)


def slots_in(content: Mapping[str, Any] | None) -> dict[int, int]:
    """The breakouts of a release's content, each with its slot."""
    sessions = content["sessions"] if content else ()
    return {line["id"]: line["slot"] for line in sessions if line["kind"] == SessionKind.BREAKOUT}


def on_the_move(programme: Programme) -> dict[int, frozenset[int]]:
    """The breakouts that stand elsewhere than people know, each with the slots of both; none while people see no seats.

    New and dropped ones are among them. Two statements at most.
    """
    if not programme.seats_are_open:
        return {}
    return unreleased_moves(programme.convening_id)


def unreleased_moves(convening_id: int) -> dict[int, frozenset[int]]:
    """The same, whether people see seats or not. Two statements."""
    known = known_slots(convening_id)
    held = Session.objects.filter(convening=convening_id, kind=SessionKind.BREAKOUT, slot__isnull=False)
    stands: dict[int, int] = dict(held.values_list("pk", "slot"))
    return {
        session: frozenset(slot for slot in (known.get(session), stands.get(session)) if slot is not None)
        for session in known.keys() | stands.keys() if known.get(session) != stands.get(session)
    }  # fmt: skip


def as_known(session: Session, line: SessionLine) -> Session:
    """The session with the words, room and time that people know, to be shown; never saved."""
    assert line.slot is not None
    assert line.room is not None
    shown = copy(session)
    shown.title, shown.abstract = line.title, line.abstract
    shown.slot = TimeSlot(
        pk=line.slot.id, convening_id=session.convening_id, label=line.slot.label, starts_at=line.slot.starts_at,
        ends_at=line.slot.ends_at,
    )
    shown.room = Room(
        pk=line.room.id, convening_id=session.convening_id, name=line.room.name, capacity=line.room.capacity
    )
    return shown


def known_seats(attendee: Attendee, known: Lines | None = None) -> list[Seat]:
    """The attendee's seats with their sessions as people know them, by time. Two statements, one with `known`."""
    lines = known_lines(attendee.convening) if known is None else known
    seats = list(Seat.objects.filter(attendee=attendee, session__in=list(lines)).select_related("session"))
    for seat in seats:
        seat.session = as_known(seat.session, lines[seat.session_id])
    return sorted(seats, key=lambda seat: lines[seat.session_id].slot.starts_at)  # type: ignore[union-attr]
