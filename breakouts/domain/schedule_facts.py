"""The schedule as plain facts, for checks and for the search: read at once, then nothing is asked any more."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Subquery
from django.db.models.functions import Coalesce

from breakouts.domain.slots import bounds_of
from breakouts.models import Choice, Presentation, Room, Seat, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.models import Attendee

Span = tuple[datetime, datetime]
_GIVEN = Seat.objects.filter(session=OuterRef("pk")).order_by().values("session").annotate(n=Count("pk")).values("n")
SEATS = Coalesce(Subquery(_GIVEN, output_field=IntegerField()), 0)  # how many have a seat in a session
SESSION = (  # as SessionFacts names them, but for its id
    "pk", "title", "kind", "version", "needs", "set_up", "audience", "track", "topic", "demand", "least", "most",
    "comes_after", "is_pinned", "may_move", "room", "slot",
)  # fmt: skip
SPEAKER = (  # of a presentation
    "presenter", "presenter__person__name", "presenter__organization", "presenter__team__name",
    "presenter__team__us_state", "presenter__absences__starts_at", "presenter__absences__ends_at",
)  # fmt: skip


@dataclass(frozen=True)
class RoomFacts:
    id: int
    name: str
    capacity: int
    features: frozenset[str] = frozenset()
    set_up: str = ""
    shut: tuple[Span, ...] = ()


@dataclass(frozen=True)
class SlotFacts:
    id: int
    label: str
    starts_at: datetime
    ends_at: datetime

    def meets(self, spans: Iterable[Span]) -> bool:
        """Whether it shares a moment with one of them."""
        return any(starts_at < self.ends_at and ends_at > self.starts_at for starts_at, ends_at in spans)


@dataclass(frozen=True)
class Speaker:
    """Somebody who presents, an attendee; `whence`: the team's place or the organization, may be empty."""

    id: int
    name: str
    whence: str = ""
    away: tuple[Span, ...] = ()


@dataclass(frozen=True)
class SessionFacts:
    """`room` and `slot` are ids, or None. `firsts`: how many made it their first choice. `seats`: how many have one."""

    id: int
    title: str
    kind: SessionKind = SessionKind.BREAKOUT
    version: int = 0
    needs: frozenset[str] = frozenset()
    set_up: str = ""
    audience: frozenset[str] = frozenset()
    track: str = ""
    topic: str = ""
    demand: int | None = None
    least: int | None = None
    most: int | None = None
    comes_after: int | None = None
    is_pinned: bool = False
    may_move: bool = False
    room: int | None = None
    slot: int | None = None
    speakers: tuple[Speaker, ...] = ()
    firsts: int = 0
    seats: int = 0

    @property
    def expected(self) -> int | None:
        """How many are expected: whichever is more of what organizers think, and of first choices; None: unknown."""
        return max(self.demand or 0, self.firsts) if self.demand is not None or self.firsts else None

    @property
    def is_placed(self) -> bool:
        """Whether it has a room and a time."""
        return self.slot is not None and self.room is not None

    @property
    def names(self) -> str:
        """Who presents, by name."""
        return ", ".join(who.name for who in self.speakers)


@dataclass(frozen=True)
class Schedule:
    """A convening's schedule, or what matters to one session of it; by ids, each in the order of pages."""

    convening: Convening
    rooms: Mapping[int, RoomFacts]
    slots: Mapping[int, SlotFacts]
    sessions: Mapping[int, SessionFacts]

    @cached_property
    def bounds(self) -> Span:
        """The first and the last midnight of the convening's days."""
        return bounds_of(self.convening)

    @cached_property
    def by_slot(self) -> Mapping[int, list[SessionFacts]]:
        """What is held in each slot."""
        found: dict[int, list[SessionFacts]] = defaultdict(list)
        for session in self.sessions.values():
            if session.slot is not None:
                found[session.slot].append(session)
        return found

    @cached_property
    def beside(self) -> Mapping[int, tuple[SlotFacts | None, SlotFacts | None]]:
        """The slot before and the slot after each."""
        order: list[SlotFacts | None] = [None, *self.slots.values(), None]
        return {slot.id: (order[place], order[place + 2]) for place, slot in enumerate(self.slots.values())}

    @cached_property
    def followers(self) -> Mapping[int, list[SessionFacts]]:
        """What comes after each session."""
        found: dict[int, list[SessionFacts]] = defaultdict(list)
        for session in self.sessions.values():
            if session.comes_after is not None:
                found[session.comes_after].append(session)
        return found


