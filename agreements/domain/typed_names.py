"""The name that somebody types to promise: kept as typed, but for the space around it."""

import unicodedata

from django.utils.translation import gettext_lazy as _

from journal.refusals import Refusal

LONGEST = 200
# Controls, lone surrogates and private characters are no part of a name; neither are the marks that turn text round.
_REFUSED = {"Cc", "Cs", "Co", "Cn", "Zl", "Zp"}
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


class NameImplausible(Refusal):
    code = "name_implausible"
    status = 400
    words = _("Please type your name as you write it under a letter.")
    field = "typed_name"


def typed_name_of(text: str) -> str:
    """The name without space around it. Refuses what cannot be one: empty, over 200 characters, without a letter,
    with control characters."""
    name = text.strip()
    if len(name) > LONGEST:
        raise NameImplausible(_("That is longer than a name: 200 characters at most."))
    if has_control_characters(name):
        raise NameImplausible(_("There are characters in this name that cannot be printed. Please type it anew."))
    if not any(character.isalpha() for character in name):
        raise NameImplausible
    return name


def has_control_characters(text: str) -> bool:
    """Whether it holds what no keyboard types into one line."""
    return any(unicodedata.category(c) in _REFUSED or c in _TURNS for c in text)
