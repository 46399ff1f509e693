"""One planned run of a reminder rule: held, let go, skipped, or sent now."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.domain.reminder_rules import known_occasion
from convenings.domain.reminder_times import Due, dues
from convenings.models import Convening, ReminderRule, ReminderRun
from convenings.reminder_occasions import Occasion, Recipient
from convenings.states import RUN_TRANSITIONS, RunState
from journal.domain import entries
from journal.refusals import Refusal

Runs = Mapping[date, ReminderRun]


class RunUnknown(Refusal):
    code = "reminder_unknown"
    status = 404
    words = _("No reminder is planned for this day. The rule may have changed: please look at the calendar again.")


class RunOver(Refusal):
    code = "reminder_over"
    words = _("This reminder has moved on meanwhile. Please look at the calendar again.")


def hold_run(*, convening: Convening, occasion: str, on: date, by: str, at: datetime) -> ReminderRun:
    """Keep it back until it is let go. Refusals: occasion_unknown, reminder_unknown, reminder_over."""
    return _decide(convening, occasion, on, RunState.HELD, by=by, at=at)


def release_run(*, convening: Convening, occasion: str, on: date, by: str, at: datetime) -> ReminderRun:
    """As planned again: at its time, or at once where that has passed while it was held. Refusals as hold_run."""
    return _decide(convening, occasion, on, RunState.PLANNED, by=by, at=at)


def skip_run(*, convening: Convening, occasion: str, on: date, by: str, at: datetime) -> ReminderRun:
    """This one does not go out; the rule goes on. Refusals as hold_run."""
    return _decide(convening, occasion, on, RunState.SKIPPED, by=by, at=at)


def send_run_now(*, convening: Convening, occasion: str, on: date, by: str, at: datetime) -> ReminderRun:
    """The next sweep sends it, quiet hours or not; it does not go out again at its time. Refusals as hold_run."""
    return _decide(convening, occasion, on, RunState.SENT_NOW, by=by, at=at)


STEPS = {"hold": hold_run, "release": release_run, "skip": skip_run, "send-now": send_run_now}
LEADS_TO = {
    "hold": RunState.HELD, "release": RunState.PLANNED, "skip": RunState.SKIPPED, "send-now": RunState.SENT_NOW,
}  # fmt: skip


def steps_for(state: RunState, *, is_past: bool) -> list[str]:
    """What may be done to a run that stands there."""
    return [step for step, to in LEADS_TO.items() if to in RUN_TRANSITIONS[state] and not _is_late(state, to, is_past)]


def runs_of(rule: ReminderRule) -> dict[date, ReminderRun]:
    """By day; no query where they were prefetched."""
    return {run.due_on: run for run in rule.runs.all()} if rule.pk else {}


def anchors_of(rule: ReminderRule, occasion: Occasion) -> set[datetime]:
    """Every date that the rule counts from: the convening's, and those of their own that teams have."""
    own = occasion.own_dates(rule.convening) if rule.anchor == occasion.anchors[0] else ()
    return {rule.anchor_at, *own}


def anchor_for(rule: ReminderRule, recipient: Recipient, occasion: Occasion) -> datetime:
    """The date that counts for them."""
    own = recipient.own_at if rule.anchor == occasion.anchors[0] else None
    return own or rule.anchor_at


def run_row(rule: ReminderRule, on: date, *, at: datetime) -> ReminderRun:
    """The run's row, made as planned where it has none. Wants the convening locked."""
    run: ReminderRun = ReminderRun.objects.get_or_create(
        rule=rule, due_on=on, defaults={"decided_at": at, "decided_by": "system"}
    )[0]
    return run


@transaction.atomic
def _decide(convening: Convening, code: str, on: date, to: RunState, *, by: str, at: datetime) -> ReminderRun:
    occasion = known_occasion(code)
    locked = Convening.objects.locked(convening.pk)
    rule = ReminderRule.objects.filter(convening=locked, occasion=code, enabled=True).first()
    if rule is None:
        raise RunUnknown
    rule.convening = locked
    due = _due_on(rule, occasion, on)
    run = run_row(rule, on, at=at)
    was, is_past = RunState(run.state), due.goes_at <= at
    if to == was:
        return run
    if to not in RUN_TRANSITIONS[was] or _is_late(was, to, is_past) or run.owed or run.left_out:
        raise RunOver
    run.state, run.decided_at, run.decided_by = to, at, by
    run.save(update_fields=["state", "decided_at", "decided_by"])
    data = {"occasion": code, "on": on.isoformat(), "was": was.value}
    entries.record(
        kind=f"reminder.{to.value}", by=by, at=at, subject=f"convening:{locked.pk}", convening_id=locked.pk, data=data
    )
    return run


def _due_on(rule: ReminderRule, occasion: Occasion, on: date) -> Due:
    for anchor_at in sorted(anchors_of(rule, occasion)):
        for due in dues(rule, anchor_at):
            if due.due_on == on and due.goes_at > rule.since_at:
                return due
    raise RunUnknown


def _is_late(was: RunState, to: RunState, is_past: bool) -> bool:
    """What was skipped stays so once its time has passed: it would go out at once."""
    return is_past and was == RunState.SKIPPED and to == RunState.PLANNED
