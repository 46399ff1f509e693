"""What reminders will go out, and what went: computed from the rules and the people as they stand now."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from convenings import reminder_occasions
from convenings.domain import reminder_runs
from convenings.domain.reminder_runs import anchor_for, runs_of
from convenings.domain.reminder_times import Due, dues
from convenings.models import Convening, ReminderRule, ReminderRun
from convenings.reminder_occasions import Occasion, Recipient
from convenings.states import RunState

AHEAD = timedelta(days=30)


@dataclass(frozen=True)
class PlannedRun:
    """A run to come. people: how many would get it if it went out now."""

    rule: ReminderRule
    occasion: Occasion
    due: Due
    state: RunState
    people: int
    is_past: bool  # its time has come: the next sweep sends it, unless it is held

    @property
    def steps(self) -> list[str]:
        return reminder_runs.steps_for(self.state, is_past=self.is_past)


def upcoming(convening: Convening, *, at: datetime, ahead: timedelta = AHEAD) -> list[PlannedRun]:
    """The runs of the convening's rules until then, by time, with those that are held. Few queries for each rule."""
    found: list[PlannedRun] = []
    for rule in _rules(convening):
        occasion = reminder_occasions.get(rule.occasion)
        if occasion is not None and convening.state in occasion.states:
            found += planned_runs(rule, occasion, at=at, ahead=ahead)
    return sorted(found, key=lambda run: (run.due.goes_at, run.rule.pk))


def gone(convening: Convening, *, limit: int = 30) -> list[ReminderRun]:
    """The runs that went out, the latest first; those that concerned nobody are not worth a line. One query."""
    done = ReminderRun.objects.filter(rule__convening=convening, state=RunState.DONE).select_related("rule")
    return list(done.exclude(owed=0, left_out=0).order_by("-decided_at", "-pk")[:limit])


def planned_runs(
    rule: ReminderRule, occasion: Occasion, *, at: datetime, ahead: timedelta = AHEAD
) -> list[PlannedRun]:
    """As `upcoming`, of one rule; an unsaved one does as well."""
    people = occasion.audiences[rule.who].find(rule.convening, at, None)
    counted = Counter(on for one in people for on in _days_for(rule, one, occasion, at))
    own = {anchor_for(rule, one, occasion) for one in people}
    runs = runs_of(rule)
    found = [
        _planned(rule, occasion, due, runs.get(due.due_on), counted[due.due_on], at)
        for due in _all_dues(rule, own if _has_own_alone(rule, occasion) else {rule.anchor_at, *own})
        if due.goes_at <= at + ahead
    ]
    return [run for run in found if _is_to_come(run, at)]


def recipients_on(rule: ReminderRule, occasion: Occasion, on: date, *, at: datetime) -> list[Recipient]:
    """Who would get that run if it went out now."""
    people = occasion.audiences[rule.who].find(rule.convening, at, None)
    return [one for one in people if on in _days_for(rule, one, occasion, at)]


def _rules(convening: Convening) -> list[ReminderRule]:
    rules = ReminderRule.objects.filter(convening=convening, enabled=True).prefetch_related("runs").order_by("pk")
    found = list(rules)
    for rule in found:
        rule.convening = convening
    return found


def _has_own_alone(rule: ReminderRule, occasion: Occasion) -> bool:
    """Whether everybody has a date of their own, so that the convening's concerns nobody."""
    return bool(occasion.own_anchor) and rule.anchor == occasion.anchors[0]


def _days_for(rule: ReminderRule, one: Recipient, occasion: Occasion, at: datetime) -> set[date]:
    """The days of the runs that they would get, as of now."""
    anchor_at = anchor_for(rule, one, occasion)
    if at >= anchor_at and not rule.goes_late:
        return set()
    since = max(filter(None, (one.since_at, rule.since_at)))
    return {due.due_on for due in dues(rule, anchor_at) if due.goes_at > since}


def _all_dues(rule: ReminderRule, anchors: Iterable[datetime]) -> list[Due]:
    return sorted({due for anchor_at in anchors for due in dues(rule, anchor_at) if due.goes_at > rule.since_at})


def _planned(
    rule: ReminderRule, occasion: Occasion, due: Due, run: ReminderRun | None, people: int, at: datetime
) -> PlannedRun:
    state = RunState(run.state) if run is not None else RunState.PLANNED
    return PlannedRun(rule, occasion, due, state, people, is_past=due.goes_at <= at)


def _is_to_come(run: PlannedRun, at: datetime) -> bool:
    """Not over: still ahead, or kept back while its date has not passed."""
    if run.state == RunState.DONE:
        return False
    if not run.is_past or run.state == RunState.SENT_NOW:
        return True
    return run.state == RunState.HELD and (run.people > 0 or run.rule.goes_late or at < run.rule.anchor_at)
