"""Short texts that people write at the expo: trimmed, printable, and not too long."""

from django.utils.translation import gettext_lazy as _

from agreements.domain.typed_names import has_control_characters
from journal.refusals import Refusal


class TextRefused(Refusal):
    code = "text_refused"
    status = 400
    field = "text"


def tidy_text(text: str, *, most: int) -> str:
    """The text without blanks around it, its lines kept. Refusal: text_refused."""
    tidied = "\n".join(line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").strip().split("\n"))
    if not tidied:
        raise TextRefused(_("Write something first."))
    if len(tidied) > most:
        raise TextRefused(_("%(most)d characters at most, please.") % {"most": most})
    if has_control_characters(tidied.replace("\n", " ").replace("\t", " ")):
        raise TextRefused(_("There are characters here that cannot be printed. Please type it anew."))
    return tidied
