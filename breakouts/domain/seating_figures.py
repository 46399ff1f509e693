"""What a seating is worth, told apart; whether it keeps every hard rule; and why somebody sits where they sit.

Shares no line with the search (breakouts.domain.seating), so that it can be its judge. Pure.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from breakouts.domain.seating_problem import Problem

Row = Sequence[int | None]


@dataclass(frozen=True)
class Figures:
    """`cost` is that of wishes and pairs (`wished_cost`), and of moves. `ranks[n]`: seats at the wish of rank n.

    `unranked`: seats outside the wishes of somebody who had wishes; `unwished`: of those who had none.
    `worst_rank`: 1 the best, 0 where nobody sits at a wish. `moved`: seats that are not where the person sat.
    """

    cost: int
    wished_cost: int
    ranks: tuple[int, ...]
    unranked: int
    unwished: int
    worst_rank: int
    team_pairs: int
    with_team_mate: int
    moved: int


class RuleBroken(Exception):
    """A seating that must not be shown to anybody: the search has a fault."""


def figures_of(problem: "Problem", seat: Sequence[Row]) -> Figures:
    """The figures of a seating; whoever has no seat (None) costs nothing."""
    ranks = [0] * len(problem.rank_cost)
    unranked = unwished = moved = 0
    for person, slot, session in _seats(seat):
        wishes = problem.ranked[person][slot]
        if session in wishes:
            ranks[wishes.index(session)] += 1
        else:
            unranked += bool(wishes)
            unwished += not wishes
        stood = problem.standing[person][slot] if problem.standing else None
        moved += stood is not None and stood != session
    of_teams = ((problem.team[person], slot, session) for person, slot, session in _seats(seat))
    mates = Counter(where for where in of_teams if where[0] is not None)
    pairs = sum(count * (count - 1) // 2 for count in mates.values())
    wished = sum(cost * count for cost, count in zip(problem.rank_cost, ranks, strict=True))
    wished += problem.no_ranked_seat_cost * (unranked + unwished) + problem.team_pair_cost * pairs
    return Figures(
        cost=wished + problem.move_cost * moved,
        wished_cost=wished,
        ranks=tuple(ranks),
        unranked=unranked,
        unwished=unwished,
        worst_rank=max((rank for rank, count in enumerate(ranks, start=1) if count), default=0),
        team_pairs=pairs,
        with_team_mate=sum(count for count in mates.values() if count > 1),
        moved=moved,
    )


def check(problem: "Problem", seat: Sequence[Row]) -> Figures:
    """The figures of a whole seating. Raises RuleBroken with all that is wrong with it."""
    wrong = [*_wrong_seats(problem, seat), *_wrong_sessions(problem, seat), *_wrong_ties(problem, seat)]
    if wrong:
        raise RuleBroken("; ".join(wrong))
    return figures_of(problem, seat)


def _seats(seat: Sequence[Row]) -> Iterator[tuple[int, int, int]]:
    """(person, slot, session) of each seat."""
    for person, row in enumerate(seat):
        for slot, session in enumerate(row):
            if session is not None:
                yield person, slot, session


def _wrong_seats(problem: "Problem", seat: Sequence[Row]) -> Iterator[str]:
    if len(seat) != len(problem.ranked) or any(len(row) != len(problem.capacity) for row in seat):
        yield f"{len(problem.ranked)} people in {len(problem.capacity)} slots, but not as many seats named"
        return
    for person, row in enumerate(seat):
        for slot, session in enumerate(row):
            if (session is None) != ((person, slot) in problem.away):
                yield f"person {person} has no seat in slot {slot}, or one while away"
            elif session is not None and not 0 <= session < len(problem.capacity[slot]):
                yield f"there is no session {session} in slot {slot}"
            elif session in problem.barred.get((person, slot), ()):
                yield f"person {person} must not sit in session {session} of slot {slot}"
    for (person, slot), session in problem.pinned.items():
        if seat[person][slot] != session:
            yield f"person {person} is pinned to session {session} of slot {slot}, not {seat[person][slot]}"


def _wrong_sessions(problem: "Problem", seat: Sequence[Row]) -> Iterator[str]:
    taken = Counter((slot, session) for _, slot, session in _seats(seat))
    for (slot, session), people in taken.items():
        if 0 <= session < len(problem.capacity[slot]) and people > problem.capacity[slot][session]:
            yield f"{people} people in the {problem.capacity[slot][session]} seats of session {session} in slot {slot}"
        if problem.least and people < problem.least[slot][session]:
            yield f"{people} people in session {session} of slot {slot}, which needs {problem.least[slot][session]}"


def _wrong_ties(problem: "Problem", seat: Sequence[Row]) -> Iterator[str]:
    if problem.topic:
        heard = Counter((person, problem.topic[slot][session]) for person, slot, session in _seats(seat))
        twice = [heard_by for heard_by, times in heard.items() if times > 1]
        yield from (f"person {person} hears topic {topic} twice" for person, topic in twice)
    for group in problem.together:
        for slot in range(len(problem.capacity)):
            if len({seat[person][slot] for person in group if seat[person][slot] is not None}) > 1:
                yield f"the group {list(group)} does not sit together in slot {slot}"


def first_come_first_served(problem: "Problem") -> tuple[tuple[int | None, ...], ...]:
    """What would be if people chose one after the other, in their order, the best wish that has a seat left.

    Whoever finds no wish free takes the emptiest session; None: nothing was left. Pinned people sit already.
    """
    left = [list(seats) for seats in problem.capacity]
    for (_, slot), session in problem.pinned.items():
        left[slot][session] -= 1
    seat: list[tuple[int | None, ...]] = []
    for person, wishes in enumerate(problem.ranked):
        heard: set[int] = set()
        slots = enumerate(wishes)
        seat.append(tuple(_choose(problem, person, slot, ranking, left[slot], heard) for slot, ranking in slots))
    return tuple(seat)


def _choose(
    problem: "Problem", person: int, slot: int, wishes: Sequence[int], left: list[int], heard: set[int]
) -> int | None:
    if (person, slot) in problem.away:
        return None
    chosen = problem.pinned.get((person, slot))
    if chosen is None:
        free = [session for session in problem.allowed(person, slot) if left[session] > 0]
        if problem.topic:
            free = [session for session in free if problem.topic[slot][session] not in heard]
        wished = [session for session in wishes if session in free]
        chosen = wished[0] if wished else max(free, key=lambda session: (left[session], -session), default=None)
        if chosen is not None:
            left[chosen] -= 1
    if chosen is not None and problem.topic:
        heard.add(problem.topic[slot][chosen])
    return chosen


@dataclass(frozen=True)
class Missed:
    """A better wish that was not had. `reason`: barred, topic (heard elsewhere), together (not open to the group),
    empty (too few came, it is not held), full, team (a team mate sits there), others (kept free for somebody else).

    `wanted_by`: how many had it at this rank or higher, for `seats`. `mates`: how many of the team sit there.
    """

    session: int
    reason: str
    wanted_by: int
    seats: int
    mates: int


@dataclass(frozen=True)
class Why:
    """Why somebody sits in `session`. `kind`: pinned, wish (at `rank`, 1 the best), unranked, or no_wish."""

    slot: int
    session: int
    kind: str
    rank: int | None
    missed: tuple[Missed, ...]


@dataclass(frozen=True)
class Counts:
    """What the answers of many people stand on, counted once for all: who sits where, of which team, and how often a
    session is wished at a rank."""

    there: Counter[tuple[int, int]]  # (slot, session)
    mates: Counter[tuple[int, int, int]]  # (team, slot, session)
    wished: Counter[tuple[int, int, int]]  # (slot, session, rank)
    group: Mapping[int, Sequence[int]]  # whom somebody sits with


def counts_of(problem: "Problem", seat: Sequence[Row]) -> Counts:
    """Once through all seats and wishes."""
    held = list(_seats(seat))
    teams = ((problem.team[person], slot, session) for person, slot, session in held)
    return Counts(
        Counter((slot, session) for _, slot, session in held),
        Counter((team, slot, session) for team, slot, session in teams if team is not None),
        Counter(
            (slot, session, rank) for wishes in problem.ranked for slot, ranking in enumerate(wishes)
            for rank, session in enumerate(ranking)
        ),
        {person: group for group in reversed(problem.together) for person in group},
    )  # fmt: skip


def why_seats(
    problem: "Problem", seat: Sequence[Row], person: int, counts: Counts | None = None
) -> tuple[Why, ...]:
    """For each seat of a person what a sentence needs that says why it is this one. counts: for many people at once."""
    counts, answers = counts or counts_of(problem, seat), []
    for slot, session in enumerate(seat[person]):
        if session is None:
            continue
        wishes = problem.ranked[person][slot]
        rank = wishes.index(session) if session in wishes else None
        kind = "pinned" if (person, slot) in problem.pinned else "wish" if rank is not None else "unranked"
        if kind == "unranked" and not wishes:
            kind = "no_wish"
        better = wishes if rank is None else wishes[:rank]
        missed = () if kind == "pinned" else tuple(
            _missed(problem, seat, counts, person, slot, wish) for wish in better
        )
        answers.append(Why(slot, session, kind, None if rank is None else rank + 1, missed))
    return tuple(answers)


def _missed(
    problem: "Problem", seat: Sequence[Row], counts: Counts, person: int, slot: int, session: int
) -> Missed:
    team = problem.team[person]
    mates = 0 if team is None else counts.mates[team, slot, session]
    rank = problem.ranked[person][slot].index(session)
    wanted_by = sum(counts.wished[slot, session, one] for one in range(rank + 1))
    reason = _reason(problem, seat, counts, person, slot, session, mates)
    return Missed(session, reason, wanted_by, problem.capacity[slot][session], mates)


def _reason(
    problem: "Problem", seat: Sequence[Row], counts: Counts, person: int, slot: int, session: int, mates: int
) -> str:
    there, group = counts.there[slot, session], counts.group.get(person, ())
    elsewhere = [(at, heard) for at, heard in enumerate(seat[person]) if at != slot and heard is not None]
    if session in problem.barred.get((person, slot), ()):
        return "barred"
    if problem.topic and problem.topic[slot][session] in {problem.topic[at][heard] for at, heard in elsewhere}:
        return "topic"
    if any(session in problem.barred.get((other, slot), ()) for other in group):
        return "together"
    if problem.least and not there and problem.least[slot][session] > 0:
        return "empty"
    if there + max(1, len(group)) > problem.capacity[slot][session]:
        return "full"
    return "team" if mates else "others"
