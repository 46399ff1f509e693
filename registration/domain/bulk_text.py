"""The words of a bulk mail: which variables they may hold, and what each is for one reader.

None of them says how far a team is or who has answered: what is sealed on every page is sealed in a bulk mail too.
"""

import re
import unicodedata
from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from convenings.models import Convening
from convenings.templatetags import times
from journal.refusals import Refusal
from mail.domain import markup
from mail.occasions import Source, Value

VARIABLES = {
    "name": _("the reader’s whole name"),
    "first_name": _("the reader’s first name"),
    "team": _("the reader’s team; only where all on the list have one"),
    "convening": _("the name of the convening"),
    "city": _("the city of its venue"),
    "begins": _("the day on which it begins"),
    "promise_by": _("when the last promise is due"),
    "contact": _("the convening’s mail address"),
}
VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")  # no bracket inside: ten thousand that are open cost no time


class VariableUnknown(Refusal):
    code = "variable_unknown"
    status = 400


class VariableEmpty(Refusal):
    code = "variable_empty"
    words = _("Some people on this list are on no team, so {{ team }} would be empty for them. Leave it out.")
    field = "body"


class SubjectBroken(Refusal):
    code = "subject_broken"
    status = 400
    words = _("The subject is one line of words. Please take line breaks and characters that cannot be printed out.")
    field = "subject"


class WordsMissing(Refusal):
    code = "words_missing"
    status = 400
    words = _("Please write a subject and a text.")
    field = "body"


def variables_in(text: str) -> list[str]:
    """The names of the variables that stand in it, as they stand there."""
    return [found.strip() for found in VARIABLE.findall(text)]


def check_words(*, subject: str, body: str) -> None:
    """Refusals: words_missing, subject_broken, variable_unknown, and what `markup.write` cannot read."""
    if not subject.strip() or not body.strip():
        raise WordsMissing
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in subject):
        raise SubjectBroken
    for field, words in (("subject", subject), ("body", body)):
        unknown = [name for name in variables_in(words) if name not in VARIABLES]
        if unknown:
            raise VariableUnknown(
                _("{{ %(name)s }} is no variable. There are: %(known)s.")
                % {"name": unknown[0][:40], "known": ", ".join(VARIABLES)},
                field=field,
            )
    markup.write(Source(subject, body), dict.fromkeys(VARIABLES, "x"))


def values_for(*, convening: Convening, person: Person, teams: Sequence[str]) -> dict[str, Value]:
    """What each variable is for this reader, in the active language."""
    return {
        "name": person.name,
        "first_name": person.given_name or person.name.split()[0],
        "team": ", ".join(teams),
        "convening": convening.name,
        "city": convening.venue.city,
        "begins": times.full_day(convening.starts_at, convening),
        "promise_by": f"{times.moment(convening.promise_by_at, convening)} {times.zone_name(convening)}",
        "contact": convening.contact_email,
    }
