"""The sweep over all reminder rules: what is due is owed by mail, once for each rule, day and person.

All is computed from the database, so a clock that stood still loses nothing: of several runs that fell due meanwhile
only the latest goes to each person. Nothing goes out in the quiet hours, and nothing after the date that a rule counts
from, unless the rule says so. Each chunk is a short transaction under the convening's lock.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from convenings import reminder_occasions
from convenings.domain.reminder_runs import Runs, anchor_for, anchors_of, run_row, runs_of
from convenings.domain.reminder_times import Due, dues, is_quiet
from convenings.models import Convening, ReminderRule
from convenings.reminder_occasions import Occasion, Recipient
from convenings.states import RUN_TRANSITIONS, RunState
from journal.domain import entries
from mail.domain import outbox
from mail.models import Message
from mail.states import MessageState

CHUNK = 50
WEEK = timedelta(days=7)
CLOSED = frozenset({RunState.DONE, RunState.SKIPPED, RunState.HELD})


@dataclass(frozen=True)
class Pending:
    """A rule with runs that are due and not closed."""

    rule: ReminderRule
    occasion: Occasion
    first_at: datetime
    days: frozenset[date]


def owe_due(*, at: datetime) -> int:
    """Owes the reminders that are due, the longest due first; how many. Idempotent, and harmless to run at once."""
    rules = ReminderRule.objects.filter(enabled=True).select_related("convening").prefetch_related("runs")
    pending = [found for rule in rules.order_by("pk") if (found := _pending(rule, at)) is not None]
    return sum(_go(one, at=at) for one in sorted(pending, key=lambda one: (one.first_at, one.rule.pk)))


def _pending(rule: ReminderRule, at: datetime) -> Pending | None:
    """Whether the rule has to do anything now. One query at most, and none for the people."""
    occasion = reminder_occasions.get(rule.occasion)
    if occasion is None or rule.convening.state not in occasion.states:
        return None
    runs, quiet = runs_of(rule), is_quiet(at, rule.convening)
    found = [
        (goes_at, due.due_on)
        for anchor_at in anchors_of(rule, occasion)
        for due, goes_at in _due_by(rule, anchor_at, runs, at)
        if not _is_closed(runs, due) and not (quiet and not _is_sent_now(runs, due))
    ]
    return Pending(rule, occasion, min(found)[0], frozenset(on for __, on in found)) if found else None


def _go(pending: Pending, *, at: datetime) -> int:
    """Owes what is pending in chunks, then closes the runs; whatever stops it, the next sweep goes on."""
    rule = pending.rule
    found = pending.occasion.audiences[rule.who].find(rule.convening, at, None)
    wanted = _by_day(pending, found, runs_of(rule), at)
    owed = sum(
        _owe_chunk(pending, on, subjects[start : start + CHUNK], at=at)
        for on, subjects in sorted(wanted.items())
        for start in range(0, len(subjects), CHUNK)
    )
    _close(pending, at=at)
    return owed


def _by_day(pending: Pending, found: Sequence[Recipient], runs: Runs, at: datetime) -> dict[date, list[int]]:
    by_day: dict[date, list[int]] = {}
    for recipient in found:
        on = _day_for(pending, recipient, runs, at)
        if on is not None:
            by_day.setdefault(on, []).append(recipient.subject)
    return by_day


def _day_for(pending: Pending, recipient: Recipient, runs: Runs, at: datetime) -> date | None:
    """The run that they are due now: the latest, if it is one that goes, and concerned them when it fell due."""
    rule = pending.rule
    found = list(_due_by(rule, anchor_for(rule, recipient, pending.occasion), runs, at))
    if not found:
        return None
    due, goes_at = max(found, key=lambda one: one[1])
    if due.due_on not in pending.days or _is_closed(runs, due):
        return None
    return due.due_on if recipient.since_at is None or recipient.since_at < goes_at else None


def _due_by(rule: ReminderRule, anchor_at: datetime, runs: Runs, at: datetime) -> Iterator[tuple[Due, datetime]]:
    """The runs that are due, closed ones too, each with the instant at which it goes or went."""
    if at >= anchor_at and not rule.goes_late:
        return
    for due in dues(rule, anchor_at):
        goes_at = runs[due.due_on].decided_at if _is_sent_now(runs, due) else due.goes_at
        if rule.since_at < goes_at <= at:
            yield due, goes_at


def _is_sent_now(runs: Runs, due: Due) -> bool:
    run = runs.get(due.due_on)
    return run is not None and run.state == RunState.SENT_NOW


def _is_closed(runs: Runs, due: Due) -> bool:
    run = runs.get(due.due_on)
    return run is not None and run.state in CLOSED


@transaction.atomic
def _owe_chunk(pending: Pending, on: date, subjects: Collection[int], *, at: datetime) -> int:
    """Owes one run to some people, as they and the rule stand under the lock; how many were owed it."""
    rule = _unchanged(pending)
    if rule is None:
        return 0
    locked = rule.convening
    fresh = Pending(rule, pending.occasion, pending.first_at, pending.days)
    runs = runs_of(rule)
    found = pending.occasion.audiences[rule.who].find(locked, at, subjects)
    due = [recipient for recipient in found if _day_for(fresh, recipient, runs, at) == on]
    named = f"{pending.occasion.mail}:{rule.pk}:{on:%Y%m%d}"
    keys = {recipient.subject: f"{named}:{recipient.subject}" for recipient in due}
    known = set(Message.objects.filter(key__in=keys.values()).values_list("key", flat=True))
    due = [recipient for recipient in due if keys[recipient.subject] not in known]
    over = _over(due, locked, at)
    _owe(pending.occasion, due, over, keys, locked, at)
    reminded = [one for one in due if one.subject not in over and outbox.is_usable(one.address, one.name)]
    pending.occasion.noted(reminded, locked, at)
    _count(rule, on, owed=len(reminded), left_out=len(due) - len(reminded), at=at)
    return len(reminded)


def _over(recipients: Sequence[Recipient], convening: Convening, at: datetime) -> set[int]:
    """The subjects that are left out, because the person had as many reminders in a week as the convening allows."""
    had: Counter[int | None] = Counter(
        Message.objects.filter(
            convening_id=convening.pk,
            person_id__in={recipient.person_id for recipient in recipients},
            occasion__in=reminder_occasions.mails(),
            owed_at__gt=at - WEEK,
        )
        .exclude(state=MessageState.CANCELLED)
        .values_list("person_id", flat=True)
    )
    over = set()
    for recipient in recipients:
        if had[recipient.person_id] >= convening.most_reminders_a_week:
            over.add(recipient.subject)
        had[recipient.person_id] += 1
    return over


def _owe(
    occasion: Occasion,
    due: Sequence[Recipient],
    over: Collection[int],
    keys: Mapping[int, str],
    convening: Convening,
    at: datetime,
) -> None:
    """All of them, those left out cancelled at once: the outbox shows why."""
    owed = [
        outbox.Owed(
            key=keys[recipient.subject],
            to_address=recipient.address,
            to_name=recipient.name,
            person_id=recipient.person_id,
            refs=recipient.refs,
            language=recipient.language,
        )
        for recipient in due
    ]
    outbox.owe_all(occasion=occasion.mail, owed=owed, convening_id=convening.pk, at=at)
    for subject in over:
        outbox.cancel(keys[subject], at=at, reason=_("Left out: this person had enough reminders this week."))


def _count(rule: ReminderRule, on: date, *, owed: int, left_out: int, at: datetime) -> None:
    run = run_row(rule, on, at=at)
    run.owed, run.left_out = run.owed + owed, run.left_out + left_out
    run.save(update_fields=["owed", "left_out"])


@transaction.atomic
def _close(pending: Pending, *, at: datetime) -> None:
    """These runs are over, also those whose people were due a later one."""
    rule = _unchanged(pending)
    for on in sorted(pending.days if rule is not None else ()):
        run = run_row(pending.rule, on, at=at)
        if RunState.DONE not in RUN_TRANSITIONS[RunState(run.state)]:
            continue  # by another sweep, or held meanwhile
        run.state, run.decided_at, run.decided_by = RunState.DONE, at, "system"
        run.save(update_fields=["state", "decided_at", "decided_by"])
        data = {"occasion": pending.occasion.code, "on": on.isoformat(), "owed": run.owed, "left_out": run.left_out}
        entries.record(
            kind="reminder.done", by="system", at=at, subject=f"convening:{pending.rule.convening_id}",
            convening_id=pending.rule.convening_id, data=data,
        )  # fmt: skip


def _unchanged(pending: Pending) -> ReminderRule | None:
    """The rule with its convening locked, if it still says what it said; the next sweep looks at what changed."""
    locked = Convening.objects.locked(pending.rule.convening_id)
    said = ReminderRule.objects.filter(pk=pending.rule.pk, enabled=True, since_at=pending.rule.since_at)
    rule: ReminderRule | None = said.first() if locked.state in pending.occasion.states else None
    if rule is not None:
        rule.convening = locked
    return rule
