"""Rows that many tests look at and that take long to make: made once, seen by each test, undone by the last.

Each test runs inside their transaction, and what it changes is undone at its end as ever. Not in a module with a test
on a committed database.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.utils import translation


@contextmanager
def rows_for_many(django_db_blocker: Any) -> Iterator[None]:
    """What is made inside the block of a fixture of module scope stays until the fixture's end."""
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer._from_testcase = True  # type: ignore[attr-defined]  (no transaction of the house's own)
        outer.__enter__()
    try:
        with translation.override("en"):
            yield
    finally:
        with django_db_blocker.unblock():
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)
