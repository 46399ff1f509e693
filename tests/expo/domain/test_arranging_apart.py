"""Searches in several processes find what one process finds that does them all."""

import pytest

from expo.domain.arranging import NoArrangement, Problem, arrange
from expo.domain.arranging_apart import arrange_apart
from tests.expo.domain.test_arranging import made_up


def test_the_best_of_all_processes_counts_and_all_iterations() -> None:
    problem = made_up(60, 56, seed=5)
    found = arrange_apart(problem, seed=1, iterations=40_000, seconds=600, processes=2)
    alone = arrange(problem, seed=1, iterations=40_000)
    assert (found.cost, found.iterations, found.ended_early) == (alone.cost, alone.iterations, False)


def test_where_there_is_none_all_processes_say_so_as_one() -> None:
    crowded = Problem(1, (), ((0,), (0,)), ((True,), (True,)))
    with pytest.raises(NoArrangement):
        arrange_apart(crowded, seed=1, iterations=10, seconds=600, processes=2)
