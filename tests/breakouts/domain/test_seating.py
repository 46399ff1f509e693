"""Seats, against every seating there is on small problems, and what is promised of large ones."""

import dataclasses
from itertools import product
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.choices import made_up_choices
from breakouts.domain.seating import reseat_people, seat_people
from breakouts.domain.seating_coupled import quick_seats
from breakouts.domain.seating_figures import RuleBroken, check, figures_of, first_come_first_served, why_seats
from breakouts.domain.seating_problem import NoSeating, Problem
from rehearsal.domain.seat_instances import seats_problem

COSTS: dict[str, Any] = {"rank_cost": (0, 2, 5), "no_ranked_seat_cost": 20, "team_pair_cost": 6}


def problem_of(*wishes: tuple[int, ...], capacity: tuple[int, ...], **more: Any) -> Problem:
    """One slot."""
    whole = {"team": (None,) * len(wishes), **COSTS, **more}
    return Problem(capacity=(capacity,), ranked=tuple((ranking,) for ranking in wishes), **whole)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Up to three people, two slots of three sessions; now and then bars, pins, absences, or one of the ties."""
    people = draw(st.integers(1, 3))
    ranking = st.permutations([0, 1, 2]).flatmap(lambda order: st.integers(0, 3).map(lambda n: tuple(order[:n])))
    numbers = st.tuples(*[st.integers(0, 3)] * 3)
    places = [(person, slot) for person in range(people) for slot in range(2)]
    away = draw(st.frozensets(st.sampled_from(places), max_size=1))
    barred = draw(st.dictionaries(st.sampled_from(places), st.frozensets(st.integers(0, 2), max_size=2), max_size=2))
    pinned = draw(st.dictionaries(st.sampled_from(places), st.integers(0, 2), max_size=1))
    tie = draw(st.sampled_from(["none", "none", "topic", "together", "least"]))
    return Problem(
        capacity=draw(st.tuples(numbers, numbers)),
        ranked=tuple((draw(ranking), draw(ranking)) for _ in range(people)),
        team=tuple(draw(st.sampled_from([0, 0, 1, None])) for _ in range(people)),
        barred=barred,
        away=away,
        pinned={p: s for p, s in pinned.items() if p not in away and s not in barred.get(p, ())},
        topic=((0, 1, 2), (0, 3, 4)) if tie == "topic" else (),
        together=((0, people - 1),) if tie == "together" and people > 1 else (),
        least=((0, 2, 2), (2, 0, 0)) if tie == "least" else (),
        worst_rank_first=draw(st.booleans()),
        **COSTS,
    )


def best_of_all(problem: Problem) -> tuple[int, ...] | None:
    """How good the best seating is, by trying all; None where there is none."""
    found = []
    places = [(person, slot) for person in range(problem.people) for slot in range(problem.slots)]
    choices = [(None,) if place in problem.away else range(3) for place in places]
    for seats in product(*choices):
        seat = [seats[2 * person : 2 * person + 2] for person in range(problem.people)]
        try:
            found.append(worth(problem, seat))
        except RuleBroken:
            continue
    return min(found, default=None)


def worth(problem: Problem, seat: Any) -> tuple[int, ...]:
    figures = check(problem, seat)
    worst = max(2, figures.worst_rank)
    return (figures.unranked, worst, figures.cost) if problem.worst_rank_first else (figures.cost,)


@settings(max_examples=80, deadline=None)
@given(problems())
def test_small_problems_get_the_best_seating_if_there_is_one(problem: Problem) -> None:
    best = best_of_all(problem)
    if best is None:
        with pytest.raises(NoSeating):
            seat_people(problem)
        return
    solution = seat_people(problem)
    found = worth(problem, solution.seat)
    if problem.worst_rank_first and not problem.is_coupled:
        assert found[0] == best[0], "slots are seated in turn: luck in the first weighs in the second"
    else:
        assert found == best
    assert solution.is_proven
    assert solution.cost == figures_of(problem, solution.seat).cost
    assert solution.bound is None or solution.bound <= solution.cost


def test_nobody_goes_without_a_wish_for_the_sake_of_others_ranks() -> None:
    wishes = ((0, 1, 2), (0, 1), (0, 1, 2), (0,))
    problem = problem_of(*wishes, capacity=(1, 1, 9))
    figures = figures_of(problem, seat_people(problem).seat)
    assert (figures.unranked, figures.ranks) == (0, (1, 1, 2))


@pytest.mark.parametrize("topic", [(), ((0, 1, 2),)])
def test_a_wish_for_everybody_comes_before_the_costs(topic: Any) -> None:
    problem = problem_of((0, 1), (1, 2), (0,), capacity=(1, 1, 1), rank_cost=(0, 15), topic=topic)
    assert seat_people(problem).seat == ((1,), (2,), (0,))
    assert seat_people(dataclasses.replace(problem, worst_rank_first=False)).cost == 20


def test_the_worst_rank_comes_before_the_costs() -> None:
    problem = problem_of((0, 1, 2), (0, 1, 2), (1, 3), capacity=(1, 1, 1, 1), rank_cost=(0, 9, 10))
    fair, cheap = seat_people(problem), seat_people(dataclasses.replace(problem, worst_rank_first=False))
    assert [figures_of(problem, found.seat).worst_rank for found in (fair, cheap)] == [2, 3]
    assert fair.bound is None
    assert cheap.bound == cheap.cost


def test_team_mates_are_spread() -> None:
    problem = problem_of((0, 1), (0, 1), (0, 1), capacity=(3, 3), team=(0, 0, None))
    seat = seat_people(problem).seat
    assert seat[0] != seat[1]
    assert figures_of(problem, seat).team_pairs == 0


def test_bad_luck_before_and_in_an_earlier_slot_weighs() -> None:
    one = problem_of((0, 1, 2), (0, 1, 2), (0, 1, 2), capacity=(1, 1, 1), bad_luck=(0, 0, 3))
    assert seat_people(one).seat[2] == (0,)
    ranked = (((0, 1, 2), (0, 1, 2)),) * 3
    both = Problem(capacity=((1, 1, 1), (1, 1, 1)), ranked=ranked, team=(None,) * 3, **COSTS)
    seat = seat_people(both).seat
    assert [row[1] for row in seat if row[0] == 2] == [0]


def test_a_pin_holds_against_every_wish_and_takes_its_seat() -> None:
    problem = problem_of((0,), (0,), capacity=(1, 1), pinned={(1, 0): 0})
    assert seat_people(problem).seat == ((1,), (0,))


def test_who_wished_nothing_costs_no_one_a_wish() -> None:
    problem = problem_of((), (0, 1), (), capacity=(1, 2), team=(0, 0, 0))
    seat = seat_people(problem).seat
    assert seat == ((1,), (0,), (1,))
    assert figures_of(problem, seat).unwished == 2


@pytest.mark.parametrize(
    ("problem", "people", "sessions"),
    [
        (problem_of((0,), (1,), (), capacity=(1, 1)), (0, 1, 2), (0, 1)),
        (problem_of((), (), capacity=(1, 9), barred={(0, 0): {1}, (1, 0): {1}}), (0, 1), (0,)),
        (problem_of((), capacity=(9,), barred={(0, 0): {0}}), (0,), ()),
        (problem_of((), (), capacity=(1, 9), pinned={(0, 0): 0, (1, 0): 0}), (0, 1), (0,)),
        (problem_of((), capacity=()), (0,), ()),
    ],
)
def test_too_few_seats_are_said_with_whom_they_lack(
    problem: Problem, people: tuple[int, ...], sessions: tuple[int, ...]
) -> None:
    with pytest.raises(NoSeating) as refused:
        seat_people(problem)
    assert (refused.value.slot, refused.value.people, refused.value.sessions) == (0, people, sessions)


def test_ties_that_contradict_each_other_are_refused() -> None:
    ranked = (((0,), (0,)),)
    problem = Problem(capacity=((1,), (1,)), ranked=ranked, team=(None,), topic=((7,), (7,)), **COSTS)
    with pytest.raises(NoSeating) as refused:
        seat_people(problem)
    assert refused.value.slot is None


def test_too_few_seats_are_said_where_slots_are_tied_too() -> None:
    ranked = (((0,), (0,)),) * 2
    problem = Problem(capacity=((2,), (1,)), ranked=ranked, team=(None, None), topic=((1,), (2,)), **COSTS)
    with pytest.raises(NoSeating) as refused:
        seat_people(problem)
    assert (refused.value.slot, refused.value.people, refused.value.sessions) == (1, (0, 1), (0,))


def test_nobody_and_nothing() -> None:
    assert seat_people(Problem(capacity=(), ranked=(), team=(), **COSTS)).seat == ()
    assert seat_people(Problem(capacity=((3,),), ranked=(), team=(), **COSTS)).seat == ()


@pytest.mark.parametrize(
    "wrong",
    [
        {"team": ()},
        {"rank_cost": (0, -2)},
        {"no_ranked_seat_cost": 10**12},
        {"capacity": ((-1, 3),)},
        {"ranked": (((0, 0),), ((1,),))},
        {"ranked": (((7,),), ((1,),))},
        {"ranked": (((-1,),), ((1,),))},
        {"ranked": ((), ())},
        {"pinned": {(0, 0): 9}},
        {"pinned": {(9, 0): 0}},
        {"pinned": {(0, 0): 0}, "away": frozenset({(0, 0)})},
        {"topic": ((1,),)},
        {"together": ((0, 5),)},
        {"standing": ((0,),)},
        {"standing": ((0, 1), (0, 1))},
    ],
)
def test_what_is_no_problem_is_refused_in_words(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"\w+ \w+"):
        dataclasses.replace(problem_of((0,), (1,), capacity=(2, 2)), **wrong)


def made_up(*, people: int = 90, topics: bool = False) -> Problem:
    return seats_problem(made_up_choices(people=people, slots=3, sessions=8, seed=4, topics=topics))


def test_seats_are_better_than_first_come_first_served_and_the_same_each_time() -> None:
    problem = made_up()
    found = seat_people(problem)
    assert found == seat_people(problem)
    assert found.cost < figures_of(problem, first_come_first_served(problem)).cost


def test_the_quick_way_keeps_the_rules_and_the_program_is_no_worse() -> None:
    problem = made_up(topics=True)
    quick = quick_seats(problem)
    assert quick is not None
    found = seat_people(problem)
    assert found.cost <= check(problem, quick).cost
    assert found == seat_people(problem)


def test_without_time_the_quick_seats_are_answered_and_said_to_be_so() -> None:
    problem = made_up(topics=True)
    found = seat_people(problem, seconds=0)
    assert found.ended_early
    assert not found.is_proven
    assert found.seat == quick_seats(problem)
    assert found.bound == seat_people(dataclasses.replace(problem, topic=())).cost <= seat_people(problem).cost


def test_a_few_changes_move_few_for_a_hundredth_of_the_cost() -> None:
    problem = made_up(people=300)
    rng = Random(2)
    ranked = list(problem.ranked)
    for person in rng.sample(range(300), k=9):
        ranked[person] = tuple(tuple(rng.sample(range(8), k=5)) for _ in range(3))
    standing = seat_people(problem).seat
    changed = dataclasses.replace(problem, ranked=tuple(ranked), standing=standing)
    best, again = seat_people(dataclasses.replace(changed, standing=())), reseat_people(changed)
    assert 100 * again.cost <= 101 * best.cost
    assert check(changed, again.seat).moved <= 2 * 9 * 3
    assert check(changed, again.seat).moved < check(changed, best.seat).moved


def test_nothing_changed_moves_nobody() -> None:
    problem = made_up()
    standing = seat_people(problem).seat
    assert reseat_people(dataclasses.replace(problem, standing=standing)).seat == standing


def test_the_judge_names_every_rule_that_is_broken() -> None:
    problem = Problem(
        capacity=((1, 2), (2, 2)),
        ranked=(((0,), (0,)),) * 2,
        team=(None, None),
        topic=((0, 1), (0, 2)),
        barred={(0, 1): frozenset({1})},
        pinned={(1, 0): 1},
        **COSTS,
    )
    with pytest.raises(RuleBroken) as broken:
        check(problem, ((0, 1), (0, 0)))
    words = str(broken.value)
    for part in ("must not sit in session 1", "pinned to session 1", "2 people in the 1 seats", "hears topic 0 twice"):
        assert part in words


def test_why_somebody_sits_where_they_sit() -> None:
    problem = problem_of(
        (0, 1, 2, 3), (0, 2), (2,), (), (1, 0),
        capacity=(1, 3, 1, 3), team=(5, None, 5, None, None), rank_cost=(0, 2, 5, 9), barred={(0, 0): frozenset({1})},
        pinned={(4, 0): 1},
    )  # fmt: skip
    seat = ((3,), (0,), (2,), (1,), (1,))
    (first,) = why_seats(problem, seat, 0)
    assert (first.kind, first.rank) == ("wish", 4)
    assert [(missed.session, missed.reason, missed.wanted_by, missed.seats) for missed in first.missed] == [
        (0, "full", 2, 1), (1, "barred", 2, 3), (2, "full", 3, 1),
    ]  # fmt: skip
    assert [why_seats(problem, seat, person)[0].kind for person in (1, 3, 4)] == ["wish", "no_wish", "pinned"]


def test_a_mate_in_the_better_session_is_named_as_the_reason() -> None:
    problem = problem_of((0, 1), (0, 1), capacity=(3, 3), team=(0, 0))
    (why,) = why_seats(problem, ((0,), (1,)), 1)
    assert [(missed.reason, missed.mates) for missed in why.missed] == [("team", 1)]


def test_a_session_with_too_few_people_is_left_empty() -> None:
    wishes = ((0, 1), (1,), (1, 0))
    problem = problem_of(*wishes, capacity=(3, 3), least=((2, 1),))
    seat = seat_people(problem).seat
    assert seat == ((1,), (1,), (1,))
    (why,) = why_seats(problem, seat, 0)
    assert [missed.reason for missed in why.missed] == ["empty"]
    assert quick_seats(problem) == seat
    with pytest.raises(RuleBroken, match="needs 2"):
        check(problem, ((0,), (1,), (1,)))


def test_a_group_sits_together_in_every_slot_where_all_of_it_may() -> None:
    ranked = (((0, 1), (0, 1)), ((1, 0), (0, 1)), ((0,), (0,)))
    problem = Problem(
        capacity=((2, 2), (2, 2)), ranked=ranked, team=(None,) * 3, together=((0, 1),), barred={(1, 1): {0}}, **COSTS
    )
    seat = seat_people(problem).seat
    assert [row[0] for row in seat[:2]] in ([0, 0], [1, 1])
    assert [row[1] for row in seat[:2]] == [1, 1]
    assert [missed.reason for why in why_seats(problem, seat, 0)[1:] for missed in why.missed] == ["together"]
    with pytest.raises(RuleBroken, match="does not sit together"):
        check(problem, ((0, 1), (1, 1), (0, 0)))
