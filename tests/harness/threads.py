"""Real threads at once, each with a connection of its own, for tests on a committed database."""

import threading
from collections.abc import Callable
from typing import Any

from django.db import connections


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Begin all calls at the same moment; what each returned, or the exception it raised, in their order."""
    ended: list[Any] = [None] * len(calls)
    start = threading.Barrier(len(calls))

    def work(place: int) -> None:
        try:
            start.wait(10)
            ended[place] = calls[place]()
        except BaseException as error:  # noqa: BLE001  (told to the test)
            ended[place] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=(place,)) for place in range(len(calls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return ended


class Meeting:
    """A point where threads wait for each other, but not for ever: who is kept out by a lock is not waited for."""

    def __init__(self, parties: int, patience: float = 1.0) -> None:
        self.barrier, self.patience = threading.Barrier(parties), patience

    def wait(self) -> bool:
        """Whether the others came."""
        try:
            self.barrier.wait(self.patience)
        except threading.BrokenBarrierError:
            return False
        return True
