"""The demonstration's mailbox: every mail that the local mail server took, read from its files."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings

LETTERS_A_LINE, LINE, ALWAYS = 30, 27, 420  # of a mail at 390 pixels; its head and foot
_NAME = re.compile(r"(\d{19})-\d{4}\.eml")


@dataclass(frozen=True)
class Mail:
    """One mail as it arrived."""

    name: str
    at: datetime
    to: str
    subject: str
    text: str
    html: str

    @property
    def height(self) -> int:
        """The pixels that a frame of a phone's width needs at most: nothing in it may run and tell."""
        lines = sum(1 + len(line) // LETTERS_A_LINE for line in self.text.splitlines())
        return ALWAYS + LINE * lines


def newest(*, count: int, to: str = "") -> list[Mail]:
    """The newest mails, first the last; `to` keeps those whose address or subject contains it."""
    found: list[Mail] = []
    for path in sorted(_folder().glob("*.eml"), reverse=True):
        mail = _read(path)
        if to.casefold() in f"{mail.to} {mail.subject}".casefold():
            found.append(mail)
        if len(found) == count:
            break
    return found


def find(name: str) -> Mail | None:
    """The mail of that file name, or None where there is none."""
    path = _folder() / name
    return _read(path) if _NAME.fullmatch(name) and path.is_file() else None


def _folder() -> Path:
    return Path(settings.MAIL_SINK_FOLDER)


def _read(path: Path) -> Mail:
    with path.open("rb") as file:
        message = email.message_from_binary_file(file, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    name = _NAME.fullmatch(path.name)
    arrived = int(name[1]) / 1e9 if name else path.stat().st_mtime
    return Mail(
        name=path.name,
        at=datetime.fromtimestamp(arrived, tz=UTC),
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return str(body.get_content()) if body is not None else ""
