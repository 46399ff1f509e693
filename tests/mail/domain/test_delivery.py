import smtplib
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail as django_mail
from django.db import InterfaceError, OperationalError

from journal.refusals import Refusal
from mail import signals
from mail.domain import delivery, outbox, retries
from mail.models import Message
from mail.occasions import Letter, Source
from mail.states import MessageState
from tests.mail.factories import AT, LETTER, LINK, occasion_registered, owe_message

pytestmark = pytest.mark.django_db
DAY = timedelta(hours=24)
HELLO = Source("Hello", "Good morning.")


def deliver(message: Message, **over: Any) -> Message:
    delivery.deliver(**{"message_id": message.pk, "at": AT, **over})
    message.refresh_from_db()
    return message


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Any:
    """A mail server that answers with the exception it is given."""

    class Server:
        error: BaseException | None = None

    def send(self: Any, mails: list[Any]) -> int:
        if Server.error is not None:
            raise Server.error
        django_mail.outbox.extend(mails)
        return len(mails)

    monkeypatch.setattr("django.core.mail.backends.locmem.EmailBackend.send_messages", send)
    return Server


def test_a_message_is_sent_and_kept_with_its_links_struck_out() -> None:
    message = deliver(owe_message(to_name="Okafor, Rosa", language="en"))
    [sent] = django_mail.outbox
    assert (sent.subject, sent.to) == ("Please answer", ['"Okafor, Rosa" <rosa@example.org>'])
    assert LINK in sent.body
    [(html, kind)] = sent.alternatives  # type: ignore[attr-defined]
    assert f'href="{LINK}"' in html
    assert kind == "text/html"
    assert (message.state, message.sent_at, message.attempts, message.last_error) == (MessageState.SENT, AT, 1, "")
    assert message.subject == "Please answer"
    assert "[private link]" in message.text
    assert "[private link]" in message.html
    assert "abcdefghijklmnop" not in str(Message.objects.values().get())


def test_its_head_tells_machines_what_it_is() -> None:
    message = deliver(owe_message())
    head = django_mail.outbox[0].message()
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["Message-ID"] == message.message_id
    assert message.message_id.endswith("@testserver>")
    assert not [name for name in head if name.lower().startswith(("list-", "precedence"))]


def test_a_reply_goes_where_the_letter_says() -> None:
    with occasion_registered(lambda message, at: Letter(reply_to="desk@example.org", source=HELLO)):
        deliver(owe_message())
    assert django_mail.outbox[0].reply_to == ["desk@example.org"]


def test_it_is_written_in_the_language_of_its_reader() -> None:
    from django.utils import translation

    seen = []

    def compose(message: Message, at: Any) -> Letter:
        seen.append((translation.get_language(), at))
        return LETTER

    with occasion_registered(compose):
        deliver(owe_message(language="es"))
    assert seen == [("es", AT)]
    assert translation.get_language() == "en"


def test_nothing_is_sent_twice() -> None:
    message = owe_message()
    assert delivery.deliver(message_id=message.pk, at=AT) == MessageState.SENT
    assert delivery.deliver(message_id=message.pk, at=AT) == MessageState.SENT
    assert len(django_mail.outbox) == 1


@pytest.mark.parametrize("state", sorted(set(MessageState) - {MessageState.QUEUED}))
def test_only_what_is_queued_is_sent(state: MessageState) -> None:
    message = owe_message()
    Message.objects.update(state=state, claimed_at=AT)
    assert delivery.deliver(message_id=message.pk, at=AT) == state
    assert django_mail.outbox == []


def test_nothing_is_sent_before_it_is_due() -> None:
    message = owe_message(due_at=AT + timedelta(seconds=1))
    assert deliver(message).state == MessageState.QUEUED
    assert delivery.due_messages(at=AT) == []
    assert deliver(message, at=AT + timedelta(seconds=1)).state == MessageState.SENT


def test_who_has_answered_in_the_last_second_gets_no_reminder() -> None:
    with occasion_registered(lambda message, at: None):
        message = deliver(owe_message())
    assert django_mail.outbox == []
    assert (message.state, message.last_error) == (
        MessageState.CANCELLED,
        "No longer needed when it was about to be sent.",
    )


