"""What comes back for a message: once, in any order, late, for others' messages, and forged."""

from datetime import timedelta
from typing import Any

import pytest

from mail.domain import addresses, delivery, outbox, returns
from mail.models import Message, Returned
from mail.states import MessageState, ReturnKind
from tests.mail.factories import AT, owe_message

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(hours=1)


@pytest.fixture
def message() -> Message:
    message = owe_message(convening_id=7)
    delivery.deliver(message_id=message.pk, at=AT)
    message.refresh_from_db()
    return message


def take(message: Message, **over: Any) -> bool:
    at = over.pop("at", LATER)
    known: dict[str, Any] = {
        "kind": ReturnKind.BOUNCED, "provider_id": message.provider_id, "recipient": message.to_address,
        "happened_at": LATER, "said": "550 no such user",
    }
    return returns.take(notice=returns.Notice(**known | over), at=at)


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_message_that_came_back_says_why(message: Message) -> None:
    assert take(message)
    assert (state_of(message), message.last_error) == (MessageState.BOUNCED, "550 no such user")
    assert addresses.troubles([message.to_address])
    assert [str(row) for row in Returned.objects.all()] == [f"{message.pk} bounced"]


def test_it_is_found_by_its_message_id_in_brackets_or_without(message: Message) -> None:
    assert take(message, provider_id=message.message_id)
    assert state_of(message) == MessageState.BOUNCED


def test_told_twice_it_counts_once(message: Message) -> None:
    assert [take(message), take(message)] == [True, False]
    assert Returned.objects.count() == 1


@pytest.mark.parametrize("kind", [ReturnKind.COMPLAINED, ReturnKind.UNSUBSCRIBED])
def test_a_complaint_stops_mail_and_leaves_the_message_as_sent(message: Message, kind: ReturnKind) -> None:
    assert take(message, kind=kind)
    assert state_of(message) == MessageState.SENT
    assert addresses.troubles([message.to_address])[message.to_address].reason == kind


def test_in_any_order_both_are_kept_and_the_first_reason_stays(message: Message) -> None:
    take(message, kind=ReturnKind.COMPLAINED)
    take(message)
    assert state_of(message) == MessageState.BOUNCED
    assert Returned.objects.count() == 2
    assert addresses.troubles([message.to_address])[message.to_address].reason == ReturnKind.COMPLAINED


def test_a_full_mailbox_is_no_bad_address(message: Message) -> None:
    assert take(message, lasting=False)
    assert state_of(message) == MessageState.BOUNCED
    assert addresses.troubles([message.to_address]) == {}


@pytest.mark.parametrize("unknown", ["", "somebody-elses", "'; DROP TABLE", "x" * 5000])
def test_of_a_message_that_is_not_ours_nothing_is_kept(message: Message, unknown: str) -> None:
    assert not take(message, provider_id=unknown)
    assert state_of(message) == MessageState.SENT
    assert not Returned.objects.exists()
    assert addresses.troubles([message.to_address]) == {}


def test_the_address_is_the_one_we_wrote_to_whatever_the_notice_says(message: Message) -> None:
    take(message, recipient="victim@example.org")
    assert set(addresses.troubles(["victim@example.org", message.to_address])) == {message.to_address}


def test_while_it_is_being_sent_we_ask_to_be_told_again(message: Message) -> None:
    sending = owe_message(to_address="sam@example.org")
    assert delivery._claim(sending, at=AT)
    with pytest.raises(returns.NotNotedYet):
        take(message, provider_id="not-known-yet", recipient="SAM@example.org")
    assert not take(message, provider_id="not-known-yet", recipient="other@example.org")


def test_what_is_older_than_the_copy_that_was_sent_since_changes_nothing(message: Message) -> None:
    take(message)
    outbox.release(message, at=LATER + timedelta(hours=1))
    addresses.try_again(address=message.to_address, convening_id=7, by="user:1", at=LATER + timedelta(hours=1))
    delivery.deliver(message_id=message.pk, at=LATER + timedelta(hours=1))
    assert not take(message, at=LATER + timedelta(hours=2))  # replayed
    assert state_of(message) == MessageState.SENT
    assert take(message, happened_at=LATER + timedelta(hours=2), at=LATER + timedelta(hours=2))
    assert state_of(message) == MessageState.BOUNCED


def test_what_was_never_sent_cannot_come_back() -> None:
    waiting = owe_message(convening_id=7)
    Message.objects.filter(pk=waiting.pk).update(provider_id="p-1")
    assert not take(waiting, provider_id="p-1")
    assert (state_of(waiting), Returned.objects.count()) == (MessageState.QUEUED, 0)


def test_a_notice_from_the_future_is_of_now(message: Message) -> None:
    take(message, happened_at=LATER + timedelta(days=400))
    assert Returned.objects.get().happened_at == LATER
