"""Kinds of long work: higher rooms register at start-up what runs for each."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobs.models import Job

Progress = Callable[[int, int], None]  # (done, total)
Run = Callable[["Job", Progress], dict[str, Any]]

_kinds: dict[str, Run] = {}


def register(kind: str, run: Run) -> None:
    """Tell what runs for a kind; called from AppConfig.ready. The last registration holds.

    `run` gets the job and a function to call with (done, total) at least once a minute, outside a transaction: it
    shows that the worker lives, and ends the work when somebody cancelled it. It returns the result, as JSON. It may
    be run again after its worker died: it must then come to the same result.
    """
    _kinds[kind] = run


def get(kind: str) -> Run | None:
    """What runs for the kind; None when this process knows of nothing."""
    return _kinds.get(kind)
