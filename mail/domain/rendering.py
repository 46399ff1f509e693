"""From a letter to what is sent, and to the copy that is kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import gettext as _

from mail import occasions
from mail.domain import markup
from mail.domain.defaults import default_source, language_of
from mail.models import Message
from mail.occasions import Button, Letter, PrivateUrl, Source, Value

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
    _require_one_line(letter.reply_to or "")
    if letter.source is not None:
        return render(letter.source, letter.values, buttons=letter.buttons, is_demo=letter.is_demo)
    source = default_source(message.occasion, language_of(message.language))
    return render(source, _declared(letter, message), buttons=letter.buttons, is_demo=letter.is_demo)


def render(
    source: Source, values: Mapping[str, Value], *, buttons: Sequence[Button] = (), is_demo: bool = False
) -> Rendered:
    """A whole mail, inside the house's frame, in the active language: the same for real mail and for previews.

    For words of an organizer's own, such as a bulk mail: `render(Source(subject, body), {"name": person.name})`, and
    in a composer `Letter(values, source=Source(subject, body))`. Refuses (`markup.TemplateBroken`) what cannot be read.
    """
    _require_one_line(source.subject)
    parts = markup.write(source, values)
    context = {"parts": parts, "buttons": buttons, "is_demo": is_demo or settings.ACCORD_DEMO}
    text = get_template("mail/base.txt").render(context)
    return Rendered(
        subject=parts.subject,
        text=BLANK_LINES.sub("\n\n", text).strip() + "\n",
        html=get_template("mail/base.html").render(context).strip() + "\n",
    )


def strike_links(*, rendered: Rendered, letter: Letter) -> Rendered:
    """The mail as it is kept: nothing in it opens a door."""
    words = _("[private link]")
    private = [value for value in letter.values.values() if isinstance(value, PrivateUrl)]
    urls = sorted({*private, *(button.url for button in letter.buttons)}, key=len, reverse=True)

    def struck(text: str) -> str:
        for url in urls:
            text = text.replace(url, words).replace(escape(url), words)
        return TOKEN.sub(words, text)

    return Rendered(subject=struck(rendered.subject), text=struck(rendered.text), html=struck(rendered.html))


def _declared(letter: Letter, message: Message) -> dict[str, Value]:
    """What the occasion declares, and nothing beside it."""
    occasion = occasions.get(message.occasion)
    return {variable.name: letter.values[variable.name] for variable in occasion.variables} if occasion else {}


def _require_one_line(value: str) -> None:
    if any(ord(sign) < 32 or ord(sign) == 127 for sign in value):
        raise HeaderBroken
