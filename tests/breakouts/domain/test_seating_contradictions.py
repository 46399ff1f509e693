"""Why rules that tie the slots leave no seating: a smallest set of them, each step verified on everybody."""

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from breakouts.domain import seating_contradictions
from breakouts.domain.seating import seat_people
from breakouts.domain.seating_contradictions import Rule, _tying_rules, _with_rules, tied_contradiction
from breakouts.domain.seating_problem import NoSeating, Problem
from jobs.domain.smallest_core import smallest_core

CASES: dict[str, tuple[dict[str, Any], list[Rule]]] = {
    "a pair is pinned apart": (
        {"together": ((0, 1), (2, 3), (4, 5)), "pinned": {(0, 0): 0, (1, 0): 1, (2, 1): 2}},
        [Rule("pair", people=(0, 1)), Rule("pinned", 0, 0), Rule("pinned", 0, 1)],
    ),
    "a topic is heard twice by two pins": (
        {"topic": ((0, 1, 2), (0, 1, 2)), "pinned": {(8, 0): 1, (8, 1): 1}, "together": ((0, 1),)},
        [Rule("topic", 0, 1), Rule("topic", 1, 1), Rule("pinned", 0, 1), Rule("pinned", 1, 1)],
    ),
    "a chain of pairs is larger than a room": (
        {"together": ((0, 1), (1, 2), (2, 3), (3, 4), (4, 5), (6, 7)), "least": ((1, 0, 0), (0, 0, 0))},
        [Rule("pair", people=(one, one + 1)) for one in range(5)],
    ),
    "rooms are too small for people who hear each topic once": (
        {"capacity": ((5, 5), (9, 1)), "topic": ((0, 1), (0, 1)), "ranked": (((), ()),) * 10, "together": ((0, 1),)},
        [Rule("topic", 0, 0), Rule("topic", 1, 0)],
    ),
    "fewer people than two sessions need that are pinned": (
        {"least": ((6, 6, 0), (0, 0, 0)), "pinned": {(0, 0): 0, (1, 0): 1}, "capacity": ((9, 9, 9), (5, 5, 5))},
        [Rule("least", 0, 0), Rule("least", 0, 1), Rule("pinned", 0, 0), Rule("pinned", 0, 1)],
    ),
}


def problem(**over: Any) -> Problem:
    """Ten people, two slots of three sessions with five seats, nobody wishes anything."""
    facts: dict[str, Any] = {
        "capacity": ((5, 5, 5),) * 2, "ranked": (((), ()),) * 10, "team": (None,) * 10, "rank_cost": (0, 1),
        "no_ranked_seat_cost": 9, "team_pair_cost": 1,
    }  # fmt: skip
    return Problem(**{**facts, **over})


@pytest.mark.parametrize("case", CASES)
def test_the_fewest_rules_are_named_and_each_is_needed(case: str) -> None:
    over, expected = CASES[case]
    found = tied_contradiction(made := problem(**over), seconds=60)
    assert found is not None
    assert (set(found.rules), found.is_minimal) == (set(expected), True)
    with pytest.raises(NoSeating):
        seat_people(_with_rules(made, found.rules))
    for one in found.rules:
        assert seat_people(_with_rules(made, [rule for rule in found.rules if rule != one])).seat


def test_people_who_are_away_are_in_nobodys_way() -> None:
    over, _rules = CASES["a topic is heard twice by two pins"]
    there = problem(**{**over, "pinned": {(8, 0): 1}, "away": frozenset({(8, 1), (0, 0)})})
    assert seating_contradictions._without_place(there, list(_tying_rules(there))) is None
    assert seat_people(there).seat


def test_without_time_nothing_is_named_that_was_not_found() -> None:
    over, _rules = CASES["rooms are too small for people who hear each topic once"]
    assert tied_contradiction(problem(**over), seconds=0) is None
    over, expected = CASES["a pair is pinned apart"]
    found = tied_contradiction(problem(**over), seconds=0)  # seen without a search, and not verified
    assert found is not None
    assert (set(found.rules), found.is_minimal) == (set(expected), False)


def test_leaving_out_many_at_once_comes_to_the_same_with_fewer_questions() -> None:
    rng = Random(3)
    for _ in range(40):
        rules = list(range(120))
        cores = [set(rng.sample(rules, rng.randint(1, 6))) for _ in range(2)]
        asked = []

        def contradicting(some: Any, cores: Any = cores, asked: Any = asked) -> list[int] | None:
            asked.append(some)
            return list(some) if any(core <= set(some) for core in cores) else None

        one_by_one = smallest_core(rules, contradicting)
        questions = len(asked)
        assert smallest_core(rules, contradicting, at_once=32) == one_by_one
        assert len(asked) - questions < questions
    assert smallest_core([1, 2], lambda some: list(some) if 3 in some else None, at_once=32) is None


def test_a_problem_of_some_people_is_a_problem() -> None:
    over, _rules = CASES["a pair is pinned apart"]
    whole = replace(
        problem(**over, barred={(3, 0): frozenset({1})}, away=frozenset({(2, 0), (9, 1)})),
        standing=((0, 0),) * 10, bad_luck=(1,) * 10, least=((1, 0, 0), (0, 0, 0)),
    )  # fmt: skip
    some = seating_contradictions._of_people(whole, [1, 2, 3])
    assert (some.people, some.together, some.pinned) == (3, ((1, 2),), {(0, 0): 1, (1, 1): 2})
    assert (some.barred, some.away, some.least) == ({(2, 0): frozenset({1})}, frozenset({(1, 0)}), ())
