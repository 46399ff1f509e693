"""A venue: where it is said to be is part of what people promised."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from convenings.domain import statements
from convenings.domain.convenings import OVER, move_in_words, occasion_of
from convenings.models import Convening, Venue
from journal.domain import entries


@transaction.atomic
def change_venue(*, venue: Venue, changes: Mapping[str, str], by: str, at: datetime) -> Venue:
    """Another name or address. Moving a convening that is not over is material: who has promised is asked again.

    changes: name, street, city, state. Locks the convenings that are held there.
    """
    held = Convening.objects.select_related("statement__current", "venue").select_for_update(of=("self",), no_key=True)
    convenings = list(held.filter(venue=venue).order_by("pk"))
    was = {convening.pk: occasion_of(convening) for convening in convenings}
    for name, value in changes.items():
        setattr(venue, name, value)
    venue.save(update_fields=list(changes))
    for convening in convenings:
        convening.venue = venue
        entries.record(
            kind="venue.changed", by=by, at=at, subject=f"venue:{venue.pk}", convening_id=convening.pk,
            data={"fields": sorted(changes)},
        )  # fmt: skip
        now = occasion_of(convening)
        if now != was[convening.pk] and convening.state not in OVER:
            note = move_in_words(was[convening.pk], now)
            statements.ask_again_for_move(convening=convening, note=note, by=by, at=at)
    return venue
