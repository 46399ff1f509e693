"""Whom the occasion of a certificate of hours concerns, as convenings.reminder_occasions asks for them."""

from collections.abc import Collection
from datetime import datetime

from checkin.models import HoursCertificate
from checkin.models.hours import HoursCertificateQuerySet
from convenings.models import Convening
from convenings.reminder_occasions import Recipient


def unread(convening: Convening, at: datetime, subjects: Collection[int] | None) -> list[Recipient]:
    """Who has a certificate and has neither read nor downloaded it; subjects: attendees. One query."""
    waiting = _waiting(convening)
    waiting = waiting if subjects is None else waiting.filter(attendee__in=subjects)
    return [
        Recipient(
            subject=row.attendee_id, person_id=row.attendee.person_id, name=row.attendee.person.name,
            address=row.attendee.person.email, language=row.attendee.person.language,
            refs={"attendee": row.attendee_id}, own_at=row.released_at,
        )
        for row in waiting.select_related("attendee__person").order_by("attendee")
    ]  # fmt: skip


def releases(convening: Convening) -> set[datetime]:
    """The instants at which certificates were released that nobody has opened yet. One query."""
    return set(_waiting(convening).values_list("released_at", flat=True))


def _waiting(convening: Convening) -> HoursCertificateQuerySet:
    people = HoursCertificate.objects.filter(attendee__convening=convening, attendee__cancelled_at=None)
    return people.standing().unopened()  # type: ignore[no-any-return]
