"""Parts that fall are started again; one that keeps falling rests, and only the web server's fall ends the house."""

import sys

import pytest

from config import children
from config.children import PAUSE, TOO_OFTEN, Child, Family
from config.ports import FIRST, LAST, free_port


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(children, "time", clock)
    return clock


def falling(name: str, *, is_face: bool = False) -> tuple[Family, Child, list[str]]:
    """A part that ends with code 3 as soon as it is started."""
    said: list[str] = []
    family = Family(said.append)
    return family, family.add(Child(name, [sys.executable, "-S", "-c", "raise SystemExit(3)"], is_face=is_face)), said


def fall(child: Child, *, times: int, family: Family) -> list[bool]:
    """What tending said after each fall."""
    told = []
    for _ in range(times):
        assert child.process
        child.process.wait(60)
        told.append(family.tend())
    return told


def test_a_worker_that_keeps_falling_rests_and_the_house_stays(clock: Clock) -> None:
    family, worker, said = falling("worker")
    assert fall(worker, times=TOO_OFTEN, family=family) == [True] * TOO_OFTEN
    assert said[:-1] == ["The worker ended with code 3. Starting it again."] * (TOO_OFTEN - 1)
    assert said[-1] == "The worker ended with code 3, 5 times in a minute. Starting it again in 20 seconds."
    for passed, starts in ((0.0, TOO_OFTEN), (PAUSE - 1, TOO_OFTEN), (1.0, TOO_OFTEN + 1)):
        clock.now += passed
        assert family.tend()
        assert len(worker.starts) == starts
    assert len(said) == TOO_OFTEN, "It is told once."
    family.stop()


def test_a_web_server_that_keeps_falling_ends_the_house(clock: Clock) -> None:
    family, web, said = falling("web server", is_face=True)
    assert fall(web, times=TOO_OFTEN, family=family) == [True] * (TOO_OFTEN - 1) + [False]
    assert said[-1] == "The web server ended with code 3, for the 5th time in a minute. Stopping everything."
    family.stop()


def test_falls_far_apart_are_not_counted_together(clock: Clock) -> None:
    family, worker, said = falling("worker")
    for _ in range(TOO_OFTEN * 2):
        clock.now += 15
        fall(worker, times=1, family=family)
    assert set(said) == {"The worker ended with code 3. Starting it again."}
    family.stop()


def test_a_free_port_is_none_that_an_outgoing_connection_takes() -> None:
    ports = {free_port() for _ in range(20)}
    assert len(ports) > 10
    assert all(FIRST <= port <= LAST for port in ports)
