"""The same unreadable scan sent by several requests at once is one row; and the proof that the lock does it."""

from functools import partial
from typing import Any

import pytest
from django.db import connection
from django.db.models import QuerySet

from checkin.domain import batches, refused_scans
from checkin.models import RefusedScan
from journal.models import Entry
from tests.checkin.factories import DAY, make_checkpoint, make_convening
from tests.harness.threads import Meeting, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def send_twice(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What became of each; both have looked for the row before either writes it, unless a lock keeps one out."""
    door, meeting, create = make_checkpoint(make_convening()), Meeting(), QuerySet.bulk_create

    def met(rows: Any, made: Any, **named: Any) -> Any:
        if rows.model is RefusedScan:
            meeting.wait()
        return create(rows, made, **named)

    monkeypatch.setattr(QuerySet, "bulk_create", met)
    send = partial(batches.record_batch, kept=[], unreadable=["no uuid"], where=door, by="device:1", at=DAY)
    return sorted(type(end).__name__ for end in together(send, send))


def test_sent_twice_at_once_it_is_one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    assert send_twice(monkeypatch) == ["list", "list"]
    assert RefusedScan.objects.count() == Entry.objects.filter(kind="scan.refused").count() == 1


def test_without_the_lock_one_breaks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    if connection.vendor == "sqlite":
        monkeypatch.setattr(batches, "note", refused_scans.note.__wrapped__)  # type: ignore[attr-defined]
    else:
        monkeypatch.setattr(QuerySet, "select_for_update", lambda rows, **how: rows.all())
    assert send_twice(monkeypatch) == ["IntegrityError", "list"]
