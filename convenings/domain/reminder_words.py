"""What a reminder rule does, as a sentence."""

from collections.abc import Sequence

from django.utils.formats import time_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from convenings.domain.reminder_rules import anchor_in_words
from convenings.domain.zones import spoken_zone
from convenings.models import ReminderRule
from convenings.reminder_occasions import Occasion


def rule_in_words(rule: ReminderRule, occasion: Occasion) -> str:
    """To each leader whose answer is missing: 10, 5 and 2 days before the last promise is due, at 9:00 a.m. …"""
    words = _("To %(who)s: %(when)s, at %(clock)s %(zone)s.") % {
        "who": occasion.audiences[rule.who].title,
        "when": when_in_words(rule, occasion),
        "clock": time_format(rule.clock, pgettext("format of a time of day", "g:i a")),
        "zone": spoken_zone(rule.convening.time_zone),
    }
    return capfirst(words)


def when_in_words(rule: ReminderRule, occasion: Occasion) -> str:
    """10, 5 and 2 days before the last promise is due"""
    in_order = sorted(rule.days, reverse=not rule.after)
    named = {"days": listed(in_order), "anchor": anchor_in_words(occasion, rule.anchor)}
    if rule.days == [0]:
        return _("on the day on which %(anchor)s") % named
    number = rule.days[0] if len(rule.days) == 1 else len(rule.days)
    if rule.after:
        return ngettext("%(days)s day after %(anchor)s", "%(days)s days after %(anchor)s", number) % named
    return ngettext("%(days)s day before %(anchor)s", "%(days)s days before %(anchor)s", number) % named


def listed(days: Sequence[int]) -> str:
    """10, 5 and 2"""
    numbers = [str(day) for day in days]
    if len(numbers) == 1:
        return numbers[0]
    return _("%(some)s and %(last)s") % {"some": ", ".join(numbers[:-1]), "last": numbers[-1]}
