"""Time slots: they lie within the convening's days and never overlap."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.models import TimeSlot
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal

LONGEST = timedelta(hours=12)


class Timed(Protocol):
    """Whatever has a beginning."""

    @property
    def starts_at(self) -> datetime: ...


class SlotEndsTooEarly(Refusal):
    code = "slot_ends_too_early"
    words = gettext_lazy("It ends before it has begun. Give it a later end.")
    field = "ends"


class SlotTooLong(Refusal):
    code = "slot_too_long"
    words = gettext_lazy("It would last longer than 12 hours. Look at both times again.")
    field = "ends"


class SlotOutside(Refusal):
    code = "slot_outside"
    field = "on"


class SlotOverlaps(Refusal):
    code = "slot_overlaps"
    field = "starts"


class SlotInUse(Refusal):
    code = "slot_in_use"


class SlotGone(Refusal):
    code = "slot_gone"
    status = 404
    words = gettext_lazy("This time is not there any more. Load the page again.")


class TimeSkipped(Refusal):
    code = "time_skipped"
    field = "starts"


def local_instant(*, on: date, clock: time, zone: ZoneInfo) -> datetime:
    """The instant in UTC of a day and time on the wall; the first of two where clocks go back.

    Refusals: time_skipped where clocks go forward over it.
    """
    instant = datetime.combine(on, clock, tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) != datetime.combine(on, clock):
        raise TimeSkipped(_("There is no such time on this day: the clocks go forward over it. Choose another."))
    return instant


def local_span(*, on: date, starts: time, ends: time, zone: ZoneInfo) -> tuple[datetime, datetime]:
    """Both instants of a span; an end before the begin is on the next day. Refusals: time_skipped."""
    ends_on = on + timedelta(days=1) if ends < starts else on
    return local_instant(on=on, clock=starts, zone=zone), local_instant(on=ends_on, clock=ends, zone=zone)


def days_of(convening: Convening) -> list[date]:
    """The convening's days, on its own calendar."""
    first, last = convening.local(convening.starts_at).date(), convening.local(convening.ends_at).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def bounds_of(convening: Convening) -> tuple[datetime, datetime]:
    """The first and the last midnight of the convening's days, as instants in UTC."""
    days = days_of(convening)
    begin, end = (datetime.combine(on, time(), tzinfo=convening.zone) for on in (days[0], days[-1] + timedelta(days=1)))
    return begin.astimezone(UTC), end.astimezone(UTC)


def spoken_slot(slot: Timed, convening: Convening) -> str:
    """When it is, for sentences: Thu, May 27, 10:45 a.m."""
    local = convening.local(slot.starts_at)
    shown_day = date_format(local, pgettext("format of a short day", "D, M j"))
    return f"{shown_day}, {date_format(local, pgettext('format of a time of day', 'g:i a'))}"


def spoken_end(slot: TimeSlot, convening: Convening) -> str:
    """When it ends, on the wall: 10:45 a.m."""
    return date_format(convening.local(slot.ends_at), pgettext("format of a time of day", "g:i a"))


def check_span(*, convening: Convening, starts_at: datetime, ends_at: datetime, but: int = 0) -> None:
    """Refuse what is no time of this convening, beside those that it has; but: the one that is changed."""
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)  # else hours are counted on the wall
    if ends_at <= starts_at:
        raise SlotEndsTooEarly
    if ends_at - starts_at > LONGEST:
        raise SlotTooLong
    begin, end = bounds_of(convening)
    days = days_of(convening)
    if starts_at < begin or ends_at > end:
        shown = pgettext("format of a day with its weekday", "l, F j")
        first, last = date_format(days[0], shown), date_format(days[-1], shown)
        raise SlotOutside(
            _("The convening is from %(first)s to %(last)s. Choose a time on these days.")
            % {"first": first, "last": last}
        )
    other = TimeSlot.objects.filter(convening=convening).overlapping(starts_at, ends_at).exclude(pk=but).first()
    if other is not None:
        raise SlotOverlaps(
            _("It overlaps with “%(label)s” (%(when)s). Times of one convening never overlap.")
            % {"label": other.label, "when": spoken_slot(other, convening)}
        )


def locked(convening_id: int) -> Convening:
    """The convening, whose days bound every time of it, held until the transaction ends."""
    return Convening.objects.select_for_update(of=("self",), no_key=True).get(pk=convening_id)


@transaction.atomic
def make_slot(
    *, convening: Convening, label: str, starts_at: datetime, ends_at: datetime, by: str, at: datetime
) -> TimeSlot:
    """A new span of time. Locks the convening, whose days bound it.

    Refusals: slot_ends_too_early, slot_too_long, slot_outside, slot_overlaps.
    """
    convening = locked(convening.pk)
    programme = hold_programme(convening=convening)
    check_span(convening=convening, starts_at=starts_at, ends_at=ends_at)
    slot = TimeSlot.objects.create(convening=convening, label=label, starts_at=starts_at, ends_at=ends_at)
    count_change(programme=programme, at=at)
    record(kind="slot.made", by=by, at=at, subject=f"slot:{slot.pk}", convening_id=convening.pk)
    return slot


@transaction.atomic
def remove_slot(*, slot: TimeSlot, by: str, at: datetime) -> None:
    """Take away a span in which nothing is held. Refusals: slot_in_use."""
    programme = hold_programme(convening=slot.convening)
    held = slot.sessions.first()
    if held is not None:
        raise SlotInUse(_("“%(session)s” is held in “%(slot)s”. Move it first.") % {"session": held, "slot": slot})
    subject = f"slot:{slot.pk}"
    slot.delete()
    count_change(programme=programme, at=at)
    record(kind="slot.removed", by=by, at=at, subject=subject, convening_id=programme.convening_id)
