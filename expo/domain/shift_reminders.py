"""Whom the occasion of a shift soon concerns, as convenings.reminder_occasions asks for them."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db.models import Min

from convenings.models import Convening
from convenings.reminder_occasions import Recipient
from expo.models import Shift
from registration.models import Attendee


def standing_members(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """Everybody who has a shift, with the beginning of the first one; subjects: attendees. Two queries."""
    first = dict(_first_shifts(convening))
    people = Attendee.objects.filter(pk__in=first if subjects is None else first.keys() & set(subjects))
    return [
        Recipient(
            subject=attendee.pk, person_id=attendee.person_id, name=attendee.person.name, address=attendee.person.email,
            language=attendee.person.language, refs={"attendee": attendee.pk}, own_at=first[attendee.pk],
        )
        for attendee in people.select_related("person").order_by("pk")
    ]  # fmt: skip


def first_beginnings(convening: Convening) -> set[datetime]:
    """The instants at which somebody's first shift begins. One query."""
    return {begins_at for __, begins_at in _first_shifts(convening)}


def _first_shifts(convening: Convening) -> Any:
    shifts = Shift.objects.standing().filter(wave__hall__convening=convening)
    return shifts.values_list("attendee").annotate(Min("wave__begins_at")).order_by("attendee")
