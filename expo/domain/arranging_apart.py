"""The searches of expo.domain.arranging in several processes, for whoever has the machine alone. Pure.

They begin anew and know nothing of each other, so each process takes some of them, and the best of all counts. The
same problem, seed, number of iterations and number of processes give the same answer.
"""

import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from expo.domain.arranging import Problem, Solution, arrange


def arrange_apart(problem: Problem, *, seed: int, iterations: int, seconds: float, processes: int) -> Solution:
    """The best that any of the processes finds. Raises NoArrangement where there is none."""
    until = time.monotonic() + seconds
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        parts = [slice(first, None, processes) for first in range(processes)]
        begun = [pool.submit(_search, problem, seed, iterations, until, part) for part in parts]
        found = [one.result() for one in begun]
    best = min(found, key=lambda one: one.cost)  # the first of those that are as good
    done = sum(one.iterations for one in found)
    return Solution(best.booth, best.cost, done, any(one.ended_early for one in found))


def _search(problem: Problem, seed: int, iterations: int, until: float, part: slice) -> Solution:
    """One process's part, with what time is left: the clock is the machine's."""
    left = max(0.0, until - time.monotonic())
    return arrange(problem, seed=seed, iterations=iterations, seconds=left, part=part)
