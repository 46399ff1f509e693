"""Why nobody can be seated by the rules: the smallest set of them that contradict each other. Pure.

Of one slot it is seen without a search: too many people are confined to too few seats. What ties slots is left to the
program (seating_program): many rules are left out on trial at once, then fewer, at last one after the other.
"""

import dataclasses
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from breakouts.domain.seating_problem import NoSeating, Place, Problem
from jobs.domain.matching import find_crowd
from jobs.domain.smallest_core import smallest_core

AT_ONCE = 32  # rules that are left out together first
ALWAYS = frozenset({"access", "heard"})  # what nobody releases
Bars = Mapping[Place, Mapping[int, frozenset[str]]]  # where somebody must not sit, and for which reasons
Confined = tuple[int | None, tuple[tuple[int, frozenset[str]], ...]]  # a pin, and the bars


@dataclass(frozen=True)
class Rule:
    """`kind`: pinned (to `session`), never (ruled out), audience (for other sides), limit (fewer than the room has),
    least (people in it), topic (as in other sessions of that topic), pair (`people` sit together)."""

    kind: str
    slot: int | None = None
    session: int | None = None
    people: tuple[int, ...] = ()


@dataclass(frozen=True)
class Contradiction:
    """`rules` cannot all hold in `slot`; None: in all slots together. No rules: rooms and access leave too few seats.

    `is_minimal`: without any one of them the contradiction would be gone; else the clock ran out.
    """

    slot: int | None
    rules: tuple[Rule, ...]
    is_minimal: bool = True


def plain_contradiction(problem: Problem, bars: Bars, rooms: Sequence[Sequence[int]]) -> Contradiction | None:
    """What can be seen at once, slot by slot. rooms: the seats of each session's room, whatever limit it has."""
    for slot in range(problem.slots):
        confined = _confined(problem, bars, slot)
        rules = list(_rules_of(problem, confined, slot, rooms[slot]))
        core = smallest_core(rules, partial(_crowding, problem, confined, slot, rooms[slot]))
        if core is not None:
            return Contradiction(slot, tuple(core))
    return None


def _crowding(
    problem: Problem, confined: Mapping[Confined, int], slot: int, rooms: Sequence[int], rules: Sequence[Rule]
) -> list[Rule] | None:
    """These rules, where by them some have fewer seats between them than they are."""
    seats = [
        limit if Rule("limit", slot, session) in rules else room
        for session, (limit, room) in enumerate(zip(problem.capacity[slot], rooms, strict=True))
    ]
    held = [(people, _open(one, rules, slot, len(seats))) for one, people in confined.items()]
    return list(rules) if _is_crowded(held, seats) else None


def _confined(problem: Problem, bars: Bars, slot: int) -> Counter[Confined]:
    """How many people are there under which pin and bars."""
    there = (person for person in range(problem.people) if (person, slot) not in problem.away)
    return Counter(
        (
            problem.pinned.get((person, slot)),
            tuple(sorted(bars.get((person, slot), {}).items(), key=lambda bar: bar[0])),
        )
        for person in there
    )


def _rules_of(
    problem: Problem, confined: Mapping[Confined, int], slot: int, rooms: Sequence[int]
) -> Iterator[Rule]:
    """Those that can be released: limits last, since they are left out on trial in this order."""
    found = {Rule("pinned", slot, pin) for pin, _bars in confined if pin is not None}
    found |= {
        Rule(kind, slot, session) for _pin, bars in confined for session, kinds in bars for kind in kinds - ALWAYS
    }
    yield from sorted(found, key=lambda rule: (rule.kind, rule.session))
    for session, room in enumerate(rooms):
        if problem.capacity[slot][session] < room:
            yield Rule("limit", slot, session)


def _open(one: Confined, rules: Sequence[Rule], slot: int, sessions: int) -> frozenset[int]:
    """Where such a person may sit by these rules."""
    pin, bars = one
    if pin is not None and Rule("pinned", slot, pin) in rules:
        return frozenset({pin})
    held = {
        session: frozenset(kind for kind in kinds if kind in ALWAYS or Rule(kind, slot, session) in rules)
        for session, kinds in bars
    }
    return frozenset(range(sessions)) - shut_by(held, sessions)


