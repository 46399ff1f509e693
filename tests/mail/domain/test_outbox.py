from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from mail import signals
from mail.domain import outbox
from mail.models import Message
from mail.states import TRANSITIONS, MessageState
from tests.mail.factories import AT, owe_message

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Any:
    """The ids that were told of after a commit."""
    ids: list[int] = []

    def hear(sender: object, ids: list[int], **kwargs: Any) -> None:
        heard.extend(ids)

    heard = ids
    signals.owed.connect(hear, weak=False)
    yield ids
    signals.owed.disconnect(hear)


def test_a_message_is_owed_with_its_cause() -> None:
    owed = owe_message(
        key="commitment.invited:party:12",
        person_id=7,
        to_name="Rosa Okafor",
        convening_id=3,
        refs={"party": 12},
        language="es",
    )
    message = Message.objects.get()
    assert message == owed
    assert (message.state, message.owed_at, message.due_at) == (MessageState.QUEUED, AT, AT)
    assert (message.person_id, message.convening_id, message.refs, message.language) == (7, 3, {"party": 12}, "es")
    assert (message.to_name, message.to_address, message.attempts) == ("Rosa Okafor", "rosa@example.org", 0)


def test_a_key_is_owed_once_and_the_transaction_lives_on() -> None:
    owe_message(key="once")
    with transaction.atomic():
        assert outbox.owe(occasion="test", key="once", to_address="sam@example.org", at=AT) is None
        owe_message(key="after")
    assert list(Message.objects.order_by("key").values_list("key", "to_address")) == [
        ("after", "rosa@example.org"),
        ("once", "rosa@example.org"),
    ]


def test_another_broken_rule_is_not_taken_for_a_key_that_was_owed() -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        owe_message(occasion=None)


def test_what_is_undone_was_never_owed(told: list[int], django_capture_on_commit_callbacks: Any) -> None:
    def cause() -> None:
        with transaction.atomic():
            owe_message()
            raise ZeroDivisionError

    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        cause()
    assert told == []
    assert not Message.objects.exists()


def test_after_the_commit_the_worker_is_told(told: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        message = owe_message()
        assert told == []
    assert told == [message.pk]


def test_what_is_held_or_due_later_is_not_told(told: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        held = owe_message(held=True)
        owe_message(due_at=AT + timedelta(days=2))
    assert told == []
    assert held.state == MessageState.HELD


def test_a_listener_that_fails_fails_nobody(told: list[int], django_capture_on_commit_callbacks: Any) -> None:
    def broken(**kwargs: Any) -> None:
        raise ConnectionRefusedError

    def later(ids: list[int], **kwargs: Any) -> None:
        told.append(0)

    signals.owed.connect(broken)
    signals.owed.connect(later)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            message = owe_message()
    finally:
        signals.owed.disconnect(broken)
        signals.owed.disconnect(later)
    assert told == [message.pk, 0]


def test_many_are_owed_at_once_each_once(
    told: list[int], django_assert_num_queries: Any, django_capture_on_commit_callbacks: Any
) -> None:
    before = owe_message(key="badge:1")
    owed = [
        outbox.Owed(
            occasion="badge" if n % 2 else "map", key=f"badge:{n}", to_address="sam@example.org", refs={"n": n}
        )
        for n in range(1, 41)
    ]
    with django_capture_on_commit_callbacks(execute=True):
        with django_assert_num_queries(2):
            assert outbox.owe_all(owed=owed, at=AT, convening_id=3) == 39
        assert outbox.owe_all(owed=owed, at=AT, convening_id=3) == 0
    fresh = Message.objects.exclude(pk=before.pk)
    assert sorted(told) == sorted(fresh.values_list("pk", flat=True))
    message = fresh.get(key="badge:7")
    assert (message.state, message.due_at, message.convening_id, message.refs) == (MessageState.QUEUED, AT, 3, {"n": 7})
    assert (message.occasion, fresh.get(key="badge:8").occasion) == ("badge", "map")


def test_what_is_owed_for_the_first_time_is_not_looked_up(django_assert_num_queries: Any) -> None:
    owed = [outbox.Owed(occasion="badge", key=f"badge:{n}", to_address="sam@example.org") for n in (1, 2)]
    with django_assert_num_queries(1):
        assert outbox.owe_all(owed=owed, at=AT, first=True) == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        outbox.owe_all(owed=owed, at=AT, first=True)
    assert Message.objects.count() == 2


@pytest.mark.parametrize(("address", "name"), [("sam", ""), ("sam@example.org", "Sam\r\nBcc: all@x.org")])
def test_of_many_an_unusable_recipient_has_failed_and_the_others_go(
    told: list[int], address: str, name: str, django_capture_on_commit_callbacks: Any
) -> None:
    owed = [
        outbox.Owed(occasion="badge", key="1", to_address=address, to_name=name),
        outbox.Owed(occasion="badge", key="2", to_address="rosa@example.org", to_name="Rosa"),
    ]
    with django_capture_on_commit_callbacks(execute=True):
        assert outbox.owe_all(owed=owed, at=AT) == 2
    failed, queued = Message.objects.order_by("key")
    assert (failed.state, failed.last_error) == ("failed", str(outbox.RecipientUnusable.words))
    assert (queued.state, queued.last_error) == ("queued", "")
    assert told == [queued.pk]


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("rosa@example.org\nBcc: all@example.org", ""),
        ("rosa@example.org\r", ""),
        ("rosa", ""),
        ("rosa@example.org", "Rosa\r\nBcc: all@example.org"),
        ("rosa@example.org", "Rosa\x0bOkafor"),
        ("rosa@example.org", "Rosa\u2028Okafor"),
    ],
)
def test_a_recipient_that_would_break_the_head_has_failed_at_once(
    told: list[int], address: str, name: str, django_capture_on_commit_callbacks: Any
) -> None:
    """Whatever act owes the mail goes through; nothing of it leaves, not even by hand or when all is sent once more."""
    with django_capture_on_commit_callbacks(execute=True):
        failed = owe_message(to_address=address, to_name=name, held=True)
        assert outbox.send_once_more(Message.objects.all(), at=AT) == []
        with pytest.raises(outbox.RecipientUnusable) as refused:
            outbox.release(failed, at=AT)
    assert (refused.value.code, refused.value.field) == ("recipient_unusable", "email")
    failed.refresh_from_db()
    assert (failed.state, failed.last_error) == ("failed", str(outbox.RecipientUnusable.words))
    assert told == []


