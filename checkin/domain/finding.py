"""Finding people at the desk: by parts of the name or the team, accents and case forgiven, or by the badge's code."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, Q

from accounts.domain.folding import fold
from checkin.domain.codes import check, tidy
from checkin.models import Badge, Scan
from checkin.models.checkpoint import DOOR_GATE
from checkin.states import Answer
from convenings.models import Convening
from registration.models import Attendee

MOST = 30


@dataclass(frozen=True)
class Found:
    """Somebody who comes, with the active badge if there is one, and since when and where the person is in."""

    attendee: Attendee
    badge: Badge | None
    in_since_at: datetime | None
    entered_by: str


def find_people(convening: Convening, words: str) -> list[Found]:
    """At most 30 people whom the words name, in three statements; nobody for no words."""
    which = _named(words)
    if which is None:
        return []
    inside = Scan.objects.standing().filter(gate=DOOR_GATE, answer=Answer.WELCOME).select_related("checkpoint")
    people = (
        Attendee.objects.coming()
        .filter(which, convening=convening)
        .select_related("person", "team")
        .prefetch_related(
            Prefetch("badges", Badge.objects.active(), to_attr="active_badges"),
            Prefetch("scans", inside, to_attr="entries"),
        )
        .order_by("person__folded_name", "pk")
    )
    return [_found(attendee) for attendee in people[:MOST]]


def _named(words: str) -> Q | None:
    code = tidy(words)
    if check(code):
        return Q(badges__code=code)
    parts = fold(words).split()
    if not parts:
        return None
    which = Q()
    for part in parts:
        which &= Q(person__folded_name__contains=part) | Q(team__folded_name__contains=part)
    return which


def _found(attendee: Any) -> Found:  # an Attendee with what was prefetched
    badge = next(iter(attendee.active_badges), None)
    entry = next(iter(attendee.entries), None)
    return Found(attendee, badge, entry.scanned_at if entry else None, entry.checkpoint.name if entry else "")
