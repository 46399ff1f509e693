"""A mail server within the process: takes every mail of a rehearsal, counts it, and sends none on."""

import email
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import Envelope


class Sink:
    """How often each Message-ID arrived."""

    def __init__(self) -> None:
        self.arrived: Counter[str] = Counter()

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802  (aiosmtpd's name)
        """Count a mail."""
        message = email.message_from_bytes(envelope.original_content or b"")
        self.arrived[str(message["Message-ID"])] += 1
        return "250 Counted"


@contextmanager
def open_sink() -> Iterator[tuple[Sink, int]]:
    """The sink and the port on 127.0.0.1 where it listens, while the block runs."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=0)
    controller.start()
    try:
        assert controller.server is not None
        yield sink, controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop()
