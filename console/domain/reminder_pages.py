"""What organizers see of reminders: the calendar, one run, the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext_lazy as _

from convenings import reminder_occasions
from convenings.domain.reminder_calendar import PlannedRun, gone, planned_runs, upcoming
from convenings.domain.reminder_preview import Preview, preview
from convenings.domain.reminder_rules import known_occasion, rule_or_draft
from convenings.domain.reminder_runs import RunUnknown
from convenings.domain.reminder_words import rule_in_words
from convenings.models import Convening, ReminderRule, ReminderRun
from convenings.reminder_occasions import Occasion, Words

EVER = timedelta(days=730)
NEXT = 5


@dataclass(frozen=True)
class RuleRow:
    """An occasion with its rule, or with the one that is suggested."""

    occasion: Occasion
    rule: ReminderRule
    words: str


@dataclass(frozen=True)
class Says:
    """What a rule does: its sentence, and its next dates."""

    words: str
    coming: Sequence[PlannedRun]
    is_off: bool


@dataclass(frozen=True)
class GoneRun:
    title: Words
    run: ReminderRun


@dataclass(frozen=True)
class RunPage:
    run: PlannedRun
    preview: Preview


STEP_WORDS = {
    "hold": (_("Hold"), _("The reminder is held. It goes out when you let it go.")),
    "release": (_("Let it go"), _("The reminder goes out at its time; at once if that has passed.")),
    "skip": (_("Skip this one"), _("This one does not go out. The others of the rule do.")),
    "send-now": (_("Send now"), _("It goes out within a minute.")),
}


def calendar_of(convening: Convening, *, at: datetime) -> list[PlannedRun]:
    """The runs of the next 30 days, by time."""
    return upcoming(convening, at=at)


def gone_of(convening: Convening) -> list[GoneRun]:
    """What went out, the latest first."""
    return [GoneRun(title_of(run.rule.occasion), run) for run in gone(convening)]


def run_page(convening: Convening, code: str, on: date, *, at: datetime) -> RunPage:
    """One run with its mail. Refusals: occasion_unknown, reminder_unknown."""
    occasion = known_occasion(code)
    rule = ReminderRule.objects.filter(convening=convening, occasion=code, enabled=True).first()
    if rule is None:
        raise RunUnknown
    rule.convening = convening
    for run in planned_runs(rule, occasion, at=at, ahead=EVER):
        if run.due.due_on == on:
            return RunPage(run, preview(rule, occasion, on, at=at))
    raise RunUnknown


def rule_rows(convening: Convening, *, at: datetime) -> list[RuleRow]:
    """Every occasion that the house knows."""
    return [
        RuleRow(occasion, rule, rule_in_words(rule, occasion))
        for occasion in reminder_occasions.all_occasions()
        for rule in [rule_or_draft(convening, occasion, at=at)]
    ]


def says(rule: ReminderRule, occasion: Occasion, *, at: datetime) -> Says:
    """What the rule would do, if it were saved like this now."""
    running = rule.convening.state in occasion.states
    coming = planned_runs(rule, occasion, at=at, ahead=EVER)[:NEXT] if rule.enabled and running else []
    return Says(rule_in_words(rule, occasion), coming, is_off=not rule.enabled)


def title_of(code: str) -> Words:
    """What organizers read for an occasion's code."""
    known = reminder_occasions.get(code)
    return known.title if known else code
