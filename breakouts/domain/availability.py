"""When a room is shut, and when somebody who presents cannot."""

from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.models import Absence, Room, ShutTime
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee

NEAR = timedelta(days=2)  # before and after the convening: further away is a slip of the hand


class SpanEndsTooEarly(Refusal):
    code = "span_ends_too_early"
    words = gettext_lazy("It ends before it has begun. Give it a later end.")
    field = "ends"


class SpanFarAway(Refusal):
    code = "span_far_away"
    words = gettext_lazy("This is not at the time of the convening. Choose a time on its days.")
    field = "on"


class SpanOverlaps(Refusal):
    code = "span_overlaps"
    words = gettext_lazy("This overlaps with a time that is on the list already. Take that away first.")
    field = "starts"


@transaction.atomic
def shut_room(*, room: Room, starts_at: datetime, ends_at: datetime, by: str, at: datetime) -> ShutTime:
    """A room cannot be used for a while. Again the same is harmless.

    Refusals: span_ends_too_early, span_far_away, span_overlaps.
    """
    programme = hold_programme(convening=room.convening)
    starts_at, ends_at = _checked(room.convening, starts_at, ends_at)
    there = ShutTime.objects.filter(room=room)
    same = there.filter(starts_at=starts_at, ends_at=ends_at).first()
    if same is not None:
        return same
    _check_free(there, starts_at, ends_at)
    shut = ShutTime.objects.create(room=room, starts_at=starts_at, ends_at=ends_at)
    count_change(programme=programme, at=at)
    record(kind="room.shut", by=by, at=at, subject=f"room:{room.pk}", convening_id=room.convening_id)
    return shut


@transaction.atomic
def open_room(*, room: Room, shut: int, by: str, at: datetime) -> None:
    """It can be used again, at a time by its id. Again is harmless."""
    programme = hold_programme(convening=room.convening)
    gone, __ = ShutTime.objects.filter(room=room, pk=shut).delete()
    if gone:
        count_change(programme=programme, at=at)
        record(kind="room.opened", by=by, at=at, subject=f"room:{room.pk}", convening_id=room.convening_id)


@transaction.atomic
def add_absence(*, attendee: Attendee, starts_at: datetime, ends_at: datetime, by: str, at: datetime) -> Absence:
    """Somebody who presents cannot for a while; why stays with them. Again the same is harmless.

    Refusals: span_ends_too_early, span_far_away, span_overlaps.
    """
    programme = hold_programme(convening=attendee.convening)
    starts_at, ends_at = _checked(attendee.convening, starts_at, ends_at)
    there = Absence.objects.filter(presenter=attendee)
    same = there.filter(starts_at=starts_at, ends_at=ends_at).first()
    if same is not None:
        return same
    _check_free(there, starts_at, ends_at)
    absence = Absence.objects.create(presenter=attendee, starts_at=starts_at, ends_at=ends_at)
    count_change(programme=programme, at=at)
    subject = f"attendee:{attendee.pk}"
    record(kind="presenter.absent", by=by, at=at, subject=subject, convening_id=attendee.convening_id)
    return absence


@transaction.atomic
def remove_absence(*, attendee: Attendee, absence: int, by: str, at: datetime) -> None:
    """They can after all, at a time by its id. Again is harmless."""
    programme = hold_programme(convening=attendee.convening)
    gone, __ = Absence.objects.filter(presenter=attendee, pk=absence).delete()
    if gone:
        count_change(programme=programme, at=at)
        subject = f"attendee:{attendee.pk}"
        record(kind="presenter.present", by=by, at=at, subject=subject, convening_id=attendee.convening_id)


def _checked(convening: Convening, starts_at: datetime, ends_at: datetime) -> tuple[datetime, datetime]:
    """Both in UTC: hours on the wall are counted otherwise where clocks change."""
    starts_at, ends_at = starts_at.astimezone(UTC), ends_at.astimezone(UTC)
    if ends_at <= starts_at:
        raise SpanEndsTooEarly
    if starts_at < convening.starts_at - NEAR or ends_at > convening.ends_at + NEAR:
        raise SpanFarAway
    return starts_at, ends_at


def _check_free(there: "QuerySet[ShutTime] | QuerySet[Absence]", starts_at: datetime, ends_at: datetime) -> None:
    if there.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).exists():
        raise SpanOverlaps
