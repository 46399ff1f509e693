"""Several workers at once: each message leaves once. With the state left out of the UPDATE the race must be lost."""

from functools import partial
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import transaction

from mail.domain import delivery, outbox
from mail.models import Message
from mail.states import MessageState
from tests.harness.threads import Meeting, together
from tests.mail.factories import AT, owe_message

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Meeting:
    """Two workers meet after both have read the message as queued."""
    make_id, meeting = delivery._message_id, Meeting()

    def met(message: Message) -> str:
        meeting.wait()
        return make_id(message)

    monkeypatch.setattr(delivery, "_message_id", met)
    return meeting


def both(message: Message) -> list[Any]:
    return together(*[lambda: delivery.deliver(message_id=message.pk, at=AT)] * 2)


def test_two_workers_send_a_message_once(meeting: Meeting) -> None:
    ended = both(owe_message())
    assert MessageState.SENT in ended
    assert not [error for error in ended if isinstance(error, Exception)]
    assert len(django_mail.outbox) == 1
    assert Message.objects.get().attempts == 1


def test_without_the_state_in_the_update_both_send(meeting: Meeting, monkeypatch: pytest.MonkeyPatch) -> None:
    def careless(message: Message, *, at: Any) -> bool:
        message.attempts += 1
        message.message_id = delivery._message_id(message)
        return bool(Message.objects.filter(pk=message.pk).update(state=MessageState.SENDING, claimed_at=at))

    monkeypatch.setattr(delivery, "_claim", careless)
    both(owe_message())
    assert len(django_mail.outbox) == 2


def test_four_workers_share_what_is_due() -> None:
    for _ in range(40):
        owe_message()
    assert sum(together(*[lambda: delivery.deliver_due(at=AT)] * 4)) == 40
    assert len(django_mail.outbox) == 40
    assert len({mail.extra_headers["Message-ID"] for mail in django_mail.outbox}) == 40


def test_a_key_is_owed_once_by_two_at_once() -> None:
    began = Meeting()

    def owe() -> bool:
        with transaction.atomic():
            owed = outbox.owe(occasion="test", key="the same", to_address="rosa@example.org", at=AT)
            began.wait()  # on PostgreSQL the other waits for this commit
            Message.objects.count()  # the transaction lives on
            return owed is not None

    assert sorted(together(owe, owe)) == [False, True]
    assert Message.objects.count() == 1


def test_a_cancel_and_a_claim_do_not_both_win() -> None:
    for turn in range(10):
        message = owe_message(key=f"turn:{turn}")
        cancel = partial(outbox.cancel, message.key, at=AT, reason="answered")
        cancelled, state = together(cancel, partial(delivery.deliver, message_id=message.pk, at=AT))
        assert cancelled != (state == MessageState.SENT), (cancelled, state)
