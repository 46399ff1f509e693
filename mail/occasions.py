"""Why a mail is sent, and who writes it: higher rooms register each occasion at start-up."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from mail.models import Message


class PrivateUrl(str):
    """The address of a private link in a letter's context: sent as it is, struck out in the copy that is kept."""

    __slots__ = ()


@dataclass(frozen=True)
class Attachment:
    """A small file that goes with a letter. media_type: "text/calendar"; parameters: {"method": "PUBLISH"}."""

    name: str
    content: bytes
    media_type: str
    parameters: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Letter:
    """A mail before it is rendered. `template` "mail/x/y" stands for templates/mail/x/y.html and .txt.

    The base template shows a button when the context has `link` and `button`, and the demonstration line
    when it has `is_demo`.
    """

    subject: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    reply_to: str | None = None
    attachments: Sequence[Attachment] = ()


Composer = Callable[["Message", datetime], Letter | None]


@dataclass(frozen=True)
class Occasion:
    name: str
    compose: Composer
    title: "str | Promise"
    asked_for: bool = False  # by its reader, a moment ago: it goes even to an address that is known as bad


_occasions: dict[str, Occasion] = {}


def register(occasion: str, compose: Composer, title: "str | Promise" = "", *, asked_for: bool = False) -> None:
    """Tell who writes the mail of an occasion; called from AppConfig.ready. The last registration holds.

    The composer runs when the mail is sent, in the language of its reader and in a transaction, and mints the links.
    It returns None when the mail is no longer needed, and the message is then cancelled.
    """
    _occasions[occasion] = Occasion(occasion, compose, title or occasion, asked_for)


def get(occasion: str) -> Occasion | None:
    """The registered occasion; None when this process knows of none (an older release may still be at work)."""
    return _occasions.get(occasion)


def title_of(occasion: str) -> str:
    """What organizers read for the occasion."""
    known = _occasions.get(occasion)
    return str(known.title) if known else occasion