def shut_by(bars: Mapping[int, frozenset[str]], sessions: int) -> frozenset[int]:
    """Where somebody must not sit: what bars them but for access gives way where nothing else is left."""
    shut = frozenset(session for session, kinds in bars.items() if kinds)
    return shut if len(shut) < sessions else frozenset(at for at, kinds in bars.items() if "access" in kinds)


def _is_crowded(held: Sequence[tuple[int, frozenset[int]]], seats: Sequence[int]) -> bool:
    """Whether some have fewer seats between them than they are: not all can be led to one."""
    left, sits = list(seats), [Counter[int]() for _ in held]
    for one, (people, _open_to) in enumerate(held):
        waiting = people
        while waiting:
            moved = _lead(one, waiting, held, left, sits)
            if not moved:
                return True
            waiting -= moved
    return False


def _lead(
    one: int, people: int, held: Sequence[tuple[int, frozenset[int]]], left: list[int], sits: list[Counter[int]]
) -> int:
    """Seats some of the people of this sort, where needed by having others move on; how many."""
    came: dict[int, int] = {}  # a session, and the sort that would go there
    via = {one: -1}  # a sort, and the session that it would leave for that
    for sort in (queue := [one]):
        for session in sorted(held[sort][1] - came.keys()):
            came[session] = sort
            if left[session]:
                return _move_on(session, people, came, via, left, sits)
            for other, at in enumerate(sits):
                if at[session] and other not in via:
                    via[other] = session
                    queue.append(other)
    return 0


def _move_on(
    session: int, people: int, came: Mapping[int, int], via: Mapping[int, int], left: list[int],
    sits: list[Counter[int]],
) -> int:
    """Who would go to the free session goes, whoever wanted theirs takes theirs, and so on back to the first."""
    path, moved = [(came[session], session)], min(people, left[session])
    while (freed := via[path[-1][0]]) >= 0:
        moved = min(moved, sits[path[-1][0]][freed])
        path.append((came[freed], freed))
    left[session] -= moved
    for sort, at in path:
        sits[sort][at] += moved
        if via[sort] >= 0:
            sits[sort][via[sort]] -= moved
    return moved


def tied_contradiction(problem: Problem, *, seconds: float) -> Contradiction | None:
    """Which rules that tie the slots, and pins, contradict each other; for workers, since it is a search.

    First what is seen of each group by itself, then among those people alone whom pins and groups name: what
    contradicts there does so for everybody, and is found in far less time. None where the clock ran out before any
    were found.
    """
    until, rules = time.monotonic() + seconds, list(_tying_rules(problem))
    own = [rule for rule in rules if rule.kind != "least"]
    few = smallest_core(own, partial(_without_place, problem), at_once=AT_ONCE)
    if few is None:
        few = smallest_core(own, _Trials(problem, until, only_named=True).contradicting, at_once=AT_ONCE)
    whole = _Trials(problem, until)
    found = smallest_core(few or rules, whole.contradicting, at_once=1 if few else AT_ONCE)
    if not found and not few and whole.ran_out:
        return None
    return Contradiction(None, tuple(found or few or rules), is_minimal=not whole.ran_out)


def _without_place(problem: Problem, some: Sequence[Rule]) -> list[Rule] | None:
    """These rules, where by them a group, or somebody alone, finds no sessions though nobody else were there."""
    from breakouts.domain.seating_program import units_of

    tried = _with_rules(problem, some)
    return list(some) if any(not _finds_place(tried, unit) for unit in units_of(tried)) else None


