"""The rounds as an attendee chooses in them, and how often each session is wished. Data only."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q

from breakouts.domain.choices import Wish, wishes_of
from breakouts.domain.programme import Day, SessionLine, SlotLine, programme_of, sheet_of
from breakouts.domain.public_programme import public_programme
from breakouts.domain.rooms import fewer
from breakouts.domain.schedule_content import standing_schedule
from breakouts.models import Choice, Programme, Session
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.models import Attendee


@dataclass(frozen=True)
class Option:
    """One session. rank: the attendee's own; mates: who of the own team ranks it, the dearest first."""

    line: SessionLine
    seats: int | None
    elements: tuple[str, ...]
    rank: int | None
    not_that_one: bool
    mates: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Round:
    """One time with breakouts beside each other. presents: what the attendee presents then, instead of choosing."""

    slot: SlotLine
    options: tuple[Option, ...]
    presents: SessionLine | None

    @property
    def is_chosen(self) -> bool:
        return any(option.rank is not None or option.not_that_one for option in self.options)


@dataclass(frozen=True)
class WishedLine:
    """How many people want a session: as their first, second, third or a later choice; and who would rather not."""

    line: SessionLine
    seats: int | None
    first: int
    second: int
    third: int
    later: int
    not_that_one: int

    @property
    def over(self) -> int:
        """How many first choices more than seats."""
        return max(0, self.first - (self.seats or 0))


Rounds = list[tuple[SlotLine, tuple[SessionLine, ...]]]
Limits = dict[int, int]


def _limits(convening: Convening) -> Limits:
    """The sessions that admit no more than so many, whatever their room holds."""
    limited = Session.objects.filter(convening=convening, most__isnull=False)
    return {session: most for session, most in limited.values_list("pk", "most") if most is not None}


def _seats(line: SessionLine, limits: Limits) -> int | None:
    return fewer(line.room.capacity if line.room else None, limits.get(line.id))


def rounds_in(convening: Convening) -> Rounds:
    """Times with two breakouts or more, in their order, as they are released; as they stand where nothing is yet.

    Four statements, six where nothing is released.
    """
    public = public_programme(convening)
    schedule = public.schedule if public is not None else standing_schedule(convening)
    held = set(Session.objects.filter(convening=convening, kind=SessionKind.BREAKOUT).values_list("pk", flat=True))
    lines = [line for line in schedule.sessions if line.id in held]  # one that is gone cannot be chosen
    return _rounds_of(sheet_of(schedule.rooms, schedule.slots, lines).days)


def _rounds_of(days: Iterable[Day]) -> Rounds:
    rounds = []
    for day in days:
        for column in day.columns:
            breakouts = tuple(line for line in column.sessions if line.kind == SessionKind.BREAKOUT)
            if len(breakouts) > 1:
                rounds.append((column.slot, breakouts))
    return rounds


def choice_rounds(attendee: Attendee) -> list[Round]:
    """Every round with its sessions, what the attendee and team mates chose. None where nothing is released and
    nobody is asked. Ten statements, twelve where nothing is released."""
    shown = Q(released__gt=0) | Q(choices_until_at__isnull=False)
    if not Programme.objects.filter(shown, convening=attendee.convening_id).exists():
        return []
    wishes, mates, limits = wishes_of(attendee), _mates(attendee), _limits(attendee.convening)
    rounds = []
    for slot, lines in rounds_in(attendee.convening):
        own = next((line for line in lines if _presented(line, attendee)), None)
        wish = wishes.get(slot.id, Wish(slot.id))
        options = tuple(
            Option(
                line, _seats(line, limits), line.elements,
                wish.ranked.index(line.id) + 1 if line.id in wish.ranked else None, line.id in wish.not_that_one,
                tuple(mates.get(line.id, ())),
            )
            for line in lines
        )  # fmt: skip
        rounds.append(Round(slot, options, own))
    return rounds


def _presented(line: SessionLine, attendee: Attendee) -> bool:
    return any(who.attendee_id == attendee.pk for who in line.presenters)


def _mates(attendee: Attendee) -> dict[int, list[tuple[str, int]]]:
    """Who of the own team ranks which session; nobody else's choices are told."""
    found: dict[int, list[tuple[str, int]]] = {}
    if attendee.team_id is None:
        return found
    chosen = Choice.objects.standing().filter(
        attendee__team=attendee.team_id, attendee__cancelled_at__isnull=True, rank__isnull=False
    )
    rows = chosen.exclude(attendee=attendee).order_by("rank", "attendee__person__name", "pk")
    for session, name, rank in rows.values_list("session", "attendee__person__name", "rank"):
        assert rank is not None
        found.setdefault(session, []).append((name, rank))
    return found


def wished_rounds(convening: Convening) -> list[tuple[SlotLine, list[WishedLine]]]:
    """Every round as it stands, with how often each session is wished by those who come. Six statements."""
    chosen = Choice.objects.standing().filter(session__convening=convening, attendee__cancelled_at__isnull=True)
    counts = Counter(chosen.values_list("session", "rank"))
    later: Counter[int] = Counter()
    limits = _limits(convening)
    for (session, rank), number in counts.items():
        later[session] += number if rank and rank > 3 else 0
    return [
        (
            slot,
            [
                WishedLine(
                    line, _seats(line, limits), counts[line.id, 1], counts[line.id, 2], counts[line.id, 3],
                    later[line.id], counts[line.id, None],
                )
                for line in lines
            ],
        )
        for slot, lines in _rounds_of(programme_of(convening).days)
    ]  # fmt: skip
