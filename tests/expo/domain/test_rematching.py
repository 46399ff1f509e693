"""Many teams change places at once: never for the worse, never a pinned one, never where one may not stand."""

from random import Random

from expo.domain.rematching import Ground, rematch
from jobs.domain.matching import FORBIDDEN, cheapest_matching
from jobs.domain.search_budget import Budget

BOOTHS = 30
ROW = [(place, place + 1, 2) for place in range(BOOTHS - 1)]


def ground(seed: int, edges: list[tuple[int, int, int]], *, pinned: tuple[int, ...] = ()) -> Ground:
    """Thirty booths in a row, each team with some that it may not take, but the one with its own number."""
    rng = Random(seed)
    near: list[list[tuple[int, int]]] = [[] for _ in range(BOOTHS)]
    for one, other, weight in edges:
        near[one].append((other, weight))
        near[other].append((one, weight))
    pairs = [[0] * BOOTHS for _ in range(BOOTHS)]
    for one in range(BOOTHS):
        for other in range(one):
            pairs[one][other] = pairs[other][one] = rng.choice((0, 0, 4, -3))
    places = [
        [rng.randint(0, 9) if rng.random() < 0.7 or place == team else FORBIDDEN for place in range(BOOTHS)]
        for team in range(BOOTHS)
    ]
    return Ground(places, pairs, near, [place for place in range(BOOTHS) if place not in pinned], 3.0)


def cost_of(ground: Ground, at: list[int]) -> int:
    cost = sum(ground.place_cost[team][booth] for booth, team in enumerate(at))
    beside = sum(w * ground.pair_cost[at[one]][at[two]] for one, row in enumerate(ground.neighbours) for two, w in row)
    return cost + beside // 2


def found(ground: Ground, *, seed: str = "1", budget: int = 60_000) -> tuple[list[int], int]:
    at = list(range(BOOTHS))
    return rematch(ground, at, cost_of(ground, at), seed=seed, watch=Budget(budget), budget=budget)


def test_a_better_floor_is_found_and_its_cost_is_what_it_costs() -> None:
    floor = ground(1, ROW, pinned=(3, 17))
    at, cost = found(floor)
    assert cost == cost_of(floor, at) < cost_of(floor, list(range(BOOTHS)))
    assert sorted(at) == list(range(BOOTHS))
    assert (at[3], at[17]) == (3, 17)
    assert all(floor.place_cost[team][booth] < FORBIDDEN for booth, team in enumerate(at))
    assert found(floor) == (at, cost)
    assert found(floor, seed="2") != (at, cost)


def test_without_neighbours_it_is_the_cheapest_matching() -> None:
    floor = ground(2, [])
    cheapest = cheapest_matching(floor.place_cost)
    assert cheapest is not None
    assert found(floor)[1] == sum(floor.place_cost[team][booth] for team, booth in enumerate(cheapest))


def test_it_ends_with_its_budget_and_with_the_clock() -> None:
    floor = ground(3, ROW)
    at = list(range(BOOTHS))
    assert found(floor, budget=0) == (at, cost_of(floor, at))
    watch = Budget(10**9, seconds=0)
    rematch(floor, at, cost_of(floor, at), seed="1", watch=watch, budget=10**9)
    assert (watch.is_over, watch.done < 10**4) == (True, True)
