"""When attendees see their seats, and may change them: from the moment at which organizers open them."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from breakouts.domain.choosing_time import ChoosingTime
from breakouts.domain.known_places import unreleased_moves
from breakouts.domain.programmes import hold_programme
from breakouts.domain.seat_news import owe_news
from breakouts.domain.seat_places import Changes, count_seats
from breakouts.models import Programme, Seat
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal


class StillChoosing(Refusal):
    code = "still_choosing"
    words = gettext_lazy("People may still choose their breakouts. Open the seats when that time is over.")


class NothingToOpen(Refusal):
    code = "nothing_to_open"
    words = gettext_lazy("Nobody has a seat yet. Propose seats and apply the proposal, or set some by hand; then open.")


class SeatsBeforeRelease(Refusal):
    code = "seats_before_release"
    words = gettext_lazy(
        "People see their seats in what is released, and breakouts have been placed or moved since. Release the"
        " programme first; then open the seats."
    )


def are_open(programme: Programme | None) -> bool:
    """Whether attendees see their seats."""
    return programme is not None and programme.seats_are_open


@transaction.atomic
def open_seats(*, convening: Convening, by: str, at: datetime) -> int:
    """From now on people see their seats and may change them; each is told by one mail. Again is harmless.

    Returns to how many. Refusals: still_choosing, nothing_to_open, seats_before_release.
    """
    programme = hold_programme(convening=convening)
    if programme.seats_open_at is not None:
        return 0
    if ChoosingTime(programme.choices_from_at, programme.choices_until_at).is_open(at):
        raise StillChoosing
    changes = Changes()
    for attendee, slot in Seat.objects.standing().filter(session__convening=convening).values_list("attendee", "slot"):
        changes.note(attendee, slot, None)
    if not changes.was:
        raise NothingToOpen
    if unreleased_moves(convening.pk):
        raise SeatsBeforeRelease
    programme.seats_open_at = at
    programme.save(update_fields=["seats_open_at"])
    count_seats(programme)
    told = owe_news(programme=programme, changes=changes, at=at)
    record(kind="seats.opened", by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk)
    return told


@transaction.atomic
def close_seats(*, convening: Convening, by: str, at: datetime) -> None:
    """Hide the seats from attendees; organizers work on. Again is harmless."""
    programme = hold_programme(convening=convening)
    if programme.seats_open_at is None:
        return
    programme.seats_open_at = None
    programme.save(update_fields=["seats_open_at"])
    record(kind="seats.closed", by=by, at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk)