def raising(error: Exception) -> Any:
    def compose(message: Message, at: Any) -> Letter:
        raise error

    return compose


class TeamGone(Refusal):
    words = "The team is gone."


@pytest.mark.parametrize(
    ("compose", "words"),
    [
        (raising(ValueError("secret words")), "A fault of ours kept this mail from being written."),
        (raising(OSError("secret words")), "A fault of ours kept this mail from being written."),
        (raising(TeamGone()), "The team is gone."),
        (lambda message, at: Letter(), "A fault of ours kept this mail from being written."),  # nobody wrote its words
        (lambda m, at: Letter(source=Source("{{ gone }}", "")), "There is no variable “gone” in this mail."),
        (lambda m, at: Letter(source=Source("Hi\nBcc: a@example.org", "")), "A line break stands in the subject."),
        (lambda m, at: Letter(source=HELLO, reply_to="a@b.org\r\nBcc: b"), "A line break stands in the subject."),
    ],
)
def test_a_letter_that_cannot_be_written_fails_in_words_and_alone(compose: Any, words: str) -> None:
    broken = owe_message(occasion="broken", to_address="first@example.org")
    owe_message()
    with occasion_registered(compose, "broken"):
        assert delivery.deliver_due(at=AT) == 1
    broken.refresh_from_db()
    assert (broken.state, broken.last_error) == (MessageState.FAILED, words)
    assert [mail.to for mail in django_mail.outbox] == [["rosa@example.org"]]


def test_what_a_failed_letter_wrote_is_undone() -> None:
    def compose(message: Message, at: Any) -> Letter:
        owe_message(key="minted")
        return Letter()

    with occasion_registered(compose):
        deliver(owe_message(key="first"))
    assert not Message.objects.filter(key="minted").exists()


@pytest.mark.parametrize(
    "error",
    [
        smtplib.SMTPRecipientsRefused({"rosa@example.org": (450, b"mailbox busy")}),
        smtplib.SMTPDataError(451, b"try later"),
        smtplib.SMTPServerDisconnected("gone"),
        smtplib.SMTPAuthenticationError(535, b"no"),
        smtplib.SMTPSenderRefused(550, b"no", "accord@example.org"),
        smtplib.SMTPConnectError(554, b"no"),
        ConnectionRefusedError(111, "refused"),
        TimeoutError("timed out"),
    ],
)
def test_a_passing_fault_is_tried_again_later(server: Any, error: Exception) -> None:
    server.error = error
    message = deliver(owe_message())
    pause = message.due_at - AT
    assert (message.state, message.attempts, message.first_tried_at) == (MessageState.QUEUED, 1, AT)
    assert timedelta(seconds=30) <= pause <= timedelta(seconds=90)
    assert message.last_error
    assert delivery.due_messages(at=AT) == []
    first_id = message.message_id
    server.error = None
    message = deliver(message, at=message.due_at)
    assert (message.state, message.attempts, message.message_id, message.last_error) == (
        MessageState.SENT,
        2,
        first_id,
        "",
    )


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (smtplib.SMTPRecipientsRefused({"rosa@example.org": (550, b"no such\r\nuser")}), "550 no such user"),
        (smtplib.SMTPDataError(554, b"spam"), "554 spam"),
        (smtplib.SMTPNotSupportedError("SMTPUTF8"), "SMTPUTF8"),
        (UnicodeEncodeError("ascii", "é", 0, 1, "no"), "letters that mail cannot carry"),
        (RuntimeError("a bug"), "A fault of ours"),
    ],
)
def test_a_lasting_fault_stops_and_shows(server: Any, error: Exception, words: str) -> None:
    server.error = error
    message = deliver(owe_message())
    assert message.state == MessageState.FAILED
    assert words in message.last_error
    assert delivery.due_messages(at=AT + DAY) == []


