"""Instances of the planning problems as files, for anybody who wants to try the solvers on their own.

The format is described in docs/solving.md. Reading one gives the problem of the pure solver.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Literal

from rehearsal.domain.floor_instances import solve_booths
from rehearsal.domain.instance_answers import Answer, InstanceUnreadable
from rehearsal.domain.seat_instances import solve_seats
from rehearsal.domain.timetable_instances import solve_timetable

__all__ = ["Answer", "InstanceUnreadable", "read", "solve"]

MOST_BYTES = 64 << 20  # unpacked; 10,000 people at 40 sessions are under one
SOLVERS: dict[str, Callable[[Mapping[str, Any], int, float, int | None], Answer]] = {
    "booths": solve_booths,
    "seats": solve_seats,
    "timetable": solve_timetable,
}


def read(path: Path) -> Mapping[str, Any]:
    """The instance in a JSON file, plain or gzipped. Raises InstanceUnreadable."""
    opens: Callable[[Path, Literal["rb"]], BinaryIO] = gzip.open if path.suffix == ".gz" else open  # type: ignore[assignment]
    try:
        with opens(path, "rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise InstanceUnreadable(f"{path} holds more than {MOST_BYTES >> 20} MB unpacked, more than is read here.")
        found = json.loads(content)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as error:
        raise InstanceUnreadable(f"{path} cannot be read as JSON: {error}") from error
    if not isinstance(found, dict) or found.get("kind") not in SOLVERS:
        raise InstanceUnreadable(f"{path} names no kind of instance known here: {', '.join(sorted(SOLVERS))}.")
    return found


def solve(instance: Mapping[str, Any], *, seed: int, seconds: float, iterations: int | None) -> Answer:
    """The answer of the solver for this kind of instance. Raises InstanceUnreadable where something is missing."""
    try:
        return SOLVERS[instance["kind"]](instance, seed, seconds, iterations)
    except (KeyError, TypeError, IndexError, ValueError, AttributeError, ArithmeticError) as error:
        raise InstanceUnreadable(f"The instance is not whole: {type(error).__name__} {error}") from error
