"""What a check is given, and what it finds. Data in, data out; whoever asks has read the schedule (schedule_facts)."""

from collections.abc import Iterator
from dataclasses import dataclass

from breakouts.domain.schedule_facts import RoomFacts, Schedule, SessionFacts, SlotFacts, Speaker
from breakouts.domain.slots import spoken_slot
from breakouts.states import Level, SessionKind

FOR_ALL = frozenset({SessionKind.PLENARY, SessionKind.MEAL})  # everybody is there


@dataclass(frozen=True)
class Problem:
    """`words` is a sentence with what to do, `short` its reason for a cell. `sessions`, `room`, `slot`: ids."""

    code: str
    level: Level
    short: str
    words: str
    sessions: tuple[int, ...]
    room: int | None = None
    slot: int | None = None


@dataclass(frozen=True)
class Place:
    """One session in one room and slot, beside whatever else is held then."""

    schedule: Schedule
    session: SessionFacts
    room: RoomFacts
    slot: SlotFacts

    @property
    def others(self) -> list[SessionFacts]:
        """What else is held then."""
        return [one for one in self.schedule.by_slot.get(self.slot.id, ()) if one.id != self.session.id]

    @property
    def seats(self) -> int:
        """How many may sit there."""
        return min(self.room.capacity, self.session.most or self.room.capacity)

    @property
    def when(self) -> str:
        """For sentences: Thu, May 27, 10:45 a.m."""
        return spoken_slot(self.slot, self.schedule.convening)

    def problem(self, level: Level, code: str, short: str, words: str, *others: SessionFacts) -> Problem:
        """Something about this session here, and about others with it."""
        about = (self.session.id, *(one.id for one in others))
        return Problem(code, level, short, words, about, self.room.id, self.slot.id)


Found = Iterator[Problem]


def shared_speakers(one: SessionFacts, other: SessionFacts) -> list[Speaker]:
    """Who presents both."""
    ids = {who.id for who in other.speakers}
    return [who for who in one.speakers if who.id in ids]
