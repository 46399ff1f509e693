"""Waiting for what other processes do: a limit stands only against an endless wait."""

import time
from collections.abc import Callable
from typing import Any

PATIENCE = 120.0  # seconds: for a machine that is slow and has other things to do


def until(true: Callable[[], Any], what: str, *, within: float = PATIENCE) -> Any:
    """Wait for it; what it gave."""
    end = time.monotonic() + within
    while not (found := true()):
        assert time.monotonic() < end, f"Not within {within:g} s: {what}"
        time.sleep(0.1)
    return found
