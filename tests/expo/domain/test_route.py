"""The way through the booths most like one's own: pure, and the same whatever the order of its input."""

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from expo.domain.route import FreeWave, Stop, alike_in, likeness, suggest_route

OWN = {"focus": frozenset("a"), "enrollment": frozenset(["s"]), "poverty": frozenset(), "type": frozenset("d")}


def stop(number: int, *, x: int = 0, focus: str = "", size: str = "", staffed: tuple[int, ...] = (1, 2)) -> Stop:
    traits = {"focus": frozenset(focus), "enrollment": frozenset([size] if size else []), "poverty": frozenset()}
    return Stop(number, number, x, 0, traits, frozenset(staffed))


def numbers(stops: list[Stop], *free: FreeWave) -> list[tuple[int, int]]:
    return [(leg.wave, leg.stop.number) for leg in suggest_route(own=OWN, start=(0, 0), stops=stops, free=free)]


def test_what_is_not_stated_makes_nobody_alike() -> None:
    assert alike_in(OWN, {"focus": frozenset("ab"), "poverty": frozenset()}) == ("focus",)
    assert likeness(OWN, {"poverty": frozenset()}) == 0
    assert likeness(OWN, OWN) == 10


def test_the_most_alike_are_chosen_and_then_walked_by_the_way() -> None:
    stops = [stop(1, x=90, focus="a", size="s"), stop(2, x=10, focus="a"), stop(3, x=5, size="s"), stop(4, x=1)]
    assert numbers(stops, FreeWave(1, 2)) == [(1, 2), (1, 1)]  # 3 is nearer but less alike; 4 is alike in nothing
    assert numbers(stops, FreeWave(1, 9)) == [(1, 3), (1, 2), (1, 1)]


def test_nobody_is_sent_where_nobody_stands() -> None:
    stops = [stop(1, focus="a", staffed=()), stop(2, focus="a", staffed=(2,)), stop(3, x=50, focus="a", staffed=(1,))]
    assert numbers(stops, FreeWave(1, 5), FreeWave(2, 5)) == [(1, 3), (2, 2)]
    assert numbers(stops, FreeWave(3, 5)) == []


def test_who_is_staffed_only_now_comes_before_who_is_nearer() -> None:
    stops = [stop(1, x=1, focus="a"), stop(2, x=99, focus="a", staffed=(1,))]
    assert numbers(stops, FreeWave(1, 1), FreeWave(2, 1)) == [(1, 2), (2, 1)]


def test_without_a_free_wave_there_is_no_way() -> None:
    assert numbers([stop(1, focus="a")]) == []


@given(seed=st.integers(0, 10_000))
def test_equal_floors_give_equal_ways(seed: int) -> None:
    rng = Random(seed)
    stops = [
        stop(n, x=rng.randint(0, 99), focus=rng.choice("ab"), size=rng.choice("st"),
             staffed=tuple(wave for wave in (1, 2, 3) if rng.random() < 0.6))
        for n in range(12)
    ]  # fmt: skip
    free = (FreeWave(1, 2), FreeWave(3, 3))
    way = numbers(stops, *free)
    rng.shuffle(stops)
    assert numbers(stops, *free) == way
    assert len({number for __, number in way}) == len(way)
    staffed = {one.number: one.staffed for one in stops}
    assert all(wave in staffed[number] for wave, number in way)
