"""The suggestion: floors first, then balance, ceilings throughout, ties by completion; it explains itself."""

import random

from hypothesis import given
from hypothesis import strategies as st

from registration.domain.selection import EACH, Bound, Candidate, Problem, Reason, Rule, suggest


def team(number: int, state: str = "OH", size: str = "small", *, people: int = 3) -> Candidate:
    return Candidate(number, people, number, {"us_state": (state,), "enrollment": (size,)})


def chosen(problem: Problem) -> list[int]:
    return [verdict.team for verdict in suggest(problem).chosen]


def test_without_a_rule_the_order_of_completion_decides() -> None:
    problem = Problem((team(3), team(1), team(2)), Rule(), teams=2, people=99)

    assert chosen(problem) == [1, 2]
    assert suggest(problem).waiting[0].why == (Reason("no_room_teams"),)
    assert suggest(problem).chosen[0].why == (Reason("order", number=1),)


def test_balance_takes_the_kind_that_has_the_fewest() -> None:
    problem = Problem((team(1), team(2), team(3, "TX"), team(4, "UT")), Rule(("us_state",)), teams=3, people=99)

    assert chosen(problem) == [1, 3, 4]
    assert suggest(problem).chosen[1].why == (Reason("balance", "us_state", "TX", 0),)


def test_teams_that_have_a_place_already_count_in_the_balance() -> None:
    taken = ({"us_state": ("OH",)},)
    problem = Problem((team(1), team(2, "TX")), Rule(("us_state",)), teams=1, people=99, taken=taken)

    assert chosen(problem) == [2]


def test_floors_are_met_before_anything_else() -> None:
    rule = Rule((), (Bound("enrollment", "large", least=1),))
    problem = Problem((team(1), team(2), team(3, size="large")), rule, teams=2, people=99)

    assert chosen(problem) == [3, 1]
    assert suggest(problem).chosen[0].why == (Reason("floor", "enrollment", "large", 1),)


def test_a_floor_that_nobody_meets_is_said() -> None:
    bound = Bound("enrollment", "large", least=2)
    problem = Problem((team(1), team(2, size="large")), Rule((), (bound,)), teams=2, people=99)

    assert suggest(problem).unmet == (bound,)
    assert chosen(problem) == [2, 1]


def test_a_ceiling_holds_for_one_value_or_for_each() -> None:
    candidates = (team(1), team(2), team(3, "TX"), team(4, "TX"))
    one = Problem(candidates, Rule((), (Bound("us_state", "OH", most=1),)), teams=9, people=99)
    each = Problem(candidates, Rule((), (Bound("us_state", EACH, most=1),)), teams=9, people=99)

    assert chosen(one) == [1, 3, 4]
    assert chosen(each) == [1, 3]
    assert suggest(each).waiting[0].why == (Reason("ceiling", "us_state", "OH", 1),)


def test_whole_teams_only() -> None:
    problem = Problem((team(1, people=5), team(2, people=9), team(3, people=3)), Rule(), teams=9, people=10)

    assert chosen(problem) == [1, 3]
    assert suggest(problem).waiting[0].why == (Reason("no_room_people", number=9),)


_teams = st.lists(
    st.tuples(st.sampled_from(["OH", "TX", "UT"]), st.sampled_from(["small", "large"]), st.integers(1, 9)), max_size=12
)
_bounds = st.lists(
    st.builds(
        Bound,
        st.just("us_state"),
        st.sampled_from(["OH", "TX", EACH]),
        least=st.none(),
        most=st.one_of(st.none(), st.integers(0, 4)),
    ),
    max_size=3,
)


@given(drawn=_teams, bounds=_bounds, balance=st.sampled_from([(), ("us_state",), ("us_state", "enrollment")]),
       room=st.tuples(st.integers(0, 8), st.integers(0, 40)), seed=st.integers(0, 99))  # fmt: skip
def test_whatever_the_rule(
    drawn: list[tuple[str, str, int]],
    bounds: list[Bound],
    balance: tuple[str, ...],
    room: tuple[int, int],
    seed: int,
) -> None:
    """Capacity and ceilings hold, everybody has one verdict, and the order of the list does not matter."""
    candidates = [team(number, *traits[:2], people=traits[2]) for number, traits in enumerate(drawn, 1)]
    problem = Problem(tuple(candidates), Rule(balance, tuple(bounds)), *room)
    found = suggest(problem)
    shuffled = random.Random(seed).sample(candidates, len(candidates))

    assert suggest(Problem(tuple(shuffled), problem.rule, *room)) == found
    ins = [candidates[verdict.team - 1] for verdict in found.chosen]
    assert len(ins) <= room[0]
    assert sum(each.people for each in ins) <= room[1]
    assert sorted([v.team for v in found.chosen + found.waiting]) == [each.team for each in candidates]
    for bound in bounds:
        for value in ("OH", "TX", "UT"):
            if bound.most is not None and bound.value in (value, EACH):
                assert sum(value in each.traits["us_state"] for each in ins) <= bound.most
    assert all(verdict.why for verdict in found.chosen + found.waiting)
