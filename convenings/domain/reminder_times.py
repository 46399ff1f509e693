"""When a reminder goes: a day and a time on the convening's wall, moved out of its quiet hours."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from convenings.models import Convening, ReminderRule


@dataclass(frozen=True, order=True)
class Due:
    """One run of a rule: the day that names it, and the instant at which it goes."""

    goes_at: datetime
    due_on: date
    waits: bool  # its time lies within the quiet hours: it goes when they end


def instant(on: date, clock: time, convening: Convening) -> datetime:
    """A time on the wall as an instant. One that the clocks skip is as long after midnight as it would have been, one
    that they show twice is the first."""
    return datetime.combine(on, clock.replace(fold=0), tzinfo=convening.zone).astimezone(UTC)


def is_quiet(at: datetime, convening: Convening) -> bool:
    """Whether no reminder goes out at this hour."""
    clock, begin, end = convening.local(at).time(), convening.quiet_from, convening.quiet_until
    if begin <= end:
        return begin <= clock < end
    return clock >= begin or clock < end


def after_quiet(at: datetime, convening: Convening) -> datetime:
    """The instant itself, or the end of the quiet hours that it falls into."""
    if not is_quiet(at, convening):
        return at
    local = convening.local(at)
    on = local.date() if local.time() < convening.quiet_until else local.date() + timedelta(days=1)
    return instant(on, convening.quiet_until, convening)


def dues(rule: ReminderRule, anchor_at: datetime) -> list[Due]:
    """The rule's runs for a date, in order. One that would go after the date is none, unless the rule says so."""
    last_on = rule.convening.local(anchor_at).date()
    found = [_due(rule, last_on + timedelta(days=days if rule.after else -days)) for days in rule.days]
    return sorted(due for due in found if rule.goes_late or due.goes_at < anchor_at)


def _due(rule: ReminderRule, on: date) -> Due:
    planned = instant(on, rule.clock, rule.convening)
    goes_at = after_quiet(planned, rule.convening)
    return Due(goes_at, on, waits=goes_at != planned)
