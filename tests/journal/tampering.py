"""Changing the journal as somebody could who owns the database: the triggers dropped, plain SQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

from journal import guards


@contextmanager
def guards_down() -> Iterator[None]:
    guards.lower_guards(connection)
    yield
    guards.raise_guards(connection)


def execute(sql: str, *params: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)


def tamper(sql: str, *params: Any) -> None:
    with guards_down():
        execute(sql, *params)
