"""Real threads at once, each with a connection of its own, for tests on a committed database.

They wait for what happens, never for a time: a machine that is slow or busy changes nothing.
"""

import sys
import threading
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, connections

PATIENCE = 90.0  # seconds, against an endless wait only
WAITING_ON_POSTGRES = """
    SELECT count(DISTINCT pid) FROM pg_locks WHERE NOT granted AND pid IN (
        SELECT pid FROM pg_locks WHERE database = (SELECT oid FROM pg_database WHERE datname = current_database())
    )
"""


class NothingHappened(AssertionError):
    """Who was waited for neither came, nor ended, nor is kept out."""


class Runner(threading.Thread):
    """One of several at once; it knows the others."""

    def __init__(self, call: Callable[[], Any], start: threading.Barrier) -> None:
        super().__init__(daemon=True)
        self.call, self.gate, self.others, self.ended = call, start, list[Runner](), None

    def run(self) -> None:
        try:
            self.gate.wait(PATIENCE)
            self.ended = self.call()
        except BaseException as error:  # noqa: BLE001  (told to the test)
            self.ended = error
        finally:
            connections.close_all()

    @property
    def is_beginning_to_write(self) -> bool:
        """Whether it stands at the beginning of a transaction: on SQLite there it waits for another's end."""
        frame = sys._current_frames().get(self.ident or 0)
        while frame is not None:
            if frame.f_code.co_name == "_start_transaction_under_autocommit":
                return True
            frame = frame.f_back
        return False


def together(*calls: Callable[[], Any]) -> list[Any]:
    """Begin all calls at the same moment; what each returned, or the exception it raised, in their order."""
    start = threading.Barrier(len(calls))
    runners = [Runner(call, start) for call in calls]
    for runner in runners:
        runner.others = [other for other in runners if other is not runner]
    for runner in runners:
        runner.start()
    for runner in runners:
        runner.join(PATIENCE)
        assert not runner.is_alive(), f"Not ended within {PATIENCE:g} s."
    ended = [runner.ended for runner in runners]
    for end in ended:
        if isinstance(end, NothingHappened | threading.BrokenBarrierError):
            raise end
    return ended


class Meeting:
    """A point where those who run together wait for each other, again and again.

    Who cannot come is not waited for: who has ended, and who is kept out by a lock of one that is here. From then on
    nobody waits any more.
    """

    def __init__(self) -> None:
        self.turn, self.over, self.changed = 0, False, threading.Condition()
        self.here: set[threading.Thread] = set()

    def wait(self) -> bool:
        """Whether the others came."""
        me, until = threading.current_thread(), time.monotonic() + PATIENCE
        others = getattr(me, "others", [])
        with self.changed:
            turn = self.turn
            self.here.add(me)
            if not self.over and self.here >= {me, *others}:
                self._let_go()
            while self.turn == turn and not self.over:
                self.changed.wait(0.005)
                if self.turn == turn and self._nobody_comes([one for one in others if one not in self.here]):
                    self._end()
                if time.monotonic() > until:
                    self._end()
                    raise NothingHappened(f"Waited {PATIENCE:g} s for {others}.")
            return self.turn != turn

    def _let_go(self) -> None:
        self.turn += 1
        self.here.clear()
        self.changed.notify_all()

    def _end(self) -> None:
        self.over = True
        self.changed.notify_all()

    def _nobody_comes(self, missing: list[Runner]) -> bool:
        """Whether all who are not here have ended or are kept out."""
        alive = [runner for runner in missing if runner.is_alive()]
        if not alive:
            return True
        if connection.vendor == "sqlite":
            return connection.in_atomic_block and all(runner.is_beginning_to_write for runner in alive)
        with connection.cursor() as cursor:
            cursor.execute(WAITING_ON_POSTGRES)
            return bool(cursor.fetchone()[0] >= len(alive))
