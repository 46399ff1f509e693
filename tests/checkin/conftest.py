from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkin.models import Checkpoint
from convenings.models import Convening
from registration.models import Attendee
from tests.checkin.factories import make_attendee, make_badge, make_convening, make_somebody
from tests.checkin.hours_factories import make_room_gate

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


@pytest.fixture
def convening(db: None) -> Convening:
    return make_convening()


@pytest.fixture
def gate(convening: Convening) -> Checkpoint:
    """The door of a room with two talks."""
    return make_room_gate(convening)


@pytest.fixture
def ann(convening: Convening) -> Attendee:
    """Somebody with a badge."""
    attendee = make_attendee(convening, make_somebody(convening, "Ann O'Brien-Nuñez"))
    make_badge(attendee)
    return attendee
