"""The search for a good floor, against every arrangement there is on small ones, and its promises on larger ones."""

import dataclasses
from itertools import permutations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from expo.domain.arrangement_figures import RuleBroken, check, figures_of, first_come_first_served
from expo.domain.arranging import NoArrangement, Problem, Term, arrange

ROW = ((0, 1, 2), (1, 2, 2), (2, 3, 2), (3, 4, 1))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to five teams at five booths in a row, each team with at least one booth that it may take."""
    teams = draw(st.integers(1, 5))
    wish = st.lists(st.integers(0, 9), min_size=5, max_size=5).map(tuple)
    may = st.lists(st.booleans(), min_size=5, max_size=5).filter(any).map(tuple)
    pairs = st.dictionaries(
        st.sampled_from([(a, b) for a in range(teams) for b in range(a + 1, teams)] or [(0, 0)]), st.integers(-5, 5)
    )
    terms = (Term("state", draw(pairs) if teams > 1 else {}), Term("focus", draw(pairs) if teams > 1 else {}))
    standing = draw(st.permutations([0, 1, 2, 3, 4, None, None, None]))[:teams]
    return Problem(
        5,
        ROW,
        tuple(draw(wish) for _ in range(teams)),
        tuple(draw(may) for _ in range(teams)),
        terms,
        standing=tuple(standing) if draw(st.booleans()) else (),
        move_cost=draw(st.integers(0, 6)),
    )


def cheapest(problem: Problem) -> int | None:
    """The least cost, by trying everything; None where there is no arrangement."""
    costs = []
    for booth in permutations(range(problem.booths), problem.teams):
        if all(problem.allowed[team][place] for team, place in enumerate(booth)):
            costs.append(check(problem, booth).cost)
    return min(costs, default=None)


@settings(max_examples=80)
@given(problems())
def test_small_floors_get_an_arrangement_if_there_is_one_and_the_judge_agrees(problem: Problem) -> None:
    best = cheapest(problem)
    if best is None:
        with pytest.raises(NoArrangement):
            arrange(problem, seed=1, iterations=100)
        return
    solution = arrange(problem, seed=1, iterations=1_000)
    assert check(problem, solution.booth).cost == solution.cost >= best


def small(seed: int) -> Problem:
    """Five teams with tight needs on five booths."""
    rng = Random(seed)
    allowed = [[rng.random() < 0.6 or place == team for place in range(5)] for team in range(5)]
    pairs = {(a, b): rng.randint(-5, 5) for a in range(5) for b in range(a + 1, 5)}
    wishes = tuple(tuple(rng.randint(0, 9) for _ in range(5)) for _ in range(5))
    return Problem(5, ROW, wishes, tuple(map(tuple, allowed)), (Term("focus", pairs),))


def test_of_a_hundred_small_floors_nearly_all_get_the_best_arrangement_there_is() -> None:
    floors = [small(seed) for seed in range(100)]
    assert sum(arrange(floor, seed=1, iterations=13_000).cost == cheapest(floor) for floor in floors) >= 99


def made_up(booths: int, teams: int, seed: int) -> Problem:
    rng = Random(seed)
    width = 10
    edges = tuple((n, n + 1, 2) for n in range(booths - 1) if (n + 1) % width) + tuple(
        (n, n + width, 1) for n in range(booths - width)
    )
    states, focus = [rng.randrange(8) for _ in range(teams)], [rng.randrange(5) for _ in range(teams)]
    pairs = [(a, b) for a in range(teams) for b in range(a + 1, teams)]
    terms = (
        Term("state", {(a, b): 4 for a, b in pairs if states[a] == states[b]}),
        Term("focus", {(a, b): -3 for a, b in pairs if focus[a] == focus[b]}),
    )
    wishes = tuple(tuple(rng.choice((0, 2, 6)) for _ in range(booths)) for _ in range(teams))
    allowed = tuple(tuple(rng.random() < 0.8 or place == team for place in range(booths)) for team in range(teams))
    return Problem(booths, edges, wishes, allowed, terms, pinned={3: 3, 7: 7})


def test_the_same_seed_and_budget_give_the_same_answer_and_another_seed_another() -> None:
    problem = made_up(60, 56, seed=5)
    first, again, other = (arrange(problem, seed=seed, iterations=40_000) for seed in (1, 1, 2))
    assert first == again
    assert other.booth != first.booth


def test_its_searches_in_parts_find_together_what_they_find_in_turn() -> None:
    problem = made_up(60, 56, seed=5)
    whole = arrange(problem, seed=1, iterations=40_000)
    parts = [arrange(problem, seed=1, iterations=40_000, part=slice(first, None, 2)) for first in (0, 1)]
    assert min(part.cost for part in parts) == whole.cost < max(part.cost for part in parts)
    assert sum(part.iterations for part in parts) == whole.iterations


def test_pinned_teams_stay_and_the_judge_agrees_with_the_cost() -> None:
    problem = made_up(60, 56, seed=6)
    solution = arrange(problem, seed=1, iterations=40_000)
    assert (solution.booth[3], solution.booth[7]) == (3, 7)
    assert check(problem, solution.booth).cost == solution.cost


def test_it_is_much_better_than_first_come_first_served() -> None:
    problem = made_up(60, 56, seed=7)
    served = first_come_first_served(problem)
    assert None not in served
    assert arrange(problem, seed=1, iterations=40_000).cost < figures_of(problem, served).cost


def test_nothing_worse_than_what_stands_comes_out_of_a_search_without_time() -> None:
    problem = made_up(60, 56, seed=8)
    good = arrange(problem, seed=1, iterations=60_000)
    standing = dataclasses.replace(problem, standing=good.booth, move_cost=1)
    hasty = arrange(standing, seed=9, iterations=0)
    assert (hasty.booth, hasty.cost) == (good.booth, good.cost)


def test_where_moves_weigh_above_all_only_what_must_moves() -> None:
    problem = made_up(60, 56, seed=9)
    stood = arrange(problem, seed=1, iterations=40_000).booth
    again = dataclasses.replace(problem, standing=stood, move_cost=10_000)
    assert arrange(again, seed=2, iterations=40_000).booth == stood
    free = next(place for place in range(60) if place not in stood and problem.allowed[20][place])
    pinned = dataclasses.replace(again, pinned={**problem.pinned, 20: free})
    moved = arrange(pinned, seed=2, iterations=40_000).booth
    assert [team for team in range(56) if moved[team] != stood[team]] == [20]


def test_the_clock_ends_a_search_early_and_says_so() -> None:
    ended = arrange(made_up(60, 56, seed=1), seed=1, iterations=10**9, seconds=0)
    assert ended.ended_early
    assert ended.iterations < 10**5


def test_progress_is_told_and_may_stop_the_search() -> None:
    told = []

    def progress(done: int, total: int) -> None:
        told.append((done, total))
        if len(told) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        arrange(made_up(60, 56, seed=1), seed=1, iterations=100_000, progress=progress)
    assert told[0][0] < told[1][0] < told[2][0] <= told[2][1] == 100_000


def test_no_teams_and_no_booths_are_an_arrangement() -> None:
    assert arrange(Problem(0, (), (), ()), seed=1, iterations=10).booth == ()
    assert arrange(Problem(2, (), (), ()), seed=1, iterations=10).booth == ()


def test_more_teams_than_booths_have_none() -> None:
    with pytest.raises(NoArrangement):
        arrange(Problem(1, (), ((0,), (0,)), ((True,), (True,))), seed=1, iterations=10)


@pytest.mark.parametrize(
    ("booth", "words"),
    [
        ((0,), "1 booths named"),
        ((0, 0), "several teams"),
        ((1, 0), "may not stand"),
        ((0, 5), "may not stand"),
        ((0, 2), "is pinned"),
    ],
)
def test_the_judge_refuses(booth: tuple[int, ...], words: str) -> None:
    allowed = ((True, False, True), (True, True, True))
    problem = Problem(3, (), ((0, 0, 0), (0, 0, 0)), allowed, pinned={1: 1})
    with pytest.raises(RuleBroken, match=words):
        check(problem, booth)
    assert check(problem, (0, 1)).cost == 0
