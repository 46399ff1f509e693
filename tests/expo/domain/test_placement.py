"""The assignment, against every answer there is on small floors."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from expo.domain.placement import (
    BoothSpot,
    Problem,
    Solution,
    TeamWish,
    Unplaced,
    Weights,
    assign,
    cost_of,
    in_order,
    weights_of,
)

POWER, SCREEN = frozenset({"power"}), frozenset({"screen"})
BOTH, NOTHING = POWER | SCREEN, frozenset()
NEEDS = st.sampled_from([NOTHING, POWER, SCREEN, BOTH])


def floor(*features: frozenset[str]) -> tuple[BoothSpot, ...]:
    return tuple(BoothSpot(101 + n, offered) for n, offered in enumerate(features))


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    booths = floor(*draw(st.lists(NEEDS, min_size=0, max_size=4)))
    spots = draw(st.permutations([booth.number for booth in booths] + [None] * 5))
    orders = draw(st.permutations(range(5)))
    teams = []
    for n in range(draw(st.integers(0, 5))):
        at = spots[n]
        pinned = at is not None and draw(st.booleans())
        teams.append(TeamWish(n + 1, orders[n], draw(NEEDS), at, pinned))
    return Problem(booths, tuple(teams))


def brute_force(problem: Problem) -> tuple[set[int], int]:
    """The teams that are placed, and the least cost: by trying everything."""
    weights = weights_of(problem)
    features = {booth.number: booth.features for booth in problem.booths}
    pinned = [team for team in problem.teams if team.pinned]
    free = [number for number in features if number not in {team.at for team in pinned}]
    teams = in_order([team for team in problem.teams if not team.pinned], features)
    spots = free + [None] * len(teams)
    best: tuple[tuple[bool, ...], int] | None = None
    for answer in set(permutations(spots, len(teams))):
        costs = [
            0 if number is None else _cost(weights, team, features, number)
            for team, number in zip(teams, answer, strict=True)
        ]
        if any(cost is None for cost in costs):
            continue
        taken = tuple(number is not None for number in answer)
        candidate = (taken, sum(cost or 0 for cost in costs))
        if best is None or (sum(taken), taken, -candidate[1]) > (sum(best[0]), best[0], -best[1]):
            best = candidate
    assert best is not None
    placed = {team.id for team, is_in in zip(teams, best[0], strict=True) if is_in} | {team.id for team in pinned}
    return placed, best[1]


def _cost(weights: Weights, team: TeamWish, features: dict[int, frozenset[str]], number: int) -> int | None:
    stands = team.at == number
    if not team.needs <= features[number] and not stands:
        return None
    # A booth of the same kind as one's own is a move too; nothing can be gained by it.
    return cost_of(weights, team.needs, features[number], stands=stands, moves=team.at is not None and not stands)


@settings(max_examples=300)
@given(problems())
def test_best_of_all_answers(problem: Problem) -> None:
    solution = assign(problem)
    weights = weights_of(problem)
    features = {booth.number: booth.features for booth in problem.booths}
    teams = {team.id: team for team in problem.teams}
    assert len(set(solution.places.values())) == len(solution.places)
    assert all(solution.places[team.id] == team.at for team in problem.teams if team.pinned)
    costs = [
        _cost(weights, teams[team], features, number)
        for team, number in solution.places.items()
        if not teams[team].pinned
    ]
    assert None not in costs
    assert (set(solution.places), sum(costs)) == brute_force(problem)
    assert {lost.team for lost in solution.unplaced} == set(teams) - set(solution.places)
    assert assign(problem) == solution


def test_lowest_numbers_in_order_of_completion() -> None:
    teams = (TeamWish(7, order=3), TeamWish(8, order=1), TeamWish(9, order=2))
    assert assign(Problem(floor(NOTHING, NOTHING, NOTHING), teams)) == Solution({8: 101, 9: 102, 7: 103}, ())


def test_scarce_booth_is_left_to_whom_it_serves() -> None:
    teams = (TeamWish(1, order=1), TeamWish(2, order=2, needs=POWER))
    assert assign(Problem(floor(POWER, NOTHING), teams)).places == {1: 102, 2: 101}


def test_scarcer_feature_stays_free() -> None:
    assert assign(Problem(floor(POWER, SCREEN, SCREEN), (TeamWish(1, order=1),))).places == {1: 102}


def test_earlier_completion_wins_the_last_booth() -> None:
    teams = (TeamWish(1, order=9, needs=POWER), TeamWish(2, order=4, needs=POWER))
    assert assign(Problem(floor(POWER, NOTHING), teams)) == Solution({2: 101}, (Unplaced(1, POWER, fitting=1),))


def test_need_that_no_booth_meets() -> None:
    assert assign(Problem(floor(POWER, SCREEN), (TeamWish(1, order=1, needs=BOTH),))) == Solution(
        {}, (Unplaced(1, BOTH, fitting=0),)
    )


def test_standing_team_stays_though_another_booth_wastes_less() -> None:
    assert assign(Problem(floor(POWER, NOTHING), (TeamWish(1, order=1, at=101),))).places == {1: 101}


def test_standing_team_makes_way_where_it_must() -> None:
    teams = (TeamWish(1, order=1, at=101), TeamWish(2, order=2, needs=POWER))
    assert assign(Problem(floor(POWER, NOTHING), teams)).places == {1: 102, 2: 101}


def test_pinned_team_does_not_make_way() -> None:
    teams = (TeamWish(1, order=1, at=101, pinned=True), TeamWish(2, order=2, needs=POWER))
    assert assign(Problem(floor(POWER, NOTHING), teams)) == Solution({1: 101}, (Unplaced(2, POWER, fitting=1),))


def test_standing_where_something_lacks_moves_to_where_it_does_not() -> None:
    assert assign(Problem(floor(NOTHING, POWER), (TeamWish(1, order=1, needs=POWER, at=101),))).places == {1: 102}


def test_of_two_that_could_make_way_the_cheaper_does() -> None:
    teams = (
        TeamWish(1, order=1, needs=SCREEN, at=102),  # stands where the screen lacks: it moves anyway
        TeamWish(2, order=2, at=103),
        TeamWish(3, order=3, needs=SCREEN),
    )
    assert assign(Problem(floor(SCREEN, POWER, SCREEN), teams)).places == {1: 101, 2: 102, 3: 103}


def test_empty_floor_and_no_teams() -> None:
    assert assign(Problem((), ())) == Solution({}, ())
    assert assign(Problem((), (TeamWish(1, order=1),))) == Solution({}, (Unplaced(1, NOTHING, fitting=0),))
