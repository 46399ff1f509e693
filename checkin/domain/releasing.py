"""Badges are released by the clock: issued to who has none, shown on the phone, and the mail with them goes out.

All is computed from the database: a clock that stood still loses nothing, and the next sweep finds who joins later.
"""

from datetime import datetime

from django.db import transaction

from checkin.domain import badges
from checkin.models import Badge
from convenings.models import Convening
from convenings.reminder_occasions import RUNNING
from journal.domain import entries
from registration.domain.letters import owe_badge_links


def release_badges(*, at: datetime) -> int:
    """Release what is due, the longest due first; how many badges. Idempotent, and harmless to run at once."""
    due = Convening.objects.filter(badges_from_at__lte=at, ends_at__gt=at, state__in=RUNNING)
    return sum(_release(convening, at=at) for convening in due.order_by("badges_from_at", "pk"))


def _release(convening: Convening, *, at: datetime) -> int:
    released = 0
    if badges.without_badge(convening).exists():
        released += badges.issue_badges(convening=convening, by="system", at=at)
    while told := _tell(convening, at=at):
        released += told
    return released


@transaction.atomic
def _tell(convening: Convening, *, at: datetime) -> int:
    """Owe the mail to some of those whose badges were issued before; none where the date has moved meanwhile."""
    untold = Badge.objects.expected(convening)
    if not untold.filter(told_at=None).exists():
        return 0
    if not Convening.objects.locked(convening.pk).releases_badges(at):
        return 0
    found = untold.filter(told_at=None).select_related("attendee__person").order_by("pk")[: badges.CHUNK]
    told = list(found)
    owe_badge_links([badge.attendee for badge in told], convening_id=convening.pk, at=at)
    Badge.objects.filter(pk__in=[badge.pk for badge in told]).update(told_at=at)
    entries.record(
        kind="badges.released", by="system", at=at, subject=f"convening:{convening.pk}", convening_id=convening.pk,
        data={"count": len(told)},
    )  # fmt: skip
    return len(told)
