"""What comes in by the doors of mail providers, whoever sends it, is read or refused: none of it is a fault of ours."""

import base64
import json
from typing import Any

import pytest
from anymail.urls import urlpatterns
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from api.views.mail_events import SIGNED_BY
from mail.domain import addresses, delivery
from mail.models import Message
from tests.mail.factories import occasion_registered, owe_message

pytestmark = pytest.mark.django_db
PATHS = sorted(str(entry.pattern) for entry in urlpatterns)
ALL = {path.partition("/")[0] for path in PATHS if path.endswith("/tracking/")}
PROVIDERS = sorted(ALL - {"sendinblue", "sendgrid"})  # both warn that they are out of use, and a warning is an error
SECRET = "events:a long secret"
BODIES = [
    "", "null", "[[]]", "[" * 50_000, "9" * 5000, '{"signature":{"timestamp":"1","token":"1","signature":"1"}}',
    '{"RecordType":"Bounce","Type":"HardBounce","MessageID":{},"Email":[],"BouncedAt":"0001-01-01T00:00:00Z"}',
]  # fmt: skip
SIGNED = dict.fromkeys(
    [
        "X-Mandrill-Signature", "X-Postal-Signature", "Signature", "Svix-Id", "Svix-Timestamp", "Svix-Signature",
        "X-Twilio-Email-Event-Webhook-Signature", "X-Twilio-Email-Event-Webhook-Timestamp", "Mailtrap-Signature",
        "X-Amz-Sns-Message-Id",
    ],
    "1",
) | {"X-Amz-Sns-Message-Type": "Notification"}  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_counts() -> None:
    cache.clear()


def post(provider: str, body: str, secret: str, **headers: str) -> int:
    cache.clear()  # how often is counted elsewhere
    heads = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}", **headers}
    sent = {"data": body, "content_type": "application/json", "headers": heads}
    return Client(raise_request_exception=False).post(f"/mail/events/{provider}/", **sent).status_code


@pytest.mark.one_database  # what is refused is refused by the providers' readers, before a row is looked for
@pytest.mark.parametrize("provider", PROVIDERS)
def test_no_body_is_a_fault_of_ours(provider: str, settings: Any) -> None:
    """Many providers' readers look into the body before they look at its signature."""
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, **dict.fromkeys(SIGNED_BY.values(), "no key")}
    for body in BODIES:
        for headers in ({}, SIGNED):
            assert post(provider, body, "events:wrong", **headers) in {403, 404}, (body[:40], headers)
            assert post(provider, body, SECRET, **headers) < 500, (body[:40], headers)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_provider_whose_key_is_not_set_has_no_door(provider: str, settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    assert post(provider, "{}", "events:wrong") in {403, 404}


def test_what_a_mail_server_said_is_kept_without_signs_that_no_database_takes(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    with occasion_registered():
        message = owe_message(at=timezone.now())
        delivery.deliver(message_id=message.pk, at=timezone.now())
    Message.objects.update(provider_id="abc")
    said = {"MessageID": "\0abc", "Email": f"{message.to_address}\0", "Details": "550 \0\ud800no\u202e such user"}
    assert post("postmark", json.dumps({"RecordType": "Bounce", "Type": "HardBounce", **said}), SECRET) == 200
    message.refresh_from_db()
    assert (message.state, message.last_error) == ("bounced", "550 no such user")
    assert addresses.troubles([message.to_address])
