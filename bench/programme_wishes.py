"""Makes up wishes for the timetable solver: popular sessions, rooms of all sizes, presenters who are away at times."""

from random import Random
from typing import Any

WISHES = 8
ROOM_SIZES = (20, 30, 40, 50, 60, 80, 100, 120, 150, 200)


def made_up_programme(*, sessions: int, rooms: int, slots: int, people: int, seed: int) -> dict[str, Any]:
    """An instance as docs/solving.md describes it. A timetable that keeps the rules exists: one is drawn first."""
    rng = Random(f"programme:{sessions}:{rooms}:{slots}:{people}:{seed}")
    sizes = sorted(rng.choice(ROOM_SIZES) for _ in range(rooms))
    hidden = rng.sample([(room, slot) for room in range(rooms) for slot in range(slots)], k=sessions)
    weights = [1 / (1 + rank) ** 0.7 for rank in rng.sample(range(sessions), k=sessions)]
    wishes = [_wishes(rng, weights) for _ in range(people)]
    wanted = [sum(session in wished for wished in wishes) // 2 for session in range(sessions)]
    picky = [rng.random() < 0.3 for _ in range(sessions)]
    pairs = [(rng.randrange(sessions), rng.randrange(sessions)) for _ in range(sessions // 2)]
    return {
        "kind": "timetable",
        "sessions": sessions,
        "rooms": rooms,
        "slots": slots,
        "people": people,
        "wishes": wishes,
        "track": [min(int(rng.expovariate(0.35)), 7) for _ in range(sessions)],
        "fits": [
            [int(not picky[session] or room == hidden[session][0] or rng.random() < 0.4) for room in range(rooms)]
            for session in range(sessions)
        ],
        "overflow": [[max(0, wanted[session] - size) for size in sizes] for session in range(sessions)],
        "available": [
            [int(slot == hidden[session][1] or rng.random() < 0.85) for slot in range(slots)]
            for session in range(sessions)
        ],
        "apart": sorted([min(pair), max(pair)] for pair in set(pairs) if hidden[pair[0]][1] != hidden[pair[1]][1]),
        "pinned": {str(session): hidden[session] for session in rng.sample(range(sessions), k=sessions // 20)},
        "missed_wish_cost": 10,
        "overflow_cost": 10,
        "same_track_pair_cost": 30,
    }


def _wishes(rng: Random, weights: list[float]) -> list[int]:
    """Drawn one after the other, each by its weight."""
    keys = [(rng.random() ** (1 / weight), session) for session, weight in enumerate(weights)]
    return sorted(session for _, session in sorted(keys, reverse=True)[:WISHES])