def test_after_a_day_it_gives_up(server: Any) -> None:
    server.error = TimeoutError("timed out")
    message, at, tries = owe_message(), AT, 0
    while deliver(message, at=at).state == MessageState.QUEUED:
        at, tries = message.due_at, tries + 1
    assert AT + DAY <= at < AT + DAY + timedelta(hours=2)
    assert 20 <= tries <= 60
    assert message.state == MessageState.FAILED
    assert message.last_error == "The mail server could not be reached: timed out We tried for 24 hours."


def test_pauses_double_up_to_an_hour_and_are_spread() -> None:
    for attempts, minutes in [(1, 1), (2, 2), (3, 4), (6, 32), (7, 60), (50, 60)]:
        pauses = {retries.pause_after(attempts=attempts, message_id=n) for n in range(200)}
        middle = timedelta(minutes=minutes)
        assert len(pauses) > 190
        assert middle * 0.5 <= min(pauses) < middle * 0.6
        assert middle * 1.4 < max(pauses) <= middle * 1.5


def test_an_occasion_that_this_release_does_not_know_waits_for_one_that_does() -> None:
    message = deliver(owe_message(occasion="of.tomorrow"))
    assert message.state == MessageState.QUEUED
    assert "of.tomorrow" in message.last_error
    with occasion_registered(name="of.tomorrow"):
        assert deliver(message, at=message.due_at).state == MessageState.SENT


def test_a_database_that_does_not_answer_is_a_passing_fault() -> None:
    with occasion_registered(raising(OperationalError("locked"))):
        assert deliver(owe_message()).state == MessageState.QUEUED


def test_what_a_dead_worker_had_in_hand_is_sent_after_a_while_under_the_same_id(monkeypatch: Any) -> None:
    message = owe_message()
    assert delivery._claim(Message.objects.get(), at=AT)  # and the worker dies
    claimed = Message.objects.get().message_id
    just_before = AT + delivery.STUCK_AFTER
    assert delivery.sweep(at=just_before) == 0
    assert delivery.deliver_due(at=just_before) == 0
    after = just_before + timedelta(seconds=1)
    assert delivery.sweep(at=after) == 1
    assert delivery.sweep(at=after) == 0
    assert delivery.deliver_due(at=after) == 1
    message.refresh_from_db()
    assert (message.state, message.attempts, message.message_id) == (MessageState.SENT, 2, claimed)


def test_what_kills_its_workers_for_a_day_fails() -> None:
    message = owe_message()
    assert delivery._claim(Message.objects.get(), at=AT)
    Message.objects.update(first_tried_at=AT - DAY)
    assert delivery.sweep(at=AT + timedelta(minutes=11)) == 0
    message.refresh_from_db()
    assert message.state == MessageState.FAILED


def test_a_slow_worker_that_was_thought_dead_still_ends_it(server: Any) -> None:
    message = owe_message()

    def compose(message: Message, at: Any) -> Letter:
        delivery.sweep(at=AT + timedelta(minutes=11))
        return LETTER

    with occasion_registered(compose):
        deliver(message)
    assert message.state == MessageState.SENT
    assert len(django_mail.outbox) == 1


def test_a_slow_worker_does_not_take_back_what_another_sent(server: Any) -> None:
    message = owe_message()

    def compose(slow: Message, at: Any) -> Letter | None:
        delivery.sweep(at=AT + timedelta(minutes=11))
        with occasion_registered():
            delivery.deliver(message_id=message.pk, at=AT + timedelta(minutes=11))
        server.error = smtplib.SMTPServerDisconnected("gone")
        return LETTER

    with occasion_registered(compose):
        deliver(message)
    assert (message.state, message.last_error) == (MessageState.SENT, "")


def test_a_slow_worker_does_not_end_what_another_has_in_hand(server: Any) -> None:
    message = owe_message()

    def compose(slow: Message, at: Any) -> None:
        Message.objects.update(attempts=2, claimed_at=AT + timedelta(minutes=11))  # swept, and claimed by another

    with occasion_registered(compose):
        deliver(message)
    assert (message.state, message.last_error) == (MessageState.SENDING, "")


