"""What a template must be before anybody gets a mail from it."""

import unicodedata
from collections.abc import Collection
from difflib import get_close_matches

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from mail.domain import markup, placeholders
from mail.domain.placeholders import TemplateBroken, UnknownVariable
from mail.occasions import BUTTON, Occasion, Source, Value

LONGEST_SUBJECT, LONGEST_BODY = 200, 10_000


class SubjectMissing(TemplateBroken):
    code = "template_subject_missing"
    words = gettext_lazy("Please write a subject: it is the first thing that people read.")
    field = "subject"


class SubjectBroken(TemplateBroken):
    code = "template_subject_broken"
    words = gettext_lazy("The subject is one line. Please take the line break out.")
    field = "subject"


class BodyMissing(TemplateBroken):
    code = "template_body_missing"
    words = gettext_lazy("Please write the text of the mail, or reset it to the default.")


class TooLong(TemplateBroken):
    code = "template_too_long"
    words = gettext_lazy("A subject has at most 200 characters and a text 10,000. Please shorten it.")


class RequiredMissing(TemplateBroken):
    code = "template_required_missing"


class FlagPrinted(TemplateBroken):
    code = "template_flag_printed"


def check(source: Source, occasion: Occasion) -> None:
    """Refuses what could not be sent for the occasion, beside the field that is wrong."""
    _require_words(source)
    open_names = {one.name for one in occasion.variables if not one.required}
    try:
        _require_known(source.subject, open_names, occasion)
    except TemplateBroken as refusal:
        refusal.field = "subject"
        raise
    buttons = {BUTTON} if occasion.has_button else set()
    _require_known(source.body, {*occasion.samples, *buttons}, occasion)
    for variable in occasion.variables:
        if variable.required and variable.name not in placeholders.printed(source.body):
            words = _("The mail is useless without {{ %(name)s }}. Please add it.")
            raise RequiredMissing(words % {"name": variable.name})
    for is_given in (True, False):  # both sides of each {% if … %}
        markup.write(source, _samples(occasion, is_given=is_given))


def _require_words(source: Source) -> None:
    if not source.subject.strip():
        raise SubjectMissing
    if not source.body.strip():
        raise BodyMissing
    if any(unicodedata.category(letter) in {"Cc", "Zl", "Zp"} for letter in source.subject):
        raise SubjectBroken
    if len(source.subject) > LONGEST_SUBJECT:
        raise TooLong(field="subject")
    if len(source.body) > LONGEST_BODY:
        raise TooLong


def _require_known(text: str, known: Collection[str], occasion: Occasion) -> None:
    unknown = sorted(placeholders.names(text) - set(known))
    if unknown:
        close = get_close_matches(unknown[0], known, n=1)
        hint = _("Do you mean {{ %(name)s }}?") % {"name": close[0]} if close else _("The list shows which there are.")
        words = _("There is no {{ %(name)s }} here. %(hint)s") % {"name": unknown[0], "hint": hint}
        raise UnknownVariable(words)
    for name in sorted(placeholders.printed(text)):
        if isinstance(occasion.samples.get(name), bool):
            words = _("{{ %(name)s }} is yes or no. Write {%% if %(name)s %%} … {%% endif %%} around what hangs on it.")
            raise FlagPrinted(words % {"name": name})


def _samples(occasion: Occasion, *, is_given: bool) -> dict[str, Value]:
    """The samples; or nothing in any of them."""
    return {
        name: is_given if isinstance(value, bool) else value if is_given else type(value)()
        for name, value in occasion.samples.items()
    }
