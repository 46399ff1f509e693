"""Waiting for a seat in a session that is full: the order is a counter under the programme's lock, not a clock."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from breakouts.domain.programmes import hold_programme
from breakouts.domain.seats import take_seat
from breakouts.models import Seat, Session, WaitlistEntry
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee


class SitsThere(Refusal):
    code = "sits_there"
    words = gettext_lazy("There is a seat in this session already, so there is nothing to wait for.")


@transaction.atomic
def wait_for_seat(*, attendee: Attendee, session: Session, by: str, at: datetime) -> Seat | None:
    """Wait for a seat in a session, and give up the wait for another one of that round. Again is harmless.

    Where a seat is free meanwhile it is taken at once, and returned. Refusals: sits_there, and those of take_seat but
    session_full.
    """
    hold_programme(convening=session.convening)
    if Seat.objects.filter(attendee=attendee, session=session).exists():
        raise SitsThere
    return take_seat(attendee=attendee, session=session, or_wait=True, by=by, at=at)


@transaction.atomic
def stop_waiting(*, attendee: Attendee, session: Session, by: str, at: datetime) -> None:
    """Wait no more. Again is harmless."""
    hold_programme(convening=session.convening)
    gone, __ = WaitlistEntry.objects.filter(attendee=attendee, session=session).delete()
    if gone:
        record(
            kind="seat.unwaited", by=by, at=at, subject=f"attendee:{attendee.pk}",
            convening_id=session.convening_id, data={"session": session.pk},
        )
