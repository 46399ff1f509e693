"""Bulk mail and digests by two workers at the same moment. And that the lock does it."""

from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any

import pytest
from django.db import connection

from jobs.models import Job
from mail.domain import outbox
from mail.models import Message
from registration.domain import announcements, attendees, bulk_list, bulk_mail, bulk_sending, digests
from registration.domain.drafts import PersonDraft
from registration.models import Announcement, BulkList, BulkMail, DigestReader
from registration.models.bulk_mail import BulkMailQuerySet
from tests.harness.threads import Meeting, together
from tests.registration.domain.test_bulk_mail import sending
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
MORNING = datetime(2027, 3, 2, 12, 0, tzinfo=UTC)


@pytest.fixture
def bulk() -> BulkMail:
    convening = make_convening()
    for _number in range(3):
        make_team(convening)
    return sending(convening)


@pytest.fixture
def meet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who owes has looked, then who cancels does it all, then is owed; unless a lock keeps one of them out."""
    looked, cancelled = Meeting(), Meeting()
    owe_all, cancel_all = outbox.owe_all, outbox.cancel_all

    def owe_last(**named: Any) -> int:
        looked.wait()
        cancelled.wait()
        return owe_all(**named)

    def cancel_first(*args: Any, **named: Any) -> int:
        looked.wait()
        done = cancel_all(*args, **named)
        cancelled.wait()
        return done

    monkeypatch.setattr(outbox, "owe_all", owe_last)
    monkeypatch.setattr(outbox, "cancel_all", cancel_first)


def cancel_while_it_is_owed(bulk: BulkMail, *, once: Event | None = None) -> list[str]:
    """The states of its messages then. once: cancelled when this has happened, at the earliest."""

    def cancel() -> None:
        assert once is None or once.wait(60)
        bulk_mail.cancel(bulk=bulk, by=BY, at=NOW)

    together(lambda: bulk_sending.owe_part(bulk=bulk, at=NOW), cancel)
    return list(Message.objects.filter(occasion="bulk.mail").values_list("state", flat=True).distinct())


def test_two_workers_owe_each_mail_once(bulk: BulkMail, meet: None) -> None:
    ended = together(*(lambda: bulk_sending.owe_part(bulk=bulk, at=NOW),) * 2)
    assert sorted(ended) == [0, 3]
    assert Message.objects.filter(occasion="bulk.mail").count() == 3


def test_cancelled_while_it_is_owed_nothing_stays_queued(bulk: BulkMail, meet: None) -> None:
    assert cancel_while_it_is_owed(bulk) in ([], ["cancelled"])


def test_without_the_lock_what_is_owed_meanwhile_stays_queued(
    bulk: BulkMail, meet: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    unowed, looked = bulk_list.unowed, Event()

    def look(*args: Any, **named: Any) -> Any:
        found = unowed(*args, **named)
        looked.set()
        return found

    monkeypatch.setattr(bulk_list, "unowed", look)
    if connection.vendor == "sqlite":
        monkeypatch.setattr(bulk_sending, "owe_part", bulk_sending.owe_part.__wrapped__)  # type: ignore[attr-defined]
        monkeypatch.setattr(bulk_mail, "cancel", bulk_mail.cancel.__wrapped__)  # type: ignore[attr-defined]
    else:
        monkeypatch.setattr(
            BulkMailQuerySet, "locked", lambda self, pk: self.select_related("convening").get(pk=pk)
        )
    assert cancel_while_it_is_owed(bulk, once=looked) == ["queued"]


def test_confirmed_twice_at_once_is_confirmed_once(bulk: BulkMail) -> None:
    BulkMail.objects.update(state="held", job=None)
    Job.objects.all().delete()
    ended = together(*(lambda: bulk_mail.confirm(bulk=bulk, by=BY, at=NOW),) * 2)
    assert sorted(type(end).__name__ for end in ended) == ["BulkMail", "BulkMovedOn"]
    assert Job.objects.count() == 1


def test_two_workers_fix_an_announcements_list_once(bulk: BulkMail, monkeypatch: pytest.MonkeyPatch) -> None:
    BulkList.objects.all().delete()
    BulkMail.objects.update(total=0)
    meeting, count = Meeting(), bulk_list.count

    def count_together(counted: BulkMail) -> Any:
        found = count(counted)
        meeting.wait()
        return found

    monkeypatch.setattr(bulk_list, "count", count_together)
    ended = together(*(lambda: bulk_sending.fix_list(bulk).total,) * 2)
    assert ended == [3, 3]


def test_two_announcements_at_once_one_stands(bulk: BulkMail) -> None:
    convening = bulk.convening
    together(
        *(
            lambda text=text: announcements.announce(convening=convening, text=text, by=BY, at=NOW)  # type: ignore[misc]
            for text in ("Lunch is in hall B.", "The bus is late.")
        )
    )
    assert Announcement.objects.count() == 2
    assert Announcement.objects.standing(NOW).count() == 1


def test_two_sweeps_send_one_digest() -> None:
    team = make_team(make_convening(), "committing")
    person = PersonDraft("Kim", "kim@example.org")
    attendees.add_member(team=team, person=person, job="", side="union", by=BY, at=NOW + timedelta(hours=1))
    ended = together(*[lambda: digests.send_digests(at=MORNING)] * 3)
    assert sorted(ended) == [0, 0, 1]
    assert Message.objects.filter(occasion="digest.coordinator").count() == 1
    assert DigestReader.objects.count() == 1
