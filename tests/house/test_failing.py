"""A database that only reads, or is away: 503 in words, for people and for devices; a bug stays a bug."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, InterfaceError, InternalError, OperationalError, connection, transaction
from django.test import Client
from django.utils import timezone

from checkin.domain.devices import make_device
from checkin.models import Scan
from config.failing import is_away
from tests.checkin.factories import make_attendee, make_badge, make_checkpoint, make_convening

JSON = {"Accept": "application/json"}
READ_ONLY = {"sqlite": ("PRAGMA query_only = 1", "PRAGMA query_only = 0"),
             "postgresql": ("SET LOCAL transaction_read_only = on", "")}  # fmt: skip


@pytest.fixture
def scanner(db: None) -> Client:
    client = Client(raise_request_exception=False)
    token = make_device(checkpoint=make_checkpoint(make_convening()), label="Ben", by="user:1", at=timezone.now())
    client.get(f"/door/open/{token}/")
    return client


def test_a_database_that_only_reads_leaves_the_scanner_to_itself(scanner: Client) -> None:
    convening = make_checkpoint(make_convening()).convening
    code = make_badge(make_attendee(convening)).code
    begin, end = READ_ONLY[connection.vendor]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(begin)
        body = {"scan_id": str(uuid4()), "code": code}
        told = scanner.post("/door/scan/", body, content_type="application/json", headers=JSON)
        held = scanner.get("/door/list/")
        if end:
            cursor.execute(end)
        transaction.set_rollback(True)  # on PostgreSQL this makes it writable again
    assert (told.status_code, told.json()["code"]) == (503, "database_away")
    assert told.json()["words"] == "We cannot save anything just now. Please try again in a minute."
    assert told.headers["Retry-After"]
    assert held.status_code == 200  # reading goes on
    assert not Scan.objects.exists()


class _Cause(Exception):
    def __init__(self, **facts: Any) -> None:
        self.__dict__.update(facts)


@pytest.mark.parametrize(
    ("error", "cause", "away"),
    [
        (OperationalError(), _Cause(sqlite_errorcode=8), True),
        (OperationalError(), _Cause(sqlite_errorcode=5 | 1 << 8), True),
        (OperationalError(), _Cause(sqlite_errorcode=1), False),  # no such table
        (OperationalError(), _Cause(sqlstate="57P01"), True),
        (InternalError(), _Cause(sqlstate="25006"), True),
        (InternalError(), _Cause(sqlstate="25P02"), False),
        (InterfaceError(), None, True),
        (DatabaseError(), None, False),
        (ValueError(), None, False),
        (None, None, False),
    ],
)
def test_what_counts_as_away(error: Exception | None, cause: Exception | None, away: bool) -> None:
    if error is not None:
        error.__cause__ = cause
    assert is_away(error) is away


def test_a_page_says_it_in_words(scanner: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for error, status, words in (
        (OperationalError("away"), 503, "We cannot save anything just now."),
        (ValueError("a bug"), 500, "Something broke on our side."),
    ):  # fmt: skip
        monkeypatch.setattr("checkin.access.devices.live_device", _raising(error))
        page = scanner.get("/door/")
        assert (page.status_code, words in page.content.decode()) == (status, True)
    told = scanner.get("/door/now/", headers=JSON)
    assert (told.status_code, told.json()["code"]) == (500, "broken")


def _raising(error: Exception) -> Any:
    def raises(*_given: Any, **_named: Any) -> None:
        raise error

    return raises
