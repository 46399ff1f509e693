"""Instances of seats: docs/solving.md, seats."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any

from breakouts.domain.seating import reseat_people, seat_people
from breakouts.domain.seating_figures import check
from breakouts.domain.seating_problem import NoSeating, Problem
from rehearsal.domain.instance_answers import Answer, InstanceUnreadable


def seats_problem(instance: Mapping[str, Any]) -> Problem:
    """People and their wishes: see docs/solving.md."""
    return Problem(
        capacity=_rows(instance["capacity"]),
        ranked=tuple(_rows(wishes) for wishes in instance["ranked"]),
        team=tuple(instance["team"]),
        rank_cost=tuple(instance["rank_cost"]),
        no_ranked_seat_cost=instance["no_ranked_seat_cost"],
        team_pair_cost=instance["team_pair_cost"],
        topic=_rows(instance["topic"]) if instance.get("no_topic_twice") else (),
        pinned={(person, slot): session for person, slot, session in instance.get("pinned", ())},
        barred={(person, slot): frozenset(sessions) for person, slot, sessions in instance.get("barred", ())},
        away=frozenset((person, slot) for person, slot in instance.get("away", ())),
        together=_rows(instance.get("together", ())),
        least=_rows(instance.get("least", ())),
        standing=_rows(instance.get("standing", ())),
        worst_rank_first=bool(instance.get("worst_rank_first", False)),
    )


def solve_seats(instance: Mapping[str, Any], seed: int, seconds: float, iterations: int | None) -> Answer:
    """A seating, and its figures; iterations are not needed. Raises InstanceUnreadable where there is none."""
    problem = seats_problem(instance)
    try:
        found = (reseat_people if problem.standing else seat_people)(problem, seed=seed, seconds=seconds)
    except NoSeating as error:
        raise InstanceUnreadable(_why_not(error)) from error
    figures = check(problem, found.seat)
    ended = {"bound": found.bound, "is_proven": found.is_proven, "ended_early": found.ended_early}
    return Answer({"seat": [list(row) for row in found.seat]}, {**asdict(figures), **ended})


def _rows(rows: Sequence[Sequence[Any]]) -> tuple[tuple[Any, ...], ...]:
    return tuple(tuple(row) for row in rows)


def _why_not(error: NoSeating) -> str:
    if error.slot is None:
        return "Not everybody can have a seat, or none was found in time: rules that tie slots contradict each other."
    return (
        f"Not everybody can have a seat in slot {error.slot}: people {list(error.people)} have sessions"
        f" {list(error.sessions)} between them, and too few seats there."
    )
