"""How long somebody was in which session, and what that counts: pure, of readings at the doors of rooms.

Instants are seconds since 1970, so that a night on which the clocks change is as long as it was.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from enum import StrEnum

LONGEST_STAY = 12 * 3600  # seconds; whoever is scanned out later than that had left before
MINUTE = 60


@dataclass(frozen=True)
class Reading:
    """A badge at a room's door. `number` orders what was read in the same second."""

    at: int
    number: int
    room: int
    is_in: bool


@dataclass(frozen=True)
class Held:
    """A session that counts, in its room and time."""

    session: int
    room: int
    starts: int
    ends: int

    @property
    def minutes(self) -> int:
        return (self.ends - self.starts) // MINUTE


@dataclass(frozen=True)
class Rule:
    """How presence counts. `stays`: without a reading out one has stayed to the end of the session."""

    grace_minutes: int = 10
    least_percent: int = 75
    stays: bool = True
    needs_feedback: bool = False


class Why(StrEnum):
    """Why a session counts as it does."""

    WHOLE = "whole"  # no more was missed than the grace
    PART = "part"
    TOO_SHORT = "too_short"  # less than the least share
    NO_WAY_OUT = "no_way_out"  # scanned in, never out, and that does not count here
    NO_FEEDBACK = "no_feedback"
    CORRECTED = "corrected"
    ABSENT = "absent"


@dataclass(frozen=True)
class Counted:
    """One session of one person: minutes in the room, minutes that count, and why."""

    session: int
    present: int
    minutes: int
    why: Why


@dataclass(frozen=True)
class _Stay:
    room: int
    since: int
    until: int
    sure: bool  # a reading out ended it


def count_sessions(
    readings: Iterable[Reading],
    held: Sequence[Held],
    rule: Rule,
    *,
    feedback: frozenset[int] = frozenset(),
    corrected: Mapping[int, int] | None = None,
) -> list[Counted]:
    """What each session counts for one person, in the order given. corrected: minutes that organizers set by hand."""
    stays = _stays(readings, held)
    by_hand = corrected or {}
    return [_count(one, stays, rule, given=one.session in feedback, by_hand=by_hand.get(one.session)) for one in held]


def credit_of(minutes: int, *, step_minutes: int, credit_per_hour: Decimal) -> Decimal:
    """Credit for so many minutes in all, in whole steps, never rounded up."""
    whole = minutes // step_minutes * step_minutes
    return (Decimal(whole) * credit_per_hour / 60).quantize(Decimal("0.01"), rounding=ROUND_FLOOR)


def _count(one: Held, stays: list[_Stay], rule: Rule, *, given: bool, by_hand: int | None) -> Counted:
    here = [(stay, _within(stay, one)) for stay in stays if stay.room == one.room]
    present = sum(seconds for stay, seconds in here if stay.sure or rule.stays) // MINUTE
    if by_hand is not None:
        return Counted(one.session, present, by_hand, Why.CORRECTED)
    if not present:
        unsure = any(seconds for _stay, seconds in here)
        return Counted(one.session, 0, 0, Why.NO_WAY_OUT if unsure else Why.ABSENT)
    if present * 100 < rule.least_percent * one.minutes:
        return Counted(one.session, present, 0, Why.TOO_SHORT)
    if rule.needs_feedback and not given:
        return Counted(one.session, present, 0, Why.NO_FEEDBACK)
    if present + rule.grace_minutes >= one.minutes:
        return Counted(one.session, present, one.minutes, Why.WHOLE)
    return Counted(one.session, present, present, Why.PART)


def _within(stay: _Stay, one: Held) -> int:
    return max(0, min(stay.until, one.ends) - max(stay.since, one.starts))


def _stays(readings: Iterable[Reading], held: Sequence[Held]) -> list[_Stay]:
    """From when to when they were in which room: one room at a time, whoever is read in elsewhere has left."""
    ordered = sorted(readings, key=lambda reading: (reading.at, reading.number))
    found: list[_Stay] = []
    inside: Reading | None = None
    for reading in ordered:
        if inside is not None and _goes_on(inside, reading, held):
            continue
        if inside is not None:
            found.append(_ended(inside, reading, held))
        inside = reading if reading.is_in else None
    if inside is not None:
        found.append(_ended(inside, None, held))
    return found


def _goes_on(inside: Reading, reading: Reading, held: Sequence[Held]) -> bool:
    """Whether the reading changes nothing: a second one in at the same session, or one out of another room."""
    if not reading.is_in:
        return reading.room != inside.room
    return reading.room == inside.room and reading.at < _end_of_session(inside, held)


def _ended(inside: Reading, reading: Reading | None, held: Sequence[Held]) -> _Stay:
    """The stay that ends with the reading, or at the end of its session where nothing says when it ended."""
    if reading is not None and not reading.is_in and reading.at - inside.at <= LONGEST_STAY:
        return _Stay(inside.room, inside.at, reading.at, sure=True)
    end = _end_of_session(inside, held)
    until = min(end, reading.at) if reading is not None else end
    return _Stay(inside.room, inside.at, max(until, inside.at), sure=False)


def _end_of_session(inside: Reading, held: Sequence[Held]) -> int:
    """When the session ends that somebody was read into: the next to end in that room; at once where none is."""
    ends = [one.ends for one in held if one.room == inside.room and inside.at < one.ends <= inside.at + LONGEST_STAY]
    return min(ends, default=inside.at)
