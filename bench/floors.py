"""Makes up floors for the booth solver: rows of booths back to back, states and themes as uneven as real ones."""

from random import Random
from typing import Any

ROW = 20  # booths; every second row stands back to back with the one before


def made_up_floor(*, booths: int, seed: int) -> dict[str, Any]:
    """An instance as docs/solving.md describes it, with room for a few teams more than come."""
    rng = Random(f"floor:{booths}:{seed}")
    teams = booths - max(1, booths // 30)
    powered = [rng.random() < 0.6 for _ in range(booths)]
    wide = [rng.random() < 0.3 for _ in range(booths)]
    needs = [(rng.random() < 0.35, rng.random() < 0.1) for _ in range(teams)]
    zone = [place * 4 // booths for place in range(booths)]
    ranked = [rng.sample(range(4), k=rng.randint(0, 3)) for _ in range(teams)]
    allowed = [
        [(not power or powered[place]) and (not room or wide[place]) for place in range(booths)]
        for power, room in needs
    ]
    pinned: dict[str, int] = {}
    for team in rng.sample(range(teams), k=max(1, teams // 20)):
        free = [place for place in range(booths) if allowed[team][place] and place not in pinned.values()]
        pinned[str(team)] = rng.choice(free)
    return {
        "kind": "booths",
        "booths": booths,
        "teams": teams,
        "edges": _edges(booths),
        "wish_cost": [
            [ranks.index(zone[place]) * 2 if zone[place] in ranks else 2 * len(ranks) for place in range(booths)]
            for ranks in ranked
        ],
        "allowed": allowed,
        "state": [min(int(rng.expovariate(0.12)), 45) for _ in range(teams)],
        "focus": [min(int(rng.expovariate(0.4)), 9) for _ in range(teams)],
        "pinned": pinned,
        "same_state_cost": 4,
        "same_focus_reward": 3,
    }


def _edges(booths: int) -> list[list[int]]:
    beside = [[place, place + 1, 2] for place in range(booths - 1) if (place + 1) % ROW]
    behind = [[place, place + ROW, 1] for place in range(booths - ROW) if (place // ROW) % 2 == 0]
    return beside + behind