def read_schedule(convening: Convening) -> Schedule:
    """All of it. Five statements."""
    firsts = dict(
        Choice.objects.standing().filter(session__convening=convening, rank=1).values("session")
        .annotate(n=Count("pk")).values_list("session", "n")
    )  # fmt: skip
    presented = Presentation.objects.filter(session__convening=convening).order_by("session", "pk")
    speakers = speakers_in(presented.values_list("session", *SPEAKER))
    sessions = Session.objects.filter(convening=convening).annotate(given=SEATS).order_by("title", "pk")
    slots = TimeSlot.objects.filter(convening=convening).order_by("starts_at")
    return Schedule(
        convening=convening,
        rooms=_rooms(convening),
        slots={slot[0]: SlotFacts(*slot) for slot in slots.values_list("pk", "label", "starts_at", "ends_at")},
        sessions={
            row[0]: facts_in(row, speakers.get(row[0], ()), firsts=firsts.get(row[0], 0), seats=given)
            for *row, given in sessions.values_list(*SESSION, "given")
        },
    )  # fmt: skip


def with_speaker(schedule: Schedule, *, session: int, attendee: Attendee) -> Schedule:
    """The schedule as if an attendee presented a session, too. One statement."""
    away = tuple(attendee.absences.values_list("starts_at", "ends_at"))
    facts = schedule.sessions[session]
    speaker = Speaker(attendee.pk, attendee.person.name, away=away)
    facts = replace(facts, speakers=(*facts.speakers, speaker))
    return replace(schedule, sessions={**schedule.sessions, session: facts})


def _rooms(convening: Convening) -> dict[int, RoomFacts]:
    rows = Room.objects.filter(convening=convening).values_list(
        "pk", "name", "capacity", "features", "set_up", "shut_times__starts_at", "shut_times__ends_at"
    )
    found: dict[int, RoomFacts] = {}
    for pk, name, capacity, features, set_up, *span in rows.order_by("position", "pk"):
        shut = with_span(found[pk].shut if pk in found else (), span)
        found[pk] = RoomFacts(pk, name, capacity, frozenset(features), set_up, shut)
    return found


def speakers_in(rows: Iterable[Sequence[Any]]) -> dict[int, tuple[Speaker, ...]]:
    """Who presents, by session: of rows of a session and SPEAKER, which may say the same more than once."""
    found: dict[int, dict[int, Speaker]] = defaultdict(dict)
    for session, attendee, name, organization, team, us_state, *span in rows:
        known = found[session].get(attendee)
        away = with_span(known.away if known else (), span)
        found[session][attendee] = Speaker(attendee, name, f"{team}, {us_state}" if team else organization, away)
    return {session: tuple(speakers.values()) for session, speakers in found.items()}


def with_span(spans: tuple[Span, ...], span: Sequence[Any]) -> tuple[Span, ...]:
    """The spans and one more, if it is one and not among them yet; sorted, in whatever order they were read."""
    starts_at, ends_at = span
    return spans if starts_at is None else tuple(sorted({*spans, (starts_at, ends_at)}))


def facts_in(
    row: Sequence[Any], speakers: tuple[Speaker, ...], *, firsts: int = 0, seats: int = 0
) -> SessionFacts:
    """A session of its row of SESSION."""
    facts: dict[str, Any] = dict(zip(SESSION, row, strict=True))
    facts |= {"kind": SessionKind(facts["kind"]), "needs": frozenset(facts["needs"])}
    facts |= {"audience": frozenset(facts["audience"]), "id": facts.pop("pk")}
    return SessionFacts(**facts, speakers=speakers, firsts=firsts, seats=seats)
