from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from jobs import kinds
from jobs.domain import work
from jobs.models import Job

AT = datetime(2012, 3, 1, 15, 0, tzinfo=UTC)


def ask_job(**over: Any) -> Job:
    return work.ask(**{"kind": "test", "args": {"hall": 1}, "by": "user:1", "at": AT, "convening_id": 3, **over})


@contextmanager
def kind_registered(run: Any, name: str = "test") -> Iterator[None]:
    before = dict(kinds._kinds)
    kinds.register(name, run)
    yield
    kinds._kinds.clear()
    kinds._kinds.update(before)
