"""From a letter to what is sent, and to the copy that is kept."""

import logging
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from django.conf import settings
from django.template.loader import get_template
from django.utils.translation import gettext as _

from journal.refusals import Refusal
from mail import occasions
from mail.domain import markup, templates
from mail.domain.defaults import default_source, language_of
from mail.models import Message
from mail.occasions import Button, Letter, PrivateUrl, Source, Value

log = logging.getLogger(__name__)

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
    """The mail as it is sent, links and all, in the letter's own words, else the convening's, else the default ones."""
    _require_one_line(letter.reply_to or "")
    if letter.source is not None:
        return render(letter.source, letter.values, buttons=letter.buttons, is_demo=letter.is_demo)
    language, values = language_of(message.language), _declared(letter, message)
    own = None
    if message.may_have_own_words:
        own = templates.own_template(convening_id=message.convening_id, occasion=message.occasion, language=language)
    if own is not None and own.subject:
        try:
            return render(own.source, values, buttons=letter.buttons, is_demo=letter.is_demo)
        except Exception as error:  # whatever is wrong with it: no mail waits for an organizer's words
            log.exception("Template %s could not be used for message %s", own.pk, message.pk)
            words = str(error) if isinstance(error, Refusal) else _("These words could not be read.")
            templates.note_fault(own, words)
    source = default_source(message.occasion, language)
    return render(source, values, buttons=letter.buttons, is_demo=letter.is_demo)


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
    values = (*letter.values.values(), *(button.url for button in letter.buttons))
    urls = sorted({value for value in values if isinstance(value, PrivateUrl)}, key=len, reverse=True)

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
