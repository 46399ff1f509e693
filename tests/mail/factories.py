"""Messages, and occasions whose letters tests write themselves."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from mail import occasions
from mail.domain import outbox
from mail.models import Message
from mail.occasions import Button, Letter, PrivateUrl, Source

AT = datetime(2012, 3, 1, 15, 0, tzinfo=UTC)
LINK = PrivateUrl("https://accord.example.org/l/abcdefghijklmnop/")
LETTER = Letter(source=Source("Please answer", "We ask you."), buttons=[Button("Read and answer", LINK)])


def owe_message(**over: Any) -> Message:
    given = {"occasion": "test", "key": f"test:{Message.objects.count()}", "to_address": "rosa@example.org", "at": AT}
    message = outbox.owe(**{**given, **over})
    assert message is not None
    return message


@contextmanager
def occasion_registered(compose: Any = None, name: str = "test") -> Iterator[None]:
    """The occasion "test", whose letter asks for an answer."""
    before = dict(occasions._occasions)
    occasions.register(name, compose or (lambda message, at: LETTER), title="a test")
    yield
    occasions._occasions.clear()
    occasions._occasions.update(before)