def _finds_place(problem: Problem, unit: Sequence[int]) -> bool:
    """Whether it may sit somewhere in each slot, each of it on another topic each time."""
    topics: dict[int, frozenset[int]] = {}
    for slot in range(problem.slots):
        there = [person for person in unit if (person, slot) not in problem.away]
        if not there:
            continue
        pins = {problem.pinned[person, slot] for person in there if (person, slot) in problem.pinned}
        sessions = pins or set.intersection(*(problem.allowed(person, slot) for person in there))
        held = {at for at in sessions if problem.capacity[slot][at] >= len(there)}
        if not held or len(pins) > 1:
            return False
        topics[slot] = frozenset(problem.topic[slot][at] for at in held) if problem.topic else frozenset({slot})
    return all(
        find_crowd({slot: topics[slot] for slot in topics if (person, slot) not in problem.away}) is None
        for person in unit
    )


@dataclass
class _Trials:
    """Asks the program whether some rules contradict each other; `ran_out`: a question was not answered in time."""

    problem: Problem
    until: float
    only_named: bool = False
    ran_out: bool = False

    def contradicting(self, some: Sequence[Rule]) -> list[Rule] | None:
        """None also where the clock ran out: the rules that were left out on trial stay."""
        from breakouts.domain.seating_prices import prices
        from breakouts.domain.seating_program import solve_program

        if time.monotonic() >= self.until:
            self.ran_out = True
            return None
        tried = _with_rules(self.problem, some)
        if self.only_named:
            tried = _of_people(tried, sorted(_named_in(tried)))
        try:
            outcome = solve_program(tried, prices(tried), seed=1, until=self.until, only_count=True)
        except NoSeating:
            return list(some)
        self.ran_out = self.ran_out or outcome.ended_early
        return list(some) if outcome.seat is None and not outcome.ended_early else None


def _named_in(problem: Problem) -> set[int]:
    return {person for person, _slot in problem.pinned} | {person for group in problem.together for person in group}


def _of_people(problem: Problem, people: Sequence[int]) -> Problem:
    """The problem of these people alone, without least numbers, which are everybody's."""
    number = {person: place for place, person in enumerate(people)}
    pinned = {(number[who], slot): at for (who, slot), at in problem.pinned.items() if who in number}
    barred = {(number[who], slot): some for (who, slot), some in problem.barred.items() if who in number}
    return dataclasses.replace(
        problem,
        ranked=tuple(problem.ranked[person] for person in people),
        team=tuple(problem.team[person] for person in people),
        pinned=pinned,
        barred=barred,
        away=frozenset((number[who], slot) for who, slot in problem.away if who in number),
        together=tuple(tuple(number[who] for who in group) for group in problem.together if group[0] in number),
        least=(),
        standing=(),
        bad_luck=(),
    )


def _tying_rules(problem: Problem) -> Iterator[Rule]:
    """By kind: those first that are likelier to go without harm."""
    yield from (Rule("pair", people=tuple(group)) for group in problem.together)
    often = Counter(topic for row in problem.topic for topic in row)
    for slot, row in enumerate(problem.topic):
        yield from (Rule("topic", slot, session) for session, topic in enumerate(row) if often[topic] > 1)
    for slot, row in enumerate(problem.least):
        yield from (Rule("least", slot, session) for session, least in enumerate(row) if least)
    yield from (Rule("pinned", slot, session) for slot, session in sorted({
        (slot, session) for (_person, slot), session in problem.pinned.items()
    }))  # fmt: skip


def _with_rules(problem: Problem, rules: Sequence[Rule]) -> Problem:
    """The problem with these rules alone, beside rooms and bars."""
    held = set(rules)
    most = max(map(len, problem.topic), default=0)
    own = 1 + max((topic for row in problem.topic for topic in row), default=0)  # above every topic's number
    return dataclasses.replace(
        problem,
        together=tuple(group for group in problem.together if Rule("pair", people=tuple(group)) in held),
        topic=tuple(
            tuple(
                topic if Rule("topic", slot, session) in held else own + slot * most + session
                for session, topic in enumerate(row)
            )
            for slot, row in enumerate(problem.topic)
        ),
        least=tuple(
            tuple(least if Rule("least", slot, session) in held else 0 for session, least in enumerate(row))
            for slot, row in enumerate(problem.least)
        ),
        pinned={
            (person, slot): session for (person, slot), session in problem.pinned.items()
            if Rule("pinned", slot, session) in held
        },
    )  # fmt: skip
