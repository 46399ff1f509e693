"""Files that go with a mail."""

from email import message_from_bytes
from email.policy import default
from typing import Any

import pytest
from django.core import mail as django_mail

from mail.domain import attaching, delivery
from mail.models import Message
from mail.occasions import Attachment, Letter, Source
from mail.states import MessageState
from tests.mail.factories import AT, occasion_registered, owe_message

pytestmark = pytest.mark.django_db
CALENDAR = Attachment("a b.ics", "BEGIN:VCALENDAR\r\n王\r\n".encode(), "text/calendar", {"method": "PUBLISH"})


def deliver(*attachments: Attachment) -> Message:
    letter = Letter(source=Source("Hello", "Good morning."), attachments=attachments)
    with occasion_registered(lambda message, at: letter):
        message = owe_message()
        delivery.deliver(message_id=message.pk, at=AT)
    message.refresh_from_db()
    return message


def parts() -> list[Any]:
    [sent] = django_mail.outbox
    return list(message_from_bytes(sent.message().as_bytes(), policy=default).iter_attachments())


def test_a_file_arrives_byte_for_byte_and_the_copy_names_it() -> None:
    message = deliver(CALENDAR)
    [part] = parts()
    assert (part.get_content_type(), part.get_param("method")) == ("text/calendar", "PUBLISH")
    assert (part.get_filename(), part.get_payload(decode=True)) == ("a b.ics", CALENDAR.content)
    assert message.attachments == [{"name": "a b.ics", "bytes": len(CALENDAR.content)}]


def test_a_mail_without_files_has_none() -> None:
    assert deliver().attachments == []
    assert parts() == []


def test_what_is_too_great_is_not_sent() -> None:
    half = Attachment("a.bin", b"x" * (attaching.MOST_BYTES // 2 + 1), "application/octet-stream")
    message = deliver(half, half)
    assert (message.state, message.last_error) == (MessageState.FAILED, "What is attached to this mail is too great.")
    assert django_mail.outbox == []
