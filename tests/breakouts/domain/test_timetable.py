"""Timetables, against every timetable there is on small problems, and what is promised of larger ones."""

import dataclasses
from itertools import combinations, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.programme_wishes import made_up_programme
from breakouts.domain.timetable import plan_timetable
from breakouts.domain.timetable_contradictions import find_contradiction, plain_contradiction
from breakouts.domain.timetable_figures import RuleBroken, check, figures_of
from breakouts.domain.timetable_perfect import perfect_timetable
from breakouts.domain.timetable_problem import NoTimetable, Place, Problem
from breakouts.domain.timetable_rules import Rule, rules_of
from breakouts.domain.timetable_search import Grid
from jobs.domain.smallest_core import smallest_core
from rehearsal.domain.timetable_instances import timetable_problem

PLACES = [(room, slot) for room in range(2) for slot in range(3)]


def problem_of(sessions: int, *, rooms: int = 2, slots: int = 3, **more: Any) -> Problem:
    """Sessions that fit everywhere and are wanted by nobody."""
    whole = {
        "wishes": (),
        "fits": ((True,) * rooms,) * sessions,
        "overflow": ((0,) * rooms,) * sessions,
        "available": ((True,) * slots,) * sessions,
        "rooms": rooms,
        "slots": slots,
    }
    return Problem(**{**whole, **more})


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to four sessions in two rooms and three slots, under all kinds of rules."""
    count = draw(st.integers(1, 4))
    one = st.integers(0, count - 1)
    pair = st.tuples(one, one).filter(lambda pair: pair[0] != pair[1])
    pairs = st.frozensets(pair, max_size=2) if count > 1 else st.just(frozenset())
    mostly = st.sampled_from([True, True, True, False])
    place = st.sampled_from(PLACES)
    return problem_of(
        count,
        wishes=tuple(draw(st.lists(st.lists(one, unique=True).map(tuple), max_size=6))),
        fits=draw(st.tuples(*[st.tuples(mostly, mostly)] * count)),
        overflow=draw(st.tuples(*[st.tuples(st.integers(0, 2), st.integers(0, 2))] * count)),
        available=draw(st.tuples(*[st.tuples(mostly, mostly, mostly)] * count)),
        track=draw(st.tuples(*[st.sampled_from([0, 1, None])] * count)),
        apart=draw(pairs),
        before=draw(pairs),
        presenters={7: draw(st.lists(one, unique=True, max_size=3).map(tuple))},
        shut=draw(st.frozensets(place, max_size=1)),
        pinned=draw(st.dictionaries(one, place, max_size=1)),
        standing=draw(st.tuples(*[st.sampled_from([None, *PLACES])] * count)),
        frozen=draw(st.frozensets(one, max_size=1)),
        travel_cost=draw(st.sampled_from([0, 15])),
        move_cost=draw(st.sampled_from([0, 12])),
    )


def all_timetables(problem: Problem) -> list[tuple[int, tuple[Place, ...]]]:
    found = []
    for place in permutations(PLACES, problem.sessions):
        try:
            found.append((check(problem, place).cost, place))
        except RuleBroken:
            continue
    return found


@settings(max_examples=60, deadline=None, derandomize=True)
@given(problems())
def test_small_problems_get_a_good_timetable_or_the_smallest_contradiction(problem: Problem) -> None:
    costs = [cost for cost, _ in all_timetables(problem)]
    if costs:
        found = plan_timetable(problem, seed=1, iterations=3_000)
        assert check(problem, found.place).cost == found.cost == min(costs)
        assert find_contradiction(problem) is None
        return
    with pytest.raises(NoTimetable) as refused:
        plan_timetable(problem, seed=1, iterations=10)
    assert refused.value.is_proven
    contradiction = find_contradiction(problem)
    assert contradiction is not None
    assert contradiction.is_minimal
    assert not all_timetables(keeping(problem, contradiction.rules))
    for fewer in combinations(contradiction.rules, len(contradiction.rules) - 1):
        assert all_timetables(keeping(problem, fewer))


def keeping(problem: Problem, rules: tuple[Rule, ...]) -> Problem:
    """The problem under these of its rules alone."""
    kept = {(rule.kind, rule.sessions) for rule in rules}

    def keeps(kind: str, *sessions: int) -> bool:
        return (kind, sessions) in kept

    available, fits = enumerate(problem.available), enumerate(problem.fits)
    return dataclasses.replace(
        problem,
        available=tuple(row if keeps("available", one) else (True,) * 3 for one, row in available),
        fits=tuple(row if keeps("need", one) else (True,) * 2 for one, row in fits),
        pinned={one: at for one, at in problem.pinned.items() if keeps("pinned", one)},
        frozen=frozenset(one for one in problem.frozen if keeps("frozen", one)),
        apart=frozenset(pair for pair in problem.apart if keeps("apart", *pair)),
        before=frozenset(pair for pair in problem.before if keeps("before", *pair)),
        presenters={who: some for who, some in problem.presenters.items() if keeps("presenter", *sorted(some))},
    )


def made_up(**more: Any) -> Problem:
    instance = made_up_programme(sessions=30, rooms=6, slots=6, people=150, seed=4)
    return dataclasses.replace(timetable_problem(instance), **more)


def test_the_same_seed_and_budget_give_the_same_timetable_and_a_better_one_than_the_start() -> None:
    problem = made_up()
    start = plan_timetable(problem, seed=1, iterations=0)
    found = plan_timetable(problem, seed=1, iterations=20_000)
    assert found == plan_timetable(problem, seed=1, iterations=20_000)
    assert check(problem, found.place).cost == found.cost < 0.9 * start.cost


def test_the_count_kept_by_the_search_is_that_of_the_judge() -> None:
    problem = made_up(presenters={0: (1, 2, 3), 1: (4, 5)}, travel_cost=25, move_cost=3)
    places = list(plan_timetable(problem, seed=3, iterations=2_000).place)
    grid = Grid(problem)
    grid.take(places)
    assert grid.cost == figures_of(problem, places).cost
    assert grid.exchange_slots(2, 4) or grid.places() == places


def test_what_stands_is_never_made_worse_and_moves_cost() -> None:
    problem = made_up()
    standing = plan_timetable(problem, seed=1, iterations=20_000)
    again = plan_timetable(dataclasses.replace(problem, standing=standing.place), seed=2, iterations=500)
    assert again.cost <= standing.cost
    dear = dataclasses.replace(problem, standing=standing.place, move_cost=10**5)
    assert plan_timetable(dear, seed=2, iterations=5_000).place == standing.place


def test_a_rule_that_is_new_moves_few_and_never_what_is_frozen() -> None:
    problem = made_up()
    standing = plan_timetable(problem, seed=1, iterations=20_000).place
    slot = standing[0][1]
    mates = [one for one, at in enumerate(standing) if at[1] == slot and one not in problem.pinned]
    shut = frozenset({standing[mates[0]]})
    others = frozenset(range(problem.sessions)) - {mates[0]} - problem.pinned.keys()
    frozen = frozenset(sorted(others)[:20])
    changed = dataclasses.replace(problem, standing=standing, shut=shut, frozen=frozen, move_cost=500)
    found = plan_timetable(changed, seed=1, iterations=5_000)
    assert check(changed, found.place).moved in (1, 2, 3)
    assert all(found.place[session] == standing[session] for session in frozen)


def test_the_clock_ends_it_and_the_answer_says_so() -> None:
    problem = made_up(standing=plan_timetable(made_up(), seed=1, iterations=0).place)
    found = plan_timetable(problem, seed=1, iterations=10**9, seconds=0)
    assert found.ended_early
    assert found.iterations < 10**9
    check(problem, found.place)


def test_a_timetable_that_costs_nothing_is_found_where_there_is_one() -> None:
    """Six people want a session of each slot; a seventh one wants one more than there are slots."""
    wishes = tuple((person, 6 + person, 12 + person) for person in range(6))
    overflow = ((0, *(9,) * 5), *((0,) * 6,) * 17)
    problem = problem_of(18, rooms=6, wishes=wishes, overflow=overflow, track=(4, 4, *(None,) * 16))
    found = perfect_timetable(problem, seed=1, seconds=None)
    assert found is not None
    assert check(problem, found).cost == 0
    assert plan_timetable(problem, seed=1, iterations=1).cost == 0
    crowded = dataclasses.replace(problem, wishes=(*wishes, (0, 1, 2, 3)))
    assert perfect_timetable(crowded, seed=1, seconds=None) is None


def test_nothing_to_place() -> None:
    assert plan_timetable(problem_of(0), seed=1, iterations=10).place == ()
    with pytest.raises(NoTimetable):
        plan_timetable(problem_of(1, rooms=0, slots=0), seed=1, iterations=10)


@pytest.mark.parametrize(
    ("problem", "kinds"),
    [
        (problem_of(7), []),
        (problem_of(3, shut=frozenset(PLACES[:4])), []),
        (problem_of(2, pinned={0: (0, 0), 1: (0, 0)}), ["pinned", "pinned"]),
        (problem_of(1, available=((False,) * 3,)), ["available"]),
        (problem_of(4, fits=((True, False),) * 4), ["need"] * 4),
        (problem_of(4, presenters={0: (0, 1, 2, 3)}), ["presenter"]),
        (problem_of(2, before=frozenset({(0, 1), (1, 0)})), ["before", "before"]),
        (problem_of(1, before=frozenset({(0, 0)})), ["before"]),
        (problem_of(4, before=frozenset({(0, 1), (1, 2), (2, 3)})), ["before"] * 3),
        (problem_of(4, apart=frozenset(combinations(range(4), 2))), ["apart"] * 6),
        (
            problem_of(2, available=((True, False, False),) * 2, apart=frozenset({(0, 1)})),
            ["available", "available", "apart"],
        ),
        (problem_of(1, standing=((0, 1),), frozen=frozenset({0}), shut=frozenset({(0, 1)})), ["frozen"]),
    ],
)
def test_plain_contradictions_are_seen_without_a_search(problem: Problem, kinds: list[str]) -> None:
    found, plain = find_contradiction(problem), plain_contradiction(problem)
    assert found is not None
    assert plain is not None
    assert [rule.kind for rule in found.rules] == [rule.kind for rule in plain.rules] == kinds
    assert found.is_minimal


def test_a_contradiction_of_rooms_and_times_is_found_among_many_rules() -> None:
    """Two sessions need the one room in two slots, and a third must be apart from both in the same slots."""
    two_slots = (True, True, *(False,) * 6)
    problem = problem_of(
        40, rooms=6, slots=8,
        fits=((True, *(False,) * 5),) * 2 + ((True,) * 6,) * 38,
        available=(two_slots,) * 3 + ((True,) * 7 + (False,),) * 37,
        apart=frozenset({(0, 2), (1, 2), *((one, one + 1) for one in range(5, 39))}),
    )  # fmt: skip
    assert plain_contradiction(problem) is None
    found = find_contradiction(problem)
    assert found is not None
    assert found.is_minimal
    assert {(rule.kind, rule.sessions) for rule in found.rules} == {
        ("need", (0,)), ("need", (1,)), ("available", (0,)), ("available", (1,)), ("available", (2,)),
        ("apart", (0, 2)), ("apart", (1, 2)),
    }  # fmt: skip
    assert len(rules_of(problem)) > 70


def test_without_time_no_contradiction_is_claimed() -> None:
    apart = frozenset({(0, 2), (1, 2)})
    fits, available = ((True, False), (True, False), (True, True)), ((True, True, False),) * 3
    problem = problem_of(3, fits=fits, available=available, apart=apart)
    assert plain_contradiction(problem) is None
    found = find_contradiction(problem, seconds=0)
    assert found is None or not found.is_minimal


@pytest.mark.parametrize(
    "wrong",
    [
        {"fits": ((True,),)},
        {"overflow": ((0, -1), (0, 0))},
        {"overflow": ((0, 10**12), (0, 0))},
        {"available": ((True,), (True,))},
        {"track": (1,)},
        {"wishes": ((5,),)},
        {"wishes": ((0, 0),)},
        {"apart": frozenset({(1, 1)})},
        {"before": frozenset({(0, 9)})},
        {"presenters": {0: (-1,)}},
        {"pinned": {0: (9, 0)}},
        {"pinned": {7: (0, 0)}},
        {"shut": frozenset({(0, 77)})},
        {"standing": ((0, 0),)},
        {"frozen": frozenset({0})},
        {"missed_wish_cost": -1},
    ],
)
def test_what_is_no_problem_is_refused_in_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        dataclasses.replace(problem_of(2), **wrong)


def test_the_judge_names_every_rule_that_is_broken() -> None:
    problem = problem_of(
        5,
        fits=((False, True),) * 5,
        available=((False, True, True),) * 5,
        apart=frozenset({(0, 1)}),
        before=frozenset({(2, 1)}),
        presenters={4: (0, 1)},
        shut=frozenset({(0, 0)}),
        pinned={3: (1, 1)},
        standing=(None, None, None, None, (1, 1)),
        frozen=frozenset({4}),
    )
    with pytest.raises(RuleBroken) as broken:
        check(problem, [(0, 0), (0, 0), (0, 1), (1, 2), (9, 9)])
    for part in (
        "2 sessions in room 0", "0 has no presenter", "0 needs what", "room 0 is shut", "3 is pinned", "0 and 1 are in",
        "2 is not before", "presenter 4 is in two", "4 is in no room",
    ):  # fmt: skip
        assert part in str(broken.value)
    with pytest.raises(RuleBroken, match="4 is published elsewhere"):
        check(problem, [(0, 0), (0, 0), (0, 1), (1, 2), (1, 2)])


def test_a_core_is_none_without_a_contradiction_and_shrinks_otherwise() -> None:
    assert smallest_core([1, 2, 3], lambda some: None) is None
    assert smallest_core([1, 2, 3, 4], lambda some: list(some) if {2, 4} <= set(some) else None) == [2, 4]
    assert smallest_core([1, 2], lambda some: []) == []
