"""Beat stopped for two days, and every sweep by two workers at once: all catches up, in order, each thing once."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail as django_mail

from convenings.models import Convening
from jobs.domain import work
from journal.models import Entry
from mail.domain import delivery, outbox
from mail.models import Message
from mail.states import MessageState
from registration.domain import teams
from registration.models import Team
from tests.harness.threads import together
from tests.registration.factories import BY, NOW, make_convening, make_team
from worker.app import app
from worker.schedule import SCHEDULE

pytestmark = pytest.mark.slow
DAYS = timedelta(days=1)
TASKS = list(dict.fromkeys(line["task"] for line in SCHEDULE.values()))


def task(name: str) -> Callable[[], Any]:
    app.loader.import_default_modules()
    return app.tasks[name]  # type: ignore[no-any-return]


def sweep_all(at: datetime) -> None:
    """All that beat starts, once."""
    with time_machine.travel(at, tick=False):
        for name in TASKS:
            task(name)()


@pytest.fixture
def convening(transactional_db: None) -> Convening:
    """Room for one team: it has left, its place is offered to the first of two that wait; a fourth has not promised."""
    convening = make_convening(
        capacity_teams=1, capacity_people=20, promotion="confirmed", offer_days=3, promise_by_at=NOW + 2 * DAYS
    )
    first, *_waiting = [make_team(convening, state) for state in ("confirmed", "waitlisted", "waitlisted")]
    make_team(convening, "committing")
    teams.withdraw_team(team=first, reason="", by=BY, at=NOW)
    return convening


def standing(convening: Convening) -> list[tuple[str, str]]:
    return list(Team.objects.filter(convening=convening).order_by("pk").values_list("state", "place"))


def all_there_is(convening: Convening) -> tuple[int, int, list[tuple[str, str]]]:
    """Mails owed, entries of the journal, and how the teams stand: what a sweep too many would add to."""
    return Message.objects.count(), Entry.objects.count(), standing(convening)


def doubles() -> list[tuple[str, int]]:
    """Mails of one occasion to one person, more than one, by their Message-ID."""
    sent = Counter(str(mail.extra_headers["Message-ID"]) for mail in django_mail.outbox)
    return [(message_id, times) for message_id, times in sent.items() if times > 1]


@pytest.mark.race
def test_two_days_without_beat_are_caught_up_in_order_and_once(convening: Convening) -> None:
    assert standing(convening)[1:] == [("committed", "offered"), ("committed", "waitlisted"), ("committing", "none")]
    after = NOW + 4 * DAYS  # the offer ran out yesterday, the last day to promise was the day before
    sweep_all(after)
    assert standing(convening) == [
        ("withdrawn", "released"), ("committed", "released"), ("committed", "offered"), ("lapsed", "none")
    ]  # fmt: skip
    offered = Team.objects.get(convening=convening, place="offered")
    assert offered.place_held_until_at is not None
    assert offered.place_held_until_at > after, "Its own days count from now, not from when beat stopped."
    assert Message.objects.filter(occasion="team.lapsed").count() == 4
    assert not Message.objects.filter(occasion__in=["team.lapsing", "commitment.reminder"], state="sent").exists()
    before = all_there_is(convening)
    sweep_all(after + timedelta(minutes=1))
    sweep_all(after + timedelta(minutes=2))
    assert before == all_there_is(convening)
    assert not Message.objects.filter(state__in=["queued", "sending"]).exists()
    assert doubles() == []


@pytest.mark.race
@pytest.mark.parametrize("name", TASKS)
def test_the_same_sweep_by_two_workers_at_once(name: str, convening: Convening) -> None:
    after = NOW + 4 * DAYS
    stuck = outbox.owe(occasion="team.registered", key="stuck", to_address="a@example.org", at=NOW)
    assert stuck is not None
    Message.objects.filter(pk=stuck.pk).update(state=MessageState.SENDING, claimed_at=NOW, attempts=1)
    with time_machine.travel(after, tick=False):
        ended = together(*[task(name)] * 2)
        assert [error for error in ended if isinstance(error, Exception)] == []
        once = all_there_is(convening)
        task(name)()
    assert once == all_there_is(convening)
    assert doubles() == []
    kinds = Counter(Entry.objects.filter(kind__in=["team.lapsed", "offer.expired"]).values_list("kind", "subject"))
    assert set(kinds.values()) <= {1}


@pytest.mark.race
def test_the_control_a_sweep_without_its_rule_of_once_is_seen(
    convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a message could be claimed twice, the test above would see it."""

    def careless(message: Message, *, at: datetime) -> bool:
        message.message_id = message.message_id or delivery._message_id(message)
        return bool(Message.objects.filter(pk=message.pk).update(state=MessageState.SENDING, claimed_at=at))

    monkeypatch.setattr(delivery, "_claim", careless)
    with time_machine.travel(NOW, tick=False):
        task("mail.deliver_due")()
        for message in Message.objects.filter(state=MessageState.SENT):
            delivery.deliver(message_id=message.pk, at=NOW)
    assert doubles()


@pytest.mark.django_db
def test_a_job_that_was_silent_for_two_days_is_taken_up_once() -> None:
    from jobs import kinds

    kinds.register("faults.test", lambda job, progress: {"attempt": job.attempts})
    job = work.ask(kind="faults.test", args={}, by="user:1", at=NOW)
    type(job).objects.update(state="running", claimed_at=NOW, attempts=1)
    after = NOW + 2 * DAYS
    assert work.sweep(at=after) == work.sweep(at=after) == [job.pk]
    assert [work.run(job_id=job.pk, at=after) for _ in range(2)] == ["done", "done"]
    job.refresh_from_db()
    assert job.result == {"attempt": 2}
