"""How long a search may go on: counts iterations, and ends it when the clock has run out. Pure."""

import time
from collections.abc import Callable, Iterator

Progress = Callable[[int, int], None]  # (iterations done, of how many)

LOOK_EVERY = 4096  # iterations between two looks at clock and progress


class Budget:
    """`of` iterations at most, and no more seconds than these."""

    def __init__(self, of: int, seconds: float | None = None, progress: Progress | None = None) -> None:
        self.of, self.progress, self.done, self.is_over = of, progress, 0, False
        self.until = None if seconds is None else time.monotonic() + seconds

    def chunks(self, share: int) -> Iterator[int]:
        """A share of the iterations in portions, until it is used up or the clock has run out."""
        while share > 0 and not self.is_over:
            portion = min(share, LOOK_EVERY)
            yield portion
            share -= portion
            self.count(portion)

    def count(self, portion: int) -> None:
        """So many iterations are done: looks at the clock, and tells."""
        self.done += portion
        self.is_over = self.until is not None and time.monotonic() >= self.until
        if self.progress is not None:
            self.progress(min(self.done, self.of), self.of)
