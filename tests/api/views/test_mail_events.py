"""The door for mail providers: a secret or nothing, few wrong tries, small bodies, any provider that anymail reads."""

import base64
import hashlib
import hmac
import json
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from api.views import mail_events
from mail.domain import addresses, delivery
from mail.models import Message
from mail.states import MessageState
from tests.mail.factories import occasion_registered, owe_message

pytestmark = pytest.mark.django_db
SECRET = "events:a long secret"


def basic(secret: str) -> str:
    return "Basic " + base64.b64encode(secret.encode()).decode()


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


@pytest.fixture
def message(settings: Any) -> Message:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    with occasion_registered():
        message = owe_message(at=timezone.now())
        delivery.deliver(message_id=message.pk, at=timezone.now())
    Message.objects.update(provider_id="0a129aee-e1cd-480d-b08d-4f48548ff48d")
    message.refresh_from_db()
    return message


def bounce(message: Message, **over: Any) -> dict[str, Any]:
    return {
        "RecordType": "Bounce", "ID": 4323372036854775807, "Type": "HardBounce", "MessageID": message.provider_id,
        "Email": message.to_address, "BouncedAt": timezone.now().isoformat(), "Details": "550 <b>no such user</b>",
    } | over  # fmt: skip


def post(body: Any, provider: str = "postmark", *, secret: str | None = SECRET, **headers: str) -> int:
    text = body if isinstance(body, str) else json.dumps(body)
    if secret is not None:
        headers["Authorization"] = basic(secret)
    client = Client(enforce_csrf_checks=True)
    return client.post(f"/mail/events/{provider}/", text, content_type="application/json", headers=headers).status_code


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_a_bounce_reaches_its_message(message: Message) -> None:
    assert [post(bounce(message)), post(bounce(message))] == [200, 200]
    assert (state_of(message), message.last_error) == (MessageState.BOUNCED, "550 <b>no such user</b>")
    assert addresses.troubles([message.to_address])


def test_a_complaint_does_too(message: Message) -> None:
    body = bounce(message, RecordType="SpamComplaint", Type="SpamComplaint")
    assert post(body) == 200
    assert state_of(message) == MessageState.SENT
    assert addresses.troubles([message.to_address])[message.to_address].reason == "complained"


@pytest.mark.parametrize(
    ("body", "is_bounced"),
    [
        ({"RecordType": "Open"}, False),
        ({"RecordType": "Delivery", "DeliveredAt": "2026-05-05T16:33:54Z"}, False),
        ({"Type": "Transient"}, False),
        ({"Type": "Blocked"}, True),  # a rule of the other side: no fault of the address
    ],
)
def test_what_is_no_fault_of_the_address_stops_nothing(
    message: Message, body: dict[str, Any], is_bounced: bool
) -> None:
    assert post(bounce(message, **body)) == 200
    assert state_of(message) == (MessageState.BOUNCED if is_bounced else MessageState.SENT)
    assert addresses.troubles([message.to_address]) == {}


def test_without_a_secret_in_the_settings_nobody_is_heard(message: Message, settings: Any) -> None:
    settings.ANYMAIL = {}
    assert post(bounce(message)) == 404
    assert state_of(message) == MessageState.SENT


def test_forged(message: Message) -> None:
    assert post(bounce(message), secret=None) == 401
    assert post(bounce(message), secret="events:guessed") == 403
    assert state_of(message) == MessageState.SENT


def test_too_many_wrong_secrets_are_not_even_looked_at(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_events, "MOST_WRONG", 2)
    assert [post("{}", secret="events:no") for _ in range(3)] == [403, 403, 429]


def test_too_fast_is_told_to_come_again(message: Message, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail_events, "MOST", 1)
    assert [post(bounce(message, RecordType="Open")) for _ in range(2)] == [200, 429]


def test_a_great_body_is_refused(message: Message) -> None:
    assert post("x" * (mail_events.GREATEST + 1)) == 413


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '{"RecordType": []}', "王小明"])
def test_what_cannot_be_read_is_refused(message: Message, body: str) -> None:
    assert post(body) == 400
    assert state_of(message) == MessageState.SENT


def test_another_systems_message_is_taken_and_forgotten(message: Message) -> None:
    assert post(bounce(message, MessageID="of-another-system")) == 200
    assert state_of(message) == MessageState.SENT


def test_a_provider_that_nobody_knows(message: Message) -> None:
    assert post("{}", "pigeons") == 404


def test_only_post(message: Message) -> None:
    assert Client().get("/mail/events/postmark/").status_code == 405


def test_a_signature_will_do_and_a_wrong_one_will_not(message: Message, settings: Any) -> None:
    settings.ANYMAIL = {"MAILGUN_WEBHOOK_SIGNING_KEY": "key"}
    signed = hmac.new(b"key", b"1461565200token", hashlib.sha256).hexdigest()
    event = {
        "event": "failed", "severity": "permanent", "timestamp": timezone.now().timestamp(), "id": "ev",
        "recipient": message.to_address, "reason": "bounce", "delivery-status": {"code": 550, "message": "no mailbox"},
        "message": {"headers": {"message-id": message.provider_id}},
    }  # fmt: skip
    told = {"signature": {"timestamp": "1461565200", "token": "token", "signature": signed}, "event-data": event}
    forged = told | {"signature": told["signature"] | {"signature": "0" * 64}}
    assert post(forged, "mailgun", secret=None) == 403
    assert state_of(message) == MessageState.SENT
    assert post(told, "mailgun", secret=None) == 200
    assert state_of(message) == MessageState.BOUNCED