def test_a_letter_that_forgot_to_mark_its_link_is_struck_out_all_the_same() -> None:
    values = {"page": "https://accord.example.org/l/forgotten-token"}
    with occasion_registered(lambda message, at: Letter(values, source=Source("Hello", "{{ page }}"))):
        message = deliver(owe_message())
    assert "forgotten-token" in django_mail.outbox[0].body
    assert "forgotten-token" not in str(Message.objects.values().get())
    assert "[private link]" in message.text


def test_an_address_with_letters_beyond_ascii_does_not_stop_the_sweep() -> None:
    first = owe_message(to_name="Đặng Thị 東京")
    assert deliver(first).state == MessageState.SENT
    assert "rosa@example.org" in str(django_mail.outbox[0].message()["To"])


def test_one_connection_carries_many_and_statements_do_not_grow(django_assert_num_queries: Any) -> None:
    for _ in range(3):
        owe_message()
    # look twice, and at what is known of the addresses; claim, savepoint, its address and its end, done
    with django_assert_num_queries(3 + 3 * 5):
        assert delivery.deliver_due(at=AT) == 3
    assert len({mail.extra_headers["Message-ID"] for mail in django_mail.outbox}) == 3


LATER = AT + timedelta(minutes=11)
TAKEN_BACK = {
    MessageState.HELD: lambda message: outbox.hold(message, at=LATER),
    MessageState.CANCELLED: lambda message: outbox.cancel(message, at=LATER, reason="not so"),
}


def taken_back_meanwhile(state: MessageState) -> Any:
    """While it is written, its worker counts as dead, and somebody holds or cancels it."""

    def compose(message: Message, at: Any) -> Letter:
        delivery.sweep(at=LATER)
        assert TAKEN_BACK[state](message)
        return LETTER

    return compose


@pytest.mark.parametrize("state", TAKEN_BACK)
def test_what_left_all_the_same_is_noted_as_sent_and_does_not_leave_again(state: MessageState) -> None:
    message = owe_message()
    with occasion_registered(taken_back_meanwhile(state)):
        assert deliver(message).state == MessageState.SENT
    assert not outbox.release(message, at=LATER)
    assert delivery.deliver_due(at=LATER) == 0
    assert len(django_mail.outbox) == 1


@pytest.mark.parametrize("state", TAKEN_BACK)
def test_a_worker_that_slept_looks_again_before_it_sends(state: MessageState, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "SLOW", -1.0)
    with occasion_registered(taken_back_meanwhile(state)):
        assert deliver(owe_message()).state == state
    assert django_mail.outbox == []
    assert deliver(owe_message()).state == MessageState.SENT, "One that is still its own it sends."


def test_a_round_ends_in_time_and_tells_that_there_is_more(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []

    def hear(sender: object, ids: list[int], **kwargs: Any) -> None:
        told.extend(ids)

    first = owe_message()
    signals.owed.connect(hear)
    try:
        monkeypatch.setattr(delivery, "LONGEST_ROUND", -1.0)
        assert delivery.deliver_due(at=AT) == 0
    finally:
        signals.owed.disconnect(hear)
    assert told == [first.pk]


@pytest.mark.django_db(transaction=True)
def test_a_database_that_was_away_for_a_moment_hears_that_it_was_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    note, away = delivery._note_sent, [OperationalError("gone"), InterfaceError("closed")]

    def stumbling(*args: Any, **kwargs: Any) -> MessageState:
        if away:
            raise away.pop()
        return note(*args, **kwargs)

    monkeypatch.setattr(delivery, "_note_sent", stumbling)
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    assert deliver(owe_message()).state == MessageState.SENT
    assert len(django_mail.outbox) == 1


def test_a_worker_that_died_with_it_leaves_a_doubt_that_stays() -> None:
    message = owe_message()
    assert delivery._claim(Message.objects.get(), at=AT)
    delivery.sweep(at=LATER)
    message = deliver(message, at=LATER)
    assert (message.state, message.doubtful_tries, message.may_have_come_twice) == (MessageState.SENT, 1, True)
