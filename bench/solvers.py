"""How good the solvers are, and how long they take: `python -m bench.solvers`, on instances that it makes up.

Costs are those of bench.scoring. Seats are held against what they are proven not to get below. `short_of_best` is the
distance to the best of all runs, as a share of the way from a floor without a thought to it.
"""

import time
from random import Random
from typing import Any

from bench.choices import made_up_choices
from bench.floors import made_up_floor
from bench.programme_wishes import made_up_programme
from bench.scoring import random_booths, score_booths, score_seats, score_timetable
from expo.domain.rota import Crew, Member, plan_crews
from rehearsal.domain.instances import solve

SECONDS = 10.0


def measure_floor(*, booths: int, seeds: int) -> dict[str, Any]:
    """The costs over some seeds, beside those of a random floor and of a search with ten times the budget."""
    instance = made_up_floor(booths=booths, seed=11)
    shuffled = list(range(booths))
    Random(0).shuffle(shuffled)
    costs, cpu, wall = [], 0.0, 0.0
    for seed in range(seeds):
        began, began_cpu = time.monotonic(), time.process_time()
        found = solve(instance, seed=seed, seconds=SECONDS, iterations=None)
        wall, cpu = max(wall, time.monotonic() - began), max(cpu, time.process_time() - began_cpu)
        scored = score_booths(instance, found.answer)
        assert not scored["broken"], scored
        costs.append(scored["cost"])
    long = solve(instance, seed=99, seconds=600, iterations=120_000 * booths)
    best = min([*costs, score_booths(instance, long.answer)["cost"]])
    thoughtless = random_booths(instance, shuffled)
    return {
        "booths": booths,
        "random": thoughtless,
        "costs": costs,
        "best_known": best,
        "short_of_best": round((max(costs) - best) / (thoughtless - best), 4),
        "cpu_s": round(cpu, 2),
        "wall_s": round(wall, 2),
    }


def measure_rota(*, teams: int, waves: int) -> dict[str, Any]:
    """Rotas for made-up teams of one to eight, some of whom are elsewhere now and then."""
    rng = Random("rota")
    sides = ("union", "district", "board")
    crews = [
        Crew(
            tuple(
                Member(n, sides[n % 3] if n < 3 else "", frozenset(w for w in range(waves) if rng.random() < 0.12))
                for n in range(rng.choice((1, 2, 3, 3, 4, 5, 5, 6, 8)))
            ),
            waves,
        )
        for _ in range(teams)
    ]
    began, began_cpu = time.monotonic(), time.process_time()
    rotas = plan_crews(crews)
    return {
        "rotas": teams,
        "waves": waves,
        "gaps": sum(len(rota.gaps) for rota in rotas),
        "cpu_s": round(time.process_time() - began_cpu, 2),
        "wall_s": round(time.monotonic() - began, 2),
    }


def measure_seats(*, people: int, sessions: int, topics: bool, seconds: float) -> dict[str, Any]:
    """Seats for made-up choices, beside what no seating can cost less than."""
    instance = made_up_choices(people=people, slots=4, sessions=sessions, seed=11, topics=topics)
    began, began_cpu = time.monotonic(), time.process_time()
    found = solve(instance, seed=1, seconds=seconds, iterations=None)
    wall, cpu = time.monotonic() - began, time.process_time() - began_cpu
    scored = score_seats(instance, found.answer)
    assert not scored["broken"], scored
    return {
        "seats": people,
        "topics": topics,
        "cost": scored["cost"],
        "bound": found.figures["bound"],
        "is_proven": found.figures["is_proven"],
        "cpu_s": round(cpu, 2),
        "wall_s": round(wall, 2),
    }


def measure_timetable(*, sessions: int, rooms: int, slots: int, people: int, seeds: int) -> dict[str, Any]:
    """The costs over some seeds, beside those of the start that only keeps the rules and of four times the budget."""
    instance = made_up_programme(sessions=sessions, rooms=rooms, slots=slots, people=people, seed=11)
    start = solve(instance, seed=1, seconds=600, iterations=0)
    costs, cpu, wall = [], 0.0, 0.0
    for seed in range(seeds):
        began, began_cpu = time.monotonic(), time.process_time()
        found = solve(instance, seed=seed, seconds=30, iterations=None)
        wall, cpu = max(wall, time.monotonic() - began), max(cpu, time.process_time() - began_cpu)
        scored = score_timetable(instance, found.answer)
        assert not scored["broken"], scored
        costs.append(scored["cost"])
    long = solve(instance, seed=99, seconds=600, iterations=100_000 * sessions)
    best = min([*costs, long.figures["cost"]])
    return {
        "sessions": sessions,
        "start": start.figures["cost"],
        "costs": costs,
        "best_known": best,
        "over_best": round(max(costs) / max(1, best) - 1, 4),
        "cpu_s": round(cpu, 2),
        "wall_s": round(wall, 2),
    }


def main() -> None:
    for people, sessions in ((600, 12), (2000, 24), (10000, 40)):
        print(measure_seats(people=people, sessions=sessions, topics=False, seconds=60), flush=True)
    for people, sessions, seconds in ((600, 12, 60), (2000, 24, 5), (2000, 24, 120)):
        print(measure_seats(people=people, sessions=sessions, topics=True, seconds=seconds), flush=True)
    print(measure_timetable(sessions=60, rooms=12, slots=8, people=600, seeds=3), flush=True)
    print(measure_timetable(sessions=150, rooms=14, slots=12, people=2000, seeds=3), flush=True)
    print(measure_rota(teams=400, waves=6), flush=True)
    for booths in (120, 400):
        print(measure_floor(booths=booths, seeds=3), flush=True)


if __name__ == "__main__":
    main()
