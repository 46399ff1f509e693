"""One sealer at a time, and rows that commit late; with the lock taken away each race must be lost."""

from typing import Any

import pytest
from django.db import connection, models, transaction

from journal.domain import chain
from journal.models import ChainHead, Entry
from tests.harness.threads import Meeting, together
from tests.journal.factories import AT, make_entry

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Two sealers meet after each has read the head, if nothing keeps one of them out."""
    digest, meeting = chain.entry_digest, Meeting()

    def met(**given: Any) -> str:
        meeting.wait()
        return digest(**given)

    monkeypatch.setattr(chain, "entry_digest", met)
    return meeting


def test_two_sealers_seal_each_entry_once(meeting: Meeting) -> None:
    for _ in range(20):
        make_entry()
    assert sorted(together(lambda: chain.seal(at=AT), lambda: chain.seal(at=AT))) == [0, 20]
    numbers = Entry.objects.order_by("number").values_list("number", flat=True)
    assert list(numbers) == list(range(1, 21))
    assert chain.verify() == []


def test_without_the_lock_two_sealers_collide(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(20):
        make_entry()
    ChainHead.objects.create(pk=1)
    if connection.vendor == "postgresql":
        monkeypatch.setattr(models.QuerySet, "select_for_update", lambda self, **_: self.all())
        seal: Any = chain._seal_some
    else:
        seal = chain._seal_some.__wrapped__  # type: ignore[attr-defined]
    ended = together(lambda: seal(at=AT, most=20), lambda: seal(at=AT, most=20))
    assert any(isinstance(result, Exception) for result in ended), ended


def test_a_row_that_commits_late_is_sealed_after_rows_with_larger_ids() -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: ids commit in their order")
    written, released = Meeting(), Meeting()

    def slow() -> None:
        with transaction.atomic():
            make_entry(kind="slow.writer")
            written.wait()
            released.wait()

    def quick() -> None:
        written.wait()
        make_entry(kind="quick.writer")
        chain.seal(at=AT)
        released.wait()

    assert together(slow, quick) == [None, None]
    chain.seal(at=AT)
    rows = list(Entry.objects.order_by("number").values_list("kind", "number"))
    assert rows == [("quick.writer", 1), ("slow.writer", 2)]
    assert Entry.objects.get(kind="slow.writer").pk < Entry.objects.get(kind="quick.writer").pk
    assert chain.verify() == []
