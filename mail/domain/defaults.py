"""The words that come with the product: templates/mail/<language>/<occasion>.md, first the subject, then the body."""

from functools import cache

from django.conf import settings

from mail.occasions import Source

FOLDER = settings.BASE_DIR / "templates" / "mail"
SUBJECT = "Subject: "


def language_of(wanted: str) -> str:
    """The language in which a mail is written to somebody who reads `wanted`."""
    return wanted if wanted in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


@cache
def default_source(occasion: str, language: str) -> Source:
    """The default words of an occasion, in a language of the house."""
    subject, _, body = (FOLDER / language / f"{occasion}.md").read_text().partition("\n")
    return Source(subject.removeprefix(SUBJECT).strip(), body.strip())
