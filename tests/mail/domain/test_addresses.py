"""A bad address is known, stops mail to it, and is good again when it is corrected or somebody says so."""

import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail

from journal.models import Entry
from mail.domain import addresses, delivery, outbox, returns
from mail.models import BadAddress, Message
from mail.states import MessageState, ReturnKind
from tests.mail.factories import AT, LETTER, occasion_registered, owe_message

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def came_back(message: Message, *, kind: ReturnKind = ReturnKind.BOUNCED, hours: int = 1, **over: Any) -> bool:
    at = AT + hours * HOUR
    notice = returns.Notice(
        kind=kind, provider_id=message.message_id, recipient=message.to_address, happened_at=at, said="550 no such user"
    )
    return returns.take(notice=notice, at=over.pop("at", at))


def sent(**over: Any) -> Message:
    message = owe_message(convening_id=7, person_id=3, **over)
    delivery.deliver(message_id=message.pk, at=message.due_at)
    message.refresh_from_db()
    assert message.state == MessageState.SENT
    return message


def test_further_mail_to_a_bad_address_stops_and_says_what_to_do() -> None:
    came_back(sent(to_address="Rosa@Example.org"))
    django_mail.outbox.clear()
    stopped = owe_message(to_address="rosa@example.ORG")
    other = owe_message(to_address="sam@example.org")
    assert delivery.deliver_due(at=AT + 2 * HOUR) == 1
    stopped.refresh_from_db()
    other.refresh_from_db()
    assert (stopped.state, other.state) == (MessageState.FAILED, MessageState.SENT)
    assert stopped.last_error == (
        "Mail to this address comes back. So this mail was not sent. Correct the address, or press “Try again”."
    )
    assert [mail.to for mail in django_mail.outbox] == [["sam@example.org"]]


def test_what_its_reader_asked_for_a_moment_ago_goes_out_all_the_same() -> None:
    came_back(sent())
    from mail import occasions

    with occasion_registered(name="link.lost"):
        occasions.register("link.lost", lambda message, at: LETTER, asked_for=True)
        message = owe_message(occasion="link.lost")
        assert delivery.deliver(message_id=message.pk, at=AT + 2 * HOUR) == MessageState.SENT


@pytest.mark.parametrize(
    ("code", "said", "is_bad"),
    [
        (550, b"5.1.1 no such user", True),
        (550, b"no such user here", True),
        (553, b"mailbox name not allowed", True),
        (550, b"5.2.1 mailbox disabled", True),
        (552, b"5.2.2 mailbox full", False),
        (554, b"5.7.1 Relay access denied", False),
        (550, b"relay not permitted", False),
        (550, b"5.7.26 unauthenticated sender", False),
        (450, b"4.1.1 try later", False),
    ],
)
def test_a_refusal_by_smtp_counts_when_it_is_about_the_address(
    code: int, said: bytes, is_bad: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(self: Any, mails: list[Any]) -> int:
        raise smtplib.SMTPRecipientsRefused({"rosa@example.org": (code, said)})

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", refuse)
    delivery.deliver(message_id=owe_message().pk, at=AT)
    assert bool(addresses.troubles(["rosa@example.org"])) == is_bad


def test_try_again_sends_the_newest_of_each_thing_once_more_and_is_journalled() -> None:
    first, second = sent(refs={"party": 1}), sent(refs={"party": 1})
    about_another = sent(refs={"party": 2})
    elsewhere = owe_message(convening_id=8, key="elsewhere")
    for message in (first, second, about_another):
        came_back(message)
    Message.objects.filter(pk=elsewhere.pk).update(state=MessageState.FAILED)
    again = {"address": " ROSA@example.org", "convening_id": 7, "by": "user:1", "at": AT + 2 * HOUR}
    assert addresses.try_again(**again) == 2
    assert addresses.try_again(**again) == 0
    states = dict(Message.objects.values_list("pk", "state"))
    assert states == {
        first.pk: MessageState.BOUNCED, second.pk: MessageState.QUEUED, about_another.pk: MessageState.QUEUED,
        elsewhere.pk: MessageState.FAILED,
    }
    assert addresses.troubles(["rosa@example.org"]) == {}
    assert list(Entry.objects.filter(kind="address.try_again").values_list("by", "subject")) == [("user:1", "person:3")]
    assert delivery.deliver_due(at=AT + 3 * HOUR) == 2


def test_what_was_known_before_is_forgotten_and_what_comes_back_after_is_not() -> None:
    late, message = sent(), sent()
    came_back(message)
    addresses.try_again(address="rosa@example.org", convening_id=7, by="user:1", at=AT + 2 * HOUR)
    came_back(late, hours=1, at=AT + 3 * HOUR)  # it happened before, and is told late
    assert addresses.troubles(["rosa@example.org"]) == {}
    delivery.deliver_due(at=AT + 4 * HOUR)
    message.refresh_from_db()
    assert came_back(message, hours=5)
    assert addresses.troubles(["rosa@example.org"])
    assert BadAddress.objects.count() == 1


def test_a_new_address_gets_what_did_not_arrive_at_the_old_one() -> None:
    message = sent()
    came_back(message)
    outbox.redirect(person_id=3, to_address="rosa@new.example.org", at=AT + 2 * HOUR)
    django_mail.outbox.clear()
    assert delivery.deliver_due(at=AT + 2 * HOUR) == 1
    assert django_mail.outbox[0].to == ["rosa@new.example.org"]
    assert addresses.troubles(["rosa@example.org"]), "The old one is as bad as it was."


def test_one_statement_whatever_the_number(django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        assert addresses.troubles(["王小明@example.org", "", "o'brien-nuñez@example.org"]) == {}
