"""What a timetable is worth, told apart by reason; and whether it keeps every hard rule.

Shares no line with the search (breakouts.domain.timetable), so that it can be its judge. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from breakouts.domain.timetable_problem import Place, Problem


@dataclass(frozen=True)
class Figures:
    """Each counted once, and the cost of all. `moved`: sessions that leave the place where they stand."""

    missed_wishes: int
    overflow: int
    same_track_pairs: int
    travels: int
    moved: int
    cost: int


class RuleBroken(Exception):
    """A timetable that must not be shown to anybody: the search has a fault."""


def figures_of(problem: "Problem", place: Sequence["Place | None"]) -> Figures:
    """The figures of where sessions are; a session without a place (None) costs nothing."""
    placed = {session: at for session, at in enumerate(place) if at is not None}
    missed = 0
    for wishes in problem.wishes:
        slots = Counter(placed[session][1] for session in wishes if session in placed)
        missed += sum(count - 1 for count in slots.values())
    overflow = sum(problem.overflow[session][room] for session, (room, _) in placed.items())
    tracks = Counter((at[1], problem.track[session]) for session, at in placed.items() if problem.track)
    pairs = sum(count * (count - 1) // 2 for (_, track), count in tracks.items() if track is not None)
    travels = sum(_travels(sessions, placed) for sessions in problem.presenters.values())
    stood = problem.standing or (None,) * len(place)
    moved = sum(before is not None and before != now for before, now in zip(stood, place, strict=True))
    cost = problem.missed_wish_cost * missed + problem.overflow_cost * overflow + problem.same_track_pair_cost * pairs
    cost += problem.travel_cost * travels + problem.move_cost * moved
    return Figures(missed, overflow, pairs, travels, moved, cost)


def _travels(sessions: Sequence[int], placed: dict[int, "Place"]) -> int:
    """How often somebody changes rooms between two slots that follow each other."""
    pairs = combinations([placed[session] for session in set(sessions) if session in placed], 2)
    return sum(one[0] != other[0] and abs(one[1] - other[1]) == 1 for one, other in pairs)


def check(problem: "Problem", place: Sequence["Place"]) -> Figures:
    """The figures of a whole timetable. Raises RuleBroken with all that is wrong with it."""
    if len(place) != problem.sessions:
        raise RuleBroken(f"{problem.sessions} sessions, {len(place)} places named")
    wrong = [*_wrong_places(problem, place), *_wrong_pairs(problem, place)]
    if wrong:
        raise RuleBroken("; ".join(wrong))
    return figures_of(problem, place)


def _wrong_places(problem: "Problem", place: Sequence["Place"]) -> Iterator[str]:
    for at, count in Counter(place).items():
        if count > 1:
            yield f"{count} sessions in room {at[0]} and slot {at[1]}"
    for session, (room, slot) in enumerate(place):
        if not (0 <= room < problem.rooms and 0 <= slot < problem.slots):
            yield f"session {session} is in no room and slot that there is"
            continue
        if not problem.available[session][slot]:
            yield f"session {session} has no presenter in slot {slot}"
        if not problem.fits[session][room]:
            yield f"session {session} needs what room {room} has not"
        if (room, slot) in problem.shut:
            yield f"room {room} is shut in slot {slot}"
        if problem.pinned.get(session, place[session]) != place[session]:
            yield f"session {session} is pinned elsewhere"
        if session in problem.frozen and problem.standing[session] not in (None, place[session]):
            yield f"session {session} is published elsewhere"


def _wrong_pairs(problem: "Problem", place: Sequence["Place"]) -> Iterator[str]:
    for one, other in sorted(problem.apart):
        if place[one][1] == place[other][1]:
            yield f"sessions {one} and {other} are in one slot"
    for one, other in sorted(problem.before):
        if place[one][1] >= place[other][1]:
            yield f"session {one} is not before session {other}"
    for presenter, sessions in problem.presenters.items():
        slots = [place[session][1] for session in set(sessions)]
        if len(set(slots)) < len(slots):
            yield f"presenter {presenter} is in two sessions at once"
