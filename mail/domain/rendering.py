"""From a letter to what is sent, and to the copy that is kept."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from mail.models import Message
from mail.occasions import Letter, PrivateUrl

BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+\n")
# Also what a composer forgot to mark as private.
TOKEN = re.compile(r"""(?:https?|webcal)://[^\s"'<>]*/(?:l|calendar)/[^\s"'<>/]+/?""")


class HeaderBroken(Exception):
    """A subject or address with a line break in it, which could smuggle in headers of its own."""


@dataclass(frozen=True)
class Rendered:
    """One mail in both forms."""

    subject: str
    text: str
    html: str


def render_letter(*, letter: Letter, message: Message) -> Rendered:
    """The mail as it is sent, links and all, in the active language."""
    for value in (letter.subject, letter.reply_to or ""):
        if any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
            raise HeaderBroken
    context = {
        "link": "",
        "button": "",
        "is_demo": settings.ACCORD_DEMO,
        "to_name": message.to_name,
        "message": message,
        **letter.context,
    }
    text = render_to_string(f"{letter.template}.txt", context)
    return Rendered(
        subject=str(letter.subject),
        text=BLANK_LINES.sub("\n\n", text).strip() + "\n",
        html=render_to_string(f"{letter.template}.html", context).strip() + "\n",
    )


def strike_links(*, rendered: Rendered, letter: Letter) -> Rendered:
    """The mail as it is kept: nothing in it opens a door."""
    words = _("[private link]")
    urls = sorted(set(_private_urls(letter.context)), key=len, reverse=True)

    def struck(text: str) -> str:
        for url in urls:
            text = text.replace(url, words).replace(escape(url), words)
        return TOKEN.sub(words, text)

    return Rendered(subject=struck(rendered.subject), text=struck(rendered.text), html=struck(rendered.html))


def _private_urls(value: Any) -> Iterator[str]:
    if isinstance(value, PrivateUrl):
        yield str(value)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _private_urls(item)
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from _private_urls(item)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            yield from _private_urls(getattr(value, name))
