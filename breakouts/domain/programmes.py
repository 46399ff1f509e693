"""The programme as a whole: one lock and one count of changes."""

from datetime import datetime

from django.db.models import F

from breakouts.domain.seat_following import follow_seats
from breakouts.models import Programme
from convenings.models import Convening


def hold_programme(*, convening: Convening) -> Programme:
    """The programme's row, locked until the transaction ends; whoever changes a part of it comes through here."""
    held = Programme.objects.select_for_update(of=("self",), no_key=True).filter(convening=convening)
    found = held.first()
    if found is None:
        Programme.objects.get_or_create(convening=convening)
        found = held.get()
    return found


def hold_and_count(*, convening: Convening, at: datetime) -> None:
    """The same lock and the count of one change in one statement, for what has to be quick.

    Who then finds that nothing changes rolls back; who changes something lets seats follow where some are given.
    """
    counted = Programme.objects.filter(convening=convening).update(version=F("version") + 1, changed_at=at)
    if not counted:
        Programme.objects.get_or_create(convening=convening)
        hold_and_count(convening=convening, at=at)


def count_change(*, programme: Programme, at: datetime) -> None:
    """Something of the programme is different now; seats follow. It becomes public by a release.

    The caller holds the lock. Refusals: seats_exceed_room.
    """
    programme.version += 1
    programme.changed_at = at
    programme.save(update_fields=["version", "changed_at"])
    follow_seats(programme=programme, at=at)


def version_of(convening: Convening) -> int:
    """How many changes there were; 0 before the first."""
    return Programme.objects.filter(convening=convening).values_list("version", flat=True).first() or 0
