"""The smallest set of rules that contradict each other, by leaving some of them out on trial. Pure."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Rule = TypeVar("Rule")


def smallest_core(
    rules: Sequence[Rule], contradicting: Callable[[Sequence[Rule]], Sequence[Rule] | None], *, at_once: int = 1
) -> list[Rule] | None:
    """Without any one of its rules the contradiction would be gone; None where there is no contradiction.

    `contradicting` is asked about some of the rules: those of them that contradict each other already, None for none.
    at_once: so many are left out together first, then halves of those among which some are needed; what comes of it is
    the same, with far fewer questions where few of many rules are.
    """
    found = contradicting(rules)
    if found is None:
        return None
    kept = list(found)
    for begin in range(0, len(found), at_once):
        kept = _without(kept, found[begin : begin + at_once], contradicting)
    return kept


def _without(
    kept: list[Rule], some: Sequence[Rule], contradicting: Callable[[Sequence[Rule]], Sequence[Rule] | None]
) -> list[Rule]:
    """Leaves out all of some that the contradiction does not need."""
    left = [rule for rule in some if any(rule is other for other in kept)]
    if not left:
        return kept
    smaller = contradicting([other for other in kept if not any(other is rule for rule in left)])
    if smaller is not None:
        return list(smaller)
    if len(left) == 1:
        return kept
    half = len(left) // 2
    return _without(_without(kept, left[:half], contradicting), left[half:], contradicting)
