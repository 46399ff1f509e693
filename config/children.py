"""Processes that one process starts, watches and stops."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

PATIENCE = 12.0
TOO_OFTEN = 5
PAUSE = 20.0


def die_with_parent() -> None:
    """Ask Linux to end this process when its parent is killed; elsewhere nothing happens."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)


@dataclass
class Child:
    """One process, in a group of its own so that what it starts ends with it."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)
    is_base: bool = False  # others stand on it
    is_face: bool = False  # without it nobody is served
    starts: list[float] = field(default_factory=list)
    again_at: float = 0.0  # when it has ended: not started again before then
    process: "subprocess.Popen[bytes] | None" = None

    def start(self) -> None:
        """Start it; it inherits the environment and the terminal's output, not the terminal's keys."""
        self.starts.append(time.monotonic())
        self.again_at = 0.0
        self.process = subprocess.Popen(
            self.command,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=die_with_parent,  # noqa: PLW1509  (it calls the system once and takes no lock)
        )

    def ended(self) -> int | None:
        """How it ended: its exit code, or minus the signal; None while it runs."""
        return self.process.poll() if self.process else 0

    def kill_group(self) -> None:
        """End what is left of it and of what it started."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass

    def ask_to_end(self) -> None:
        """Let it finish what it has in hand."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def end_by(self, until: float, say: Callable[[str], None]) -> None:
        """Wait for its end until then, and kill it after."""
        if self.process is None:
            return
        try:
            self.process.wait(max(0.2, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            say(f"The {self.name} did not end when asked, and was killed.")
        self.kill_group()
        self.process.wait(5)

    def keeps_falling(self) -> bool:
        """Whether it was started too often within the last minute."""
        return sum(1 for at in self.starts if at > time.monotonic() - 60) >= TOO_OFTEN


class Family:
    """The children, in the order in which they start."""

    def __init__(self, say: Callable[[str], None]) -> None:
        self.children: list[Child] = []
        self.say = say

    def add(self, child: Child) -> Child:
        """Start one more."""
        child.start()
        self.children.append(child)
        return child

    def tend(self) -> bool:
        """Start again who has ended, and say so; False when the one that serves keeps falling: better to stop then.

        Any other that keeps falling rests between its starts: pages are served meanwhile, and what it did not do waits.
        """
        for child in self.children:
            code = child.ended()
            if code is None:
                continue
            if child.again_at:
                if time.monotonic() >= child.again_at:
                    child.start()
                continue
            child.kill_group()
            how = f"The {child.name} " + (f"was ended by signal {-code}" if code < 0 else f"ended with code {code}")
            if not child.keeps_falling():
                self.say(f"{how}. Starting it again.")
                child.start()
            elif child.is_face:
                self.say(f"{how}, for the {TOO_OFTEN}th time in a minute. Stopping everything.")
                return False
            else:
                self.say(f"{how}, {TOO_OFTEN} times in a minute. Starting it again in {PAUSE:g} seconds.")
                child.again_at = time.monotonic() + PAUSE
        return True

    def stop(self) -> None:
        """Ask each to end, those that others stand on last; whoever does not within the patience is killed."""
        until = time.monotonic() + PATIENCE
        for base in (False, True):
            asked = [child for child in reversed(self.children) if child.is_base is base and child.process]
            for child in asked:
                child.ask_to_end()
            for child in asked:
                child.end_by(until, self.say)
