"""Scans as the desk reads them: the newest first, and those that a device decided otherwise than we would have."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import QuerySet

from accounts.domain.folding import fold
from checkin.models import Scan
from checkin.states import Direction
from convenings.models import Convening

MOST = 50


@dataclass(frozen=True)
class Double:
    """What a device did alone, and the way in that stands beside it: of a double entry the other one."""

    scan: Scan
    other: Scan | None


def scans_of(convening: Convening, words: str) -> "QuerySet[Scan]":
    """The convening's scans, newest first, of people whose name holds each of the words."""
    found = Scan.objects.filter(checkpoint__convening=convening).select_related("attendee__person", "checkpoint")
    for part in fold(words.replace("\0", "")).split():
        found = found.filter(attendee__person__folded_name__contains=part)
    return found.order_by("-scanned_at", "-pk")


def doubles(convening: Convening, *, seen: bool = False) -> list[Double]:
    """The newest fifty that ask for a look, or that were seen, in two statements.

    Two devices that were alone let the same person in, or one let in whom the rules refuse.
    """
    people = ("attendee__person", "attendee__team", "checkpoint")
    alone = Scan.objects.judged_differently(convening).filter(seen_at__isnull=not seen).select_related(*people)
    rows = list(alone.order_by("-scanned_at", "-pk")[:MOST])
    if not rows:
        return []
    ways_in: dict[tuple[int | None, str], list[Scan]] = defaultdict(list)
    found = {row.attendee_id for row in rows}
    passed = Scan.objects.passings().filter(attendee__in=found, direction=Direction.IN)
    for row in passed.select_related("checkpoint").order_by("scanned_at", "turn"):
        ways_in[row.attendee_id, row.gate].append(row)
    return [Double(row, next(iter(ways_in[row.attendee_id, row.gate]), None)) for row in rows]
