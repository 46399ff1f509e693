"""A real mail server on this machine: one that takes, refuses, hangs up after the message, or says nothing."""

import smtplib
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from config.ports import free_port
from mail.domain import delivery
from mail.models import Message
from mail.states import MessageState
from tests.mail.factories import AT, LINK, owe_message

pytestmark = [pytest.mark.network, pytest.mark.django_db]


class Taker:
    """Takes every message; `answers` are said instead of OK, by address."""

    def __init__(self) -> None:
        self.taken: list[str] = []
        self.answers: dict[str, str] = {}
        self.drop_after_data = False

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: Any) -> str:
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:
        self.taken.append(envelope.content.decode())
        if self.drop_after_data:
            server.transport.abort()  # type: ignore[union-attr,attr-defined]
        return "250 OK"


@pytest.fixture
def server(settings: Any) -> Iterator[Taker]:
    taker = Taker()
    controller = Controller(taker, hostname="127.0.0.1", port=free_port(), ready_timeout=60)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 60
    yield taker
    controller.stop()


def deliver(message: Message) -> Message:
    delivery.deliver(message_id=message.pk, at=AT)
    message.refresh_from_db()
    return message


def test_what_arrives(server: Taker) -> None:
    message = deliver(owe_message(to_name="Đặng, Rosa"))
    assert message.state == MessageState.SENT
    [raw] = server.taken
    assert f"Message-ID: {message.message_id}" in raw
    assert "Auto-Submitted: auto-generated" in raw
    assert "multipart/alternative" in raw
    assert LINK in raw.replace("=\r\n", "").replace("=3D", "=")


def test_a_full_and_a_missing_mailbox_do_not_stop_the_others(server: Taker) -> None:
    server.answers = {"full@example.org": "452 mailbox full", "gone@example.org": "550 no such mailbox"}
    for name in ("full", "rosa", "gone", "sam"):
        owe_message(to_address=f"{name}@example.org")
    assert delivery.deliver_due(at=AT) == 2
    states = dict(Message.objects.values_list("to_address", "state"))
    assert states == {
        "full@example.org": MessageState.QUEUED,
        "rosa@example.org": MessageState.SENT,
        "gone@example.org": MessageState.FAILED,
        "sam@example.org": MessageState.SENT,
    }
    assert "550 no such mailbox" in Message.objects.get(to_address="gone@example.org").last_error


def test_one_connection_carries_many(server: Taker, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = []
    connect = smtplib.SMTP.connect

    def counted(self: smtplib.SMTP, *args: Any) -> tuple[int, bytes]:
        opened.append(args)
        return connect(self, *args)

    monkeypatch.setattr(smtplib.SMTP, "connect", counted)
    for _ in range(5):
        owe_message()
    assert delivery.deliver_due(at=AT) == 5
    assert len(opened) == 1


def test_a_server_that_hangs_up_after_the_message_is_tried_again_under_the_same_id(server: Taker) -> None:
    server.drop_after_data = True
    message = deliver(owe_message())
    assert (message.state, message.doubtful_tries) == (MessageState.QUEUED, 1)
    server.drop_after_data = False
    delivery.deliver(message_id=message.pk, at=message.due_at)
    ids = {line for raw in server.taken for line in raw.split("\r\n") if line.startswith("Message-ID")}
    assert ids == {f"Message-ID: {message.message_id}"}
    assert Message.objects.get().state == MessageState.SENT
    assert Message.objects.get().may_have_come_twice


def test_no_server_at_all(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    message = deliver(owe_message())
    assert message.state == MessageState.QUEUED
    assert "could not be reached" in message.last_error
    assert message.doubtful_tries == 0, "Nothing was handed over."


def test_a_server_that_says_nothing(settings: Any) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_TIMEOUT = 0.3
    with socket.create_server(("127.0.0.1", 0)) as silent:
        settings.EMAIL_HOST, settings.EMAIL_PORT = silent.getsockname()[:2]
        message = deliver(owe_message())
    assert message.state == MessageState.QUEUED
    assert "timed out" in message.last_error
