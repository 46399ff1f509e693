"""Scores answers to planning problems, sharing no code with any solver: what docs/solving.md says, again."""

from collections.abc import Mapping
from typing import Any


def score_booths(instance: Mapping[str, Any], answer: Mapping[str, Any]) -> dict[str, int]:
    """`broken` counts hard rules that do not hold: above 0 the answer is void. `cost` is what is minimised."""
    booth = answer["booth"]
    broken = abs(len(booth) - instance["teams"]) + len(booth) - len(set(booth))
    broken += sum(not instance["allowed"][team][place] for team, place in enumerate(booth))
    broken += sum(booth[int(team)] != place for team, place in instance["pinned"].items())
    cost = sum(instance["wish_cost"][team][place] for team, place in enumerate(booth))
    stands = {place: team for team, place in enumerate(booth)}
    for one, other, weight in instance["edges"]:
        if one in stands and other in stands:
            a, b = stands[one], stands[other]
            cost += weight * instance["same_state_cost"] * (instance["state"][a] == instance["state"][b])
            cost -= weight * instance["same_focus_reward"] * (instance["focus"][a] == instance["focus"][b])
    return {"broken": broken, "cost": cost}


def random_booths(instance: Mapping[str, Any], shuffled: list[int]) -> int:
    """The cost of teams put anywhere, hard rules aside: what a floor without a thought costs."""
    return score_booths(instance, {"booth": shuffled[: instance["teams"]]})["cost"]
