"""The mail server of a demonstration: keeps every mail as a file for the mailbox page, and sends none on.

`python -m config.mail_sink` listens on 127.0.0.1:MAIL_SINK_PORT and writes <time>-<n>.eml into MAIL_SINK_FOLDER.
"""

import asyncio
import itertools
import os
import signal
import time
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope

KEPT = 20_000


class Keep:
    """Writes each mail to a file of its own, complete or not at all."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.numbers = itertools.count()
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail; the sender may forget it once the file stands under its name."""
        name = f"{time.time_ns()}-{next(self.numbers):04d}.eml"
        unfinished = self.folder / f".{name}"
        content = envelope.original_content or b""
        head = "".join(f"X-Envelope-To: {to}\r\n" for to in envelope.rcpt_tos).encode()
        unfinished.write_bytes(head + content)
        unfinished.rename(self.folder / name)
        return "250 Kept"

    def drop_oldest(self) -> None:
        """Keep the folder from filling the disk."""
        for path in sorted(self.folder.glob("*.eml"))[:-KEPT]:
            path.unlink(missing_ok=True)


async def serve(folder: Path, port: int) -> None:
    """Listen until told to stop."""
    keep = Keep(folder)
    keep.drop_oldest()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    server = await loop.create_server(lambda: SMTP(keep, hostname="accord-demo", loop=loop), "127.0.0.1", port)
    async with server:
        await stop.wait()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.conf import settings

    asyncio.run(serve(Path(settings.MAIL_SINK_FOLDER), settings.MAIL_SINK_PORT))
