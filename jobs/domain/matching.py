"""Who gets what, one each: the cheapest way, and whether there is any. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

FORBIDDEN = 10**9  # costs from here on mean never; more than any plan costs


def cheapest_matching(costs: Sequence[Sequence[int]]) -> list[int] | None:
    """For each row a column of its own, at the least cost in sum; None where there is no such way."""
    from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

    if not costs:
        return []
    rows, columns = len(costs), len(costs[0])
    if rows > columns:
        return None
    solver = SimpleLinearSumAssignment()
    for row in range(columns):
        for column in range(columns):
            cost = costs[row][column] if row < rows else 0
            if cost < FORBIDDEN:
                solver.add_arc_with_cost(row, column, cost)
    if solver.solve() != solver.OPTIMAL:
        return None
    return [solver.right_mate(row) for row in range(rows)]


def cheapest_square(costs: Any) -> list[int]:
    """The same for as many rows as columns of a table of numpy, in which nothing is forbidden."""
    import numpy as np
    from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

    size = len(costs)
    solver = SimpleLinearSumAssignment()
    each = np.arange(size, dtype=np.int32)
    solver.add_arcs_with_cost(np.repeat(each, size), np.tile(each, size), np.ascontiguousarray(costs).ravel())
    status = solver.solve()
    assert status == solver.OPTIMAL, status
    return [solver.right_mate(row) for row in range(size)]


def find_crowd(admitted: Mapping[int, frozenset[int]]) -> set[int] | None:
    """Some who have fewer places between them than they are (Hall); None where each finds one of its own.

    `admitted`: the places that each may have.
    """
    held_by: dict[int, int] = {}
    place_of: dict[int, int] = {}
    for one in sorted(admitted, key=lambda one: (len(admitted[one]), one)):
        reached = _place(one, admitted, held_by, place_of)
        if reached is not None:
            return {one} | {held_by[place] for place in reached}
    return None


def _place(
    newcomer: int, admitted: Mapping[int, frozenset[int]], held_by: dict[int, int], place_of: dict[int, int]
) -> set[int] | None:
    """Finds a place, where needed by having others move on; otherwise the places that could be asked for."""
    asked_by: dict[int, int] = {}
    queue = [newcomer]
    for one in queue:
        for place in sorted(admitted[one] - asked_by.keys()):
            asked_by[place] = one
            if place in held_by:
                queue.append(held_by[place])
            else:
                _move_on(place, asked_by, held_by, place_of)
                return None
    return set(asked_by)


def _move_on(free: int, asked_by: Mapping[int, int], held_by: dict[int, int], place_of: dict[int, int]) -> None:
    """Who asked for the free place takes it, who asked for theirs takes theirs, and so on."""
    place: int | None = free
    while place is not None:
        mover = asked_by[place]
        left = place_of.get(mover)
        held_by[place], place_of[mover] = mover, place
        place = left
