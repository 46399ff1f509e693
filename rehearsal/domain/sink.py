"""A mail server within the process: takes every mail of a rehearsal, counts it, and sends none on."""

import email
import logging
import socket
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd's own, a line for every byte
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield sink, port
    finally:
        controller.stop()
