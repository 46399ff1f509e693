from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

AROUND = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")  # in a test the savepoint stands for the transaction


@pytest.fixture
def connection_statements(db: None) -> Callable[[], AbstractContextManager[list[str]]]:
    """Collects the statements of a block, without those that begin and end its one transaction."""

    @contextmanager
    def collect() -> Iterator[list[str]]:
        statements: list[str] = []
        with CaptureQueriesContext(connection) as captured:
            yield statements
        sql = [query["sql"] for query in captured.captured_queries]
        assert sum(line.startswith("SAVEPOINT") for line in sql) <= 1
        statements += [line for line in sql if not line.startswith(AROUND)]

    return collect
