"""The smallest set of rules that contradict each other, by leaving out one after the other (deletion filter). Pure."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Rule = TypeVar("Rule")


def smallest_core(
    rules: Sequence[Rule], contradicting: Callable[[Sequence[Rule]], Sequence[Rule] | None]
) -> list[Rule] | None:
    """Without any one of its rules the contradiction would be gone; None where there is no contradiction.

    `contradicting` is asked about some of the rules: those of them that contradict each other already, None for none.
    """
    found = contradicting(rules)
    if found is None:
        return None
    kept = list(found)
    for rule in found:
        if any(rule is other for other in kept):
            smaller = contradicting([other for other in kept if other is not rule])
            kept = kept if smaller is None else list(smaller)
    return kept
