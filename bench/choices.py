"""Makes up choices for the seat solver: a few sessions that everybody wants, teams that want the same, tight rooms."""

from random import Random
from typing import Any

WISHES = 5
SPARE = 1.08  # seats for each person


def made_up_choices(*, people: int, slots: int, sessions: int, seed: int, topics: bool = False) -> dict[str, Any]:
    """An instance as docs/solving.md describes it. With `topics` every second slot repeats those of the slot before."""
    rng = Random(f"choices:{people}:{slots}:{sessions}:{seed}:{topics}")
    team = _teams(rng, people)
    drawn = [[1 / (1 + rank) ** 0.8 for rank in rng.sample(range(sessions), k=sessions)] for _ in range(slots)]
    rounds = [slot // 2 if topics else slot for slot in range(slots)]
    return {
        "kind": "seats",
        "attendees": people,
        "slots": slots,
        "sessions_per_slot": sessions,
        "team": team,
        "capacity": [_capacities(rng, people, weights) for weights in drawn],
        "ranked": [[_wishes(rng, weights) for weights in drawn] for _ in range(people)],
        "topic": [[session + sessions * round_ for session in range(sessions)] for round_ in rounds],
        "no_topic_twice": topics,
        "rank_cost": [0, 2, 5, 9, 14],
        "no_ranked_seat_cost": 40,
        "team_pair_cost": 6,
    }


def _teams(rng: Random, people: int) -> list[int]:
    team: list[int] = []
    while len(team) < people:
        team += [team[-1] + 1 if team else 0] * rng.choice((1, 2, 3, 3, 4, 5, 6))
    return team[:people]


def _capacities(rng: Random, people: int, weights: list[float]) -> list[int]:
    """Seats by what is wished, as far as somebody could have guessed it, and enough of them."""
    guessed = [weight * rng.uniform(0.5, 1.5) for weight in weights]
    seats = [max(5, round(SPARE * people * guess / sum(guessed))) for guess in guessed]
    seats[seats.index(max(seats))] += max(0, people - sum(seats))
    return seats


def _wishes(rng: Random, weights: list[float]) -> list[int]:
    """Drawn one after the other, each by its weight."""
    keys = [(rng.random() ** (1 / weight), session) for session, weight in enumerate(weights)]
    return [session for _, session in sorted(keys, reverse=True)[:WISHES]]
