"""A time made longer or shorter where it stands, with all that is held in it, as a mouse drags its end."""

from datetime import datetime

from django.db import transaction

from breakouts.domain.slots import SlotGone, change_slot
from breakouts.models import Move, TimeSlot
from convenings.models import Convening


@transaction.atomic
def resize_slot(
    *, convening: Convening, slot: int, ends_at: datetime, seen: datetime, is_step: bool = True, by: str, at: datetime
) -> TimeSlot:
    """Let a time end then. seen: its end when the page was made; is_step: it can be undone. Again is harmless.

    Refusals: those of change_slot.
    """
    found = TimeSlot.objects.filter(pk=slot, convening=convening).first()
    if found is None:
        raise SlotGone
    was = found.ends_at
    if was == ends_at:
        return found
    changed = change_slot(
        slot=found, label=found.label, starts_at=found.starts_at, ends_at=ends_at, seen=(found.starts_at, seen), by=by,
        at=at,
    )
    if is_step:
        Move.objects.create(
            convening=convening, resized=changed, from_ends_at=was, to_ends_at=ends_at, by=by, at=at
        )
    return changed
