"""A way through the booths most like one's own, in the waves in which one is free. Pure: no database, no clock.

The most alike are chosen first, as many as there is time for. Each wave then goes to the nearest of them at which
somebody stands, those first that nobody staffs later. Among equals the lower number decides: equal floors give equal
ways.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

Traits = Mapping[str, frozenset[str]]
# What makes two teams alike, the dearest first, and how much.
WEIGHTS = {"focus": 6, "enrollment": 3, "poverty": 2, "locale": 2, "type": 1}


@dataclass(frozen=True)
class Stop:
    """A booth: its middle in feet, its team's values by dimension, the waves in which somebody stands there."""

    id: int
    number: int
    x: int
    y: int
    traits: Traits
    staffed: frozenset[int]


@dataclass(frozen=True)
class FreeWave:
    """A wave in which one walks, and how many booths there is time for in what is left of it."""

    wave: int
    room: int


@dataclass(frozen=True)
class Leg:
    """The next booth of the way; `alike` are the dimensions in which it is like one's own, the dearest first."""

    wave: int
    stop: Stop
    alike: tuple[str, ...]


def alike_in(own: Traits, other: Traits) -> tuple[str, ...]:
    """The dimensions in which two teams share a value."""
    nothing: frozenset[str] = frozenset()
    return tuple(name for name in WEIGHTS if own.get(name, nothing) & other.get(name, nothing))


def likeness(own: Traits, other: Traits) -> int:
    """How alike two teams are; 0: in nothing that counts."""
    return sum(WEIGHTS[name] for name in alike_in(own, other))


def suggest_route(
    *, own: Traits, start: tuple[int, int], stops: Sequence[Stop], free: Sequence[FreeWave]
) -> tuple[Leg, ...]:
    """The way, wave after wave. Booths that are like one's own in nothing, or never staffed then, are left out."""
    waves = [wave.wave for wave in free]
    able = [stop for stop in stops if likeness(own, stop.traits) and stop.staffed.intersection(waves)]
    able.sort(key=lambda stop: (-likeness(own, stop.traits), stop.number, stop.id))
    left = able[: sum(wave.room for wave in free)]
    legs: list[Leg] = []
    here = start
    for place, wave in enumerate(free):
        later = set(waves[place + 1 :])
        for __ in range(wave.room):
            stop = _next(left, wave.wave, later, here)
            if stop is None:
                break
            left.remove(stop)
            here = (stop.x, stop.y)
            legs.append(Leg(wave.wave, stop, alike_in(own, stop.traits)))
    return tuple(legs)


def _next(left: Sequence[Stop], wave: int, later: set[int], here: tuple[int, int]) -> Stop | None:
    """The nearest that is staffed now, those before all that nobody staffs later; walked along aisles."""
    now = [stop for stop in left if wave in stop.staffed]
    return min(
        now,
        key=lambda stop: (
            bool(stop.staffed & later), abs(stop.x - here[0]) + abs(stop.y - here[1]), stop.number, stop.id
        ),
        default=None,
    )
