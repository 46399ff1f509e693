"""The way to the mail server: one connection for many messages."""

import logging
from contextlib import suppress
from types import TracebackType
from typing import Self

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

log = logging.getLogger(__name__)

MOST_PER_CONNECTION = 100  # some servers hang up on more


class Post:
    """Opens the connection with the first message, and anew after a failure or many messages."""

    def __init__(self) -> None:
        self.connection: BaseEmailBackend | None = None
        self.carried = 0
        self.is_handing_over = False  # true after a failure: it came while a message was under way

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def send(self, mail: EmailMessage) -> str:
        """Hand one message over; returns when the server has taken it, else raises what the backend raised.

        The id by which a provider knows it; "" where the server tells none, and knows it by its Message-ID.
        """
        self.is_handing_over = False
        if self.carried >= MOST_PER_CONNECTION:
            self.close()
        try:
            if self.connection is None:
                self.connection = get_connection(fail_silently=False)
                self.connection.open()
            self.carried += 1
            self.is_handing_over = True
            self.connection.send_messages([mail])
        except Exception:
            self.close()
            raise
        told = getattr(getattr(mail, "anymail_status", None), "message_id", None)
        return told if isinstance(told, str) else ""

    def close(self) -> None:
        """Hang up. A server that is rude about it changes nothing: what it took, it took."""
        connection, self.connection, self.carried = self.connection, None, 0
        if connection is not None:
            with suppress(Exception):
                connection.close()