def test_who_has_no_address_is_owed_no_mail() -> None:
    assert outbox.owe(occasion="test", key="test:1", to_address="", at=AT) is None
    assert outbox.owe_all(owed=[outbox.Owed(occasion="badge", key="1", to_address="")], at=AT) == 0
    assert not Message.objects.exists()


def test_a_name_with_a_sign_that_postgresql_does_not_keep_breaks_the_head_too() -> None:
    assert not outbox.is_usable("rosa@example.org", "Rosa\x00")


STEPS = {
    "hold": (lambda message: outbox.hold(message, at=AT), MessageState.HELD, {MessageState.QUEUED}),
    "release": (
        lambda message: outbox.release(message, at=AT),
        MessageState.QUEUED,
        {MessageState.HELD, MessageState.FAILED, MessageState.BOUNCED},
    ),
    "cancel": (
        lambda message: outbox.cancel(message, at=AT, reason="answered"),
        MessageState.CANCELLED,
        {MessageState.HELD, MessageState.QUEUED, MessageState.FAILED},
    ),
}


@pytest.mark.parametrize("state", MessageState)
@pytest.mark.parametrize("step", STEPS)
def test_every_step_from_every_state(state: MessageState, step: str) -> None:
    take, after, allowed = STEPS[step]
    message = owe_message()
    Message.objects.update(state=state)
    assert take(message) == (state in allowed)
    message.refresh_from_db()
    assert message.state == (after if state in allowed else state)
    if state in allowed:
        assert after in TRANSITIONS[state]


def test_steps_take_a_key_too() -> None:
    owe_message(key="one")
    other = owe_message(key="two")
    assert outbox.cancel("one", at=AT, reason="The team withdrew.")
    assert not outbox.cancel("none", at=AT, reason="")
    message = Message.objects.get(key="one")
    assert (message.state, message.last_error) == (MessageState.CANCELLED, "The team withdrew.")
    other.refresh_from_db()
    assert other.state == MessageState.QUEUED


def test_what_is_released_starts_anew_and_is_told(told: list[int], django_capture_on_commit_callbacks: Any) -> None:
    message = owe_message()
    Message.objects.update(state=MessageState.FAILED, first_tried_at=AT, attempts=9, last_error="No.")
    later = AT + timedelta(days=3)
    told.clear()
    with django_capture_on_commit_callbacks(execute=True):
        assert outbox.release(message, at=later)
    message.refresh_from_db()
    assert (message.due_at, message.first_tried_at, message.last_error) == (later, None, "")
    assert told == [message.pk]
