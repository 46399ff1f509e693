"""Emptying the tables after a test that committed, where triggers refuse to delete.

PostgreSQL truncates, which no row trigger sees. SQLite deletes row by row: its triggers step aside meanwhile.
"""

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import TransactionTestCase


@pytest.fixture(scope="session", autouse=True)
def flush_past_triggers() -> Iterator[None]:
    flush = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]

    def teardown(self: TransactionTestCase) -> None:
        if connection.vendor != "sqlite":
            flush(self)
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            triggers = cursor.fetchall()
            for name, _sql in triggers:
                cursor.execute(f'DROP TRIGGER "{name}"')
        flush(self)
        with connection.cursor() as cursor:
            for name, sql in triggers:
                cursor.execute(f'DROP TRIGGER IF EXISTS "{name}"')  # a room may have raised it again itself
                cursor.execute(sql)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", teardown)
        yield
