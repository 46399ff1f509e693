"""The rounds as an attendee chooses in them, and how often each session is wished. Data only."""

from collections import Counter
from dataclasses import dataclass

from breakouts.domain.choices import Wish, wishes_of
from breakouts.domain.programme import SessionLine, SlotLine, programme_of
from breakouts.models import Choice, Session
from breakouts.states import SessionKind
from convenings.models import Convening
from registration.models import Attendee


@dataclass(frozen=True)
class Option:
    """One session. rank: the attendee's own; mates: who of the own team ranks it, the dearest first."""

    line: SessionLine
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
    first: int
    second: int
    third: int
    later: int
    not_that_one: int

    @property
    def over(self) -> int:
        """How many first choices more than seats."""
        return max(0, self.first - (self.line.room.capacity if self.line.room else 0))


def rounds_in(convening: Convening) -> list[tuple[SlotLine, tuple[SessionLine, ...]]]:
    """Times with two breakouts or more, in their order. Four statements."""
    rounds = []
    for day in programme_of(convening).days:
        for column in day.columns:
            breakouts = tuple(line for line in column.sessions if line.kind == SessionKind.BREAKOUT)
            if len(breakouts) > 1:
                rounds.append((column.slot, breakouts))
    return rounds


def choice_rounds(attendee: Attendee) -> list[Round]:
    """Every round with its sessions, what the attendee and team mates chose. Seven statements."""
    wishes, mates, elements = wishes_of(attendee), _mates(attendee), _elements(attendee.convening)
    rounds = []
    for slot, lines in rounds_in(attendee.convening):
        own = next((line for line in lines if _presented(line, attendee)), None)
        wish = wishes.get(slot.id, Wish(slot.id))
        options = tuple(
            Option(
                line, tuple(elements.get(line.id, ())),
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


def _elements(convening: Convening) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    tagged = Session.elements.through.objects.filter(session__convening=convening).order_by("element__position")
    for session, name in tagged.values_list("session", "element__name"):
        found.setdefault(session, []).append(name)
    return found


def wished_rounds(convening: Convening) -> list[tuple[SlotLine, list[WishedLine]]]:
    """Every round with how often each session is wished by those who come. Five statements."""
    chosen = Choice.objects.standing().filter(session__convening=convening, attendee__cancelled_at__isnull=True)
    counts = Counter(chosen.values_list("session", "rank"))
    later: Counter[int] = Counter()
    for (session, rank), number in counts.items():
        later[session] += number if rank and rank > 3 else 0
    return [
        (
            slot,
            [
                WishedLine(
                    line, counts[line.id, 1], counts[line.id, 2], counts[line.id, 3], later[line.id],
                    counts[line.id, None],
                )
                for line in lines
            ],
        )
        for slot, lines in rounds_in(convening)
    ]  # fmt: skip
