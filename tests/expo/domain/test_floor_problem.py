"""From a floor's facts to the problem that the search is given, and to the figures that people count by."""

from dataclasses import replace

import pytest

from expo.domain.arranging import arrange
from expo.domain.floor_figures import Line, lines_of, moves_of
from expo.domain.floor_problem import BoothFacts, Floor, TeamFacts, contradiction_of, problem_of

ALL = {"zones": "clearly", "requests": "clearly", "same_focus": "clearly", "same_state": "clearly"}


def floor(*teams: TeamFacts, booths: int = 4) -> Floor:
    """A row of booths from 101, the first two in the zone North; the first has power."""
    spots = tuple(
        BoothFacts(101 + n, frozenset({"power"} if n == 0 else ()), "North" if n < 2 else "South")
        for n in range(booths)
    )
    return Floor(teams, spots, tuple((n, n + 1, 2) for n in range(booths - 1)))


def test_each_reason_weighs_what_its_word_says() -> None:
    where = floor(
        TeamFacts(1, "Elgin", "IL", frozenset({5}), zones=("North",), near=frozenset({2})),
        TeamFacts(2, "Peoria", "IL", frozenset({5, 6}), apart=frozenset({3, 99})),
        TeamFacts(3, "Portland", "ME"),
    )
    problem = problem_of(
        where, moves_least=False,
        weights={"zones": "little", "requests": "above_all", "same_focus": "clearly", "same_state": "none"},
    )  # fmt: skip
    assert {term.name: dict(term.pairs) for term in problem.terms} == {
        "same_state": {}, "same_focus": {(0, 1): -4}, "requests": {(0, 1): -20, (1, 2): 20},
    }  # fmt: skip
    assert problem.wish_cost[:2] == ((0, 0, 1, 1), (0, 0, 0, 0))
    assert problem.move_cost == 1


def test_needs_and_pins_are_hard() -> None:
    where = floor(
        TeamFacts(1, "Elgin", needs=frozenset({"power"})), TeamFacts(2, "Peoria", at=2, is_pinned=True),
        TeamFacts(3, "Portland", at=1),
    )  # fmt: skip
    problem = problem_of(where, weights=ALL, moves_least=False)
    assert problem.allowed[0] == (True, False, False, False)
    assert problem.pinned == {1: 2}
    assert problem.standing == (None, 2, 1)


def test_only_what_must_move_moves() -> None:
    """Two of one state side by side are left there, however much that counts: nothing changed."""
    here = TeamFacts(1, "Elgin", "IL", at=0)
    where = floor(here, TeamFacts(2, "Peoria", "IL", at=1), TeamFacts(3, "Portland", "ME", at=2))
    weights = {**ALL, "same_state": "above_all"}
    stays = arrange(problem_of(where, weights=weights, moves_least=True), seed=1, iterations=20_000)
    assert stays.booth == (0, 1, 2)
    anew = arrange(problem_of(where, weights=weights, moves_least=False), seed=1, iterations=20_000)
    assert abs(anew.booth[0] - anew.booth[1]) > 1
    must = replace(where, teams=(where.teams[0], replace(where.teams[1], needs=frozenset({"power"})), where.teams[2]))
    least = problem_of(must, weights=weights, moves_least=True)
    assert arrange(least, seed=1, iterations=20_000).booth[1:] == (0, 2)  # who has power gives it up; no third moves


@pytest.mark.parametrize(
    ("teams", "kinds"),
    [
        ((TeamFacts(1, "Elgin", needs=frozenset({"screen"})),), ["need:screen"]),
        ((TeamFacts(1, "Elgin", needs=frozenset({"power"}), at=2, is_pinned=True),), ["need:power", "pin"]),
        (
            (TeamFacts(1, "Elgin", needs=frozenset({"power"})), TeamFacts(2, "Peoria", at=0, is_pinned=True)),
            ["need:power", "pin"],
        ),
        ((TeamFacts(1, "Elgin"), TeamFacts(2, "Peoria", needs=frozenset({"power"}))), []),
    ],
)
def test_the_rules_that_contradict_each_other(teams: tuple[TeamFacts, ...], kinds: list[str]) -> None:
    found = contradiction_of(floor(*teams))
    assert sorted(rule.kind for rule in found.rules) == kinds if found else kinds == []


def test_the_figures_count_teams_and_pairs() -> None:
    where = floor(
        TeamFacts(1, "Elgin", "IL", frozenset({5}), frozenset({"power"}), ("North",), near=frozenset({3}), at=3),
        TeamFacts(2, "Peoria", "IL", apart=frozenset({1}), at=2),
        TeamFacts(3, "Portland", "ME", frozenset({5})),
    )
    lines = lines_of(where, first=(0, 1, None), stands=(3, 2, None), proposal=(0, 2, 1))
    assert lines == [
        Line("placed", 3, 2, 2, 3),
        Line("needs", 1, 1, 0, 1),
        Line("zones", 1, 1, 0, 1),
        Line("near", 1, 0, 0, 1),
        Line("apart", 1, 1, 1, 0),
        Line("same_focus", 2, 0, 0, 2),
        Line("same_state", 2, 1, 1, 0),
        Line("moved", 0, None, 0, 1),
    ]


def test_each_move_says_why() -> None:
    where = floor(
        TeamFacts(1, "Elgin", needs=frozenset({"power"}), at=1),
        TeamFacts(2, "Peoria", zones=("South",), at=0),
        TeamFacts(3, "Portland", focus=frozenset({5})),
        TeamFacts(4, "Meriden", focus=frozenset({5})),
    )
    moves = moves_of(where, problem_of(where, weights=ALL, moves_least=False), (0, 3, 1, 2))
    assert [(move.team, move.stood, move.to, move.why, move.other) for move in moves] == [
        (1, 102, 101, "needs", None), (3, None, 102, "same_focus", 4), (4, None, 103, "same_focus", 3),
        (2, 101, 104, "zone", None),
    ]  # fmt: skip


def test_who_only_makes_room_says_so() -> None:
    where = floor(TeamFacts(1, "Elgin", at=0), TeamFacts(2, "Peoria", needs=frozenset({"power"})))
    moves = moves_of(where, problem_of(where, weights=ALL, moves_least=False), (1, 0))
    assert [(move.team, move.why) for move in moves] == [(2, "new"), (1, "room")]
