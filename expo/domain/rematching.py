"""The last part of the search for a good floor: many teams change places at once. Pure.

Among booths of which no two are neighbours, what a team costs at each depends only on who stands elsewhere. So the
cheapest way to let their teams stand anew is a matching, and is found exactly. Costs are blurred, less and less: what
is only the best nearby is left again. It leads on where exchanges of two or three have come to an end.

The same floor, seed and number of steps give the same answer, with the same version of numpy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jobs.domain.matching import cheapest_square
from jobs.domain.search_budget import Budget

MOST_AT_ONCE = 100  # booths; the matching of more takes long
WORTH = 10  # exchanges of two that take as long as one booth in a step
# In weights of a typical pair: how much costs are blurred, at first and at last. And: parts of a cost.
BLUR, SHARP, PARTS = 0.3, 0.03, 64


@dataclass(frozen=True)
class Ground:
    """What does not change. One row a team in costs, one list a booth in `neighbours`: (booth, weight)."""

    place_cost: Sequence[Sequence[int]]
    pair_cost: Sequence[Sequence[int]]
    neighbours: Sequence[Sequence[tuple[int, int]]]
    movable: Sequence[int]  # booths whose teams are not pinned
    unit: float


def rematch(
    ground: Ground, at: Sequence[int], cost: int, *, seed: str, watch: Budget, budget: int
) -> tuple[list[int], int]:
    """The best floor found from this one, as the team at each booth, and its cost; this one where none is better.

    `budget` in exchanges of two, as of the rest of the search.
    """
    import numpy as np  # here: no web process runs the search

    if len(ground.movable) < 2 or budget <= 0:
        return list(at), cost
    rng = np.random.Generator(np.random.PCG64(_number(seed)))
    place, pair = np.array(ground.place_cost), np.array(ground.pair_cost)
    near, weight = _padded(ground.neighbours)
    around = [{booth for booth, _weight in row} for row in ground.neighbours]
    here, best, least, done = np.array(at), list(at), cost, 0
    while done < budget and not watch.is_over:
        blur = ground.unit * BLUR * (SHARP / BLUR) ** (done / budget)
        booths = np.array(_apart(rng.permutation(ground.movable).tolist(), around))
        teams = here[booths]
        costs = place[np.ix_(teams, booths)] + (pair[teams][:, here[near[booths]]] * weight[booths]).sum(axis=2)
        blurred = costs * PARTS + np.floor(rng.gumbel(size=costs.shape) * (blur * PARTS)).astype(np.int64)
        goes = np.array(cheapest_square(blurred))
        cost += int(costs[np.arange(len(goes)), goes].sum() - costs.trace())
        here[booths[goes]] = teams
        if cost < least:
            best, least = here.tolist(), cost
        portion = WORTH * len(booths)
        done += portion
        watch.count(portion)
    return best, least


def _number(seed: str) -> int:
    return int.from_bytes(seed.encode(), "big")


def _padded(neighbours: Sequence[Sequence[tuple[int, int]]]) -> tuple[Any, ...]:
    """The neighbours of each booth and their weights as tables; a booth with fewer has itself, with no weight."""
    import numpy as np

    most = max(map(len, neighbours))
    near = [[booth for booth, _weight in row] + [place] * (most - len(row)) for place, row in enumerate(neighbours)]
    weight = [[weight for _booth, weight in row] + [0] * (most - len(row)) for row in neighbours]
    return tuple(np.array(table, dtype=np.int64).reshape(len(neighbours), most) for table in (near, weight))


def _apart(booths: Sequence[int], around: Sequence[set[int]]) -> list[int]:
    """As many of these booths as can be, in their order, no two of them neighbours."""
    chosen: list[int] = []
    beside: set[int] = set()
    for booth in booths:
        if booth not in beside:
            chosen.append(booth)
            beside |= around[booth]
            if len(chosen) == MOST_AT_ONCE:
                break
    return chosen
