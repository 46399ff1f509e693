"""What organizers say about reminders: one rule for each occasion of a convening."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings import reminder_occasions
from convenings.models import Convening, ReminderRule
from convenings.reminder_occasions import Occasion, RuleDraft, Words
from journal.domain import entries
from journal.refusals import Refusal

MOST_DAYS, LONGEST = 12, 365
ANCHORS = {
    "promise_by_at": _("the last promise is due"),
    "plan_due_at": _("plans are due"),
    "starts_at": _("the convening begins"),
    "ends_at": _("the convening ends"),
}


class RuleRefused(Refusal):
    code = "reminder_rule"
    status = 400


class OccasionUnknown(Refusal):
    code = "occasion_unknown"
    status = 404
    words = _("There is no such occasion to remind of.")


@transaction.atomic
def set_rule(*, convening: Convening, occasion: str, draft: RuleDraft, by: str, at: datetime) -> ReminderRule:
    """The occasion's rule from now on; what fell due before is not made up for. Locks the convening. Idempotent.

    Refusals: occasion_unknown, reminder_rule with its field.
    """
    known = known_occasion(occasion)
    locked = Convening.objects.locked(convening.pk)
    check_draft(known, draft)
    rule = ReminderRule.objects.filter(convening=locked, occasion=occasion).first()
    if rule is not None and draft_of(rule) == draft:
        return rule
    rule = drafted(locked, occasion, draft, at=at, pk=rule.pk if rule else None)
    rule.save()
    data = {"rule": rule.pk, "occasion": occasion, "enabled": rule.enabled}
    entries.record(
        kind="reminder.rule_changed", by=by, at=at, subject=f"convening:{locked.pk}", convening_id=locked.pk, data=data
    )
    return rule


def make_defaults(*, convening: Convening, at: datetime) -> None:
    """The rules of a new convening. Within the caller's transaction."""
    for occasion in reminder_occasions.all_occasions():
        if occasion.by_default:
            drafted(convening, occasion.code, occasion.suggested, at=at).save()


def rule_or_draft(convening: Convening, occasion: Occasion, *, at: datetime) -> ReminderRule:
    """The occasion's rule; where it has none, the suggested one, unsaved and switched off."""
    rule = ReminderRule.objects.filter(convening=convening, occasion=occasion.code).first()
    if rule is None:
        rule = drafted(convening, occasion.code, occasion.suggested, at=at)
        rule.enabled = False
    rule.convening = convening
    return rule


def drafted(
    convening: Convening, occasion: str, draft: RuleDraft, *, at: datetime, pk: int | None = None
) -> ReminderRule:
    """The rule that a draft would make, unsaved."""
    return ReminderRule(
        pk=pk,
        convening=convening,
        occasion=occasion,
        who=draft.who,
        anchor=draft.anchor,
        days=sorted(set(draft.days), reverse=True),
        after=draft.after,
        late=draft.late,
        clock=draft.clock,
        enabled=draft.enabled,
        since_at=at,
    )


def draft_of(rule: ReminderRule) -> RuleDraft:
    """What the rule says."""
    return RuleDraft(
        who=rule.who, anchor=rule.anchor, days=tuple(rule.days), clock=rule.clock, after=rule.after, late=rule.late,
        enabled=rule.enabled,
    )  # fmt: skip


def anchor_in_words(occasion: Occasion, anchor: str) -> Words:
    """What a rule on that date counts from: the last promise is due"""
    is_own = occasion.own_anchor and anchor == occasion.anchors[0]
    return occasion.own_anchor if is_own else ANCHORS[anchor]


def known_occasion(code: str) -> Occasion:
    """Refusal: occasion_unknown."""
    found = reminder_occasions.get(code)
    if found is None:
        raise OccasionUnknown
    return found


def check_draft(occasion: Occasion, draft: RuleDraft) -> None:
    """Refusal: reminder_rule with its field."""
    if draft.who not in occasion.audiences:
        raise RuleRefused(_("Please choose who is reminded."), field="who")
    if draft.anchor not in occasion.anchors:
        raise RuleRefused(_("Please choose the date that it counts from."), field="anchor")
    if not 0 < len(draft.days) <= MOST_DAYS or any(not 0 <= day <= LONGEST for day in draft.days):
        raise RuleRefused(_("Whole numbers of days from 0 to 365, twelve at most, such as 10, 5, 2."), field="days")
    if draft.clock.second or draft.clock.microsecond or draft.clock.tzinfo is not None:
        raise RuleRefused(_("A time of day such as 09:00."), field="clock")
