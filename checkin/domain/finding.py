"""Finding people at the desk: by parts of the name or the team, or by the badge's code.

Accents and case are forgiven, and a slip in a word of four letters or more: one letter wrong, missing or too much, or
two that changed places. One slip leaves one half of a word whole, so that the database finds who may be meant.
`static/js/scanner_find.js` forgives the same without a network.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Prefetch, Q

from accounts.domain.folding import fold
from checkin.domain.codes import check, tidy
from checkin.models import Badge, Scan
from checkin.models.checkpoint import DOOR_GATE
from checkin.states import Answer
from convenings.models import Convening
from registration.models import Attendee, Team
from registration.states import KEPT_PLACES

MOST = 30
MOST_NEAR = 3000  # names that are looked at for a slip
MOST_TEAMS = 3
SHORTEST_TEAM = 3
SHORTEST_SLIP = 4  # of three letters any two words are like each other


@dataclass(frozen=True)
class Found:
    """Somebody who comes, with the active badge if there is one, and since when and where the person is in."""

    attendee: Attendee
    badge: Badge | None
    in_since_at: datetime | None
    entered_by: str


def find_people(convening: Convening, words: str) -> list[Found]:
    """At most 30 people whom the words name, in four statements; nobody for no words.

    Where the words name nobody as they are, those whom they name but for a slip: two statements more.
    """
    code, parts = tidy(words), _folded(words).split()
    if check(code):
        return _people(convening, Q(badges__code=code))
    if not parts:
        return []
    teams = dict(Team.objects.filter(convening=convening).values_list("pk", "folded_name"))
    return _people(convening, _named(parts, teams)) or _people_but_for_a_slip(convening, parts, teams)


def find_teams(convening: Convening, words: str) -> list[Team]:
    """At most three teams with a place whose name holds the words. One statement, none for less than 3 letters."""
    folded = _folded(words)
    if len(folded) < SHORTEST_TEAM:
        return []
    placed = Team.objects.filter(convening=convening, place__in=KEPT_PLACES, folded_name__contains=folded)
    return list(placed.order_by("folded_name", "pk")[:MOST_TEAMS])


def _folded(words: str) -> str:
    return fold(words.replace("\0", ""))


def _people(convening: Convening, which: Q) -> list[Found]:
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


def _people_but_for_a_slip(convening: Convening, parts: list[str], teams: dict[int, str]) -> list[Found]:
    """Names that may be meant come from the database, by halves; whether they are is seen here."""
    words = {pk: name.split() for pk, name in teams.items()}
    like = {part: {pk for pk, names in words.items() if _is_meant(part, names)} for part in parts}
    which = Q()
    for part in parts:
        may_be = Q(team__in=like[part]) if like[part] else Q()
        for piece in _halves(part) or [part]:
            may_be |= Q(person__folded_name__contains=piece)
        which &= may_be
    near = Attendee.objects.coming().filter(which, convening=convening).order_by("pk")
    meant = (
        pk for pk, name, team in near.values_list("pk", "person__folded_name", "team_id")[:MOST_NEAR]
        if all(team in like[part] or _is_meant(part, name.split()) for part in parts)
    )  # fmt: skip
    found = list(islice(meant, MOST))
    return _people(convening, Q(pk__in=found)) if found else []


def _named(parts: list[str], teams: dict[int, str]) -> Q:
    """Those whose name, or whose team's, holds each part. Teams are few: they are looked through here."""
    which = Q()
    for part in parts:
        ours = [pk for pk, name in teams.items() if part in name]
        which &= Q(person__folded_name__contains=part) | (Q(team__in=ours) if ours else Q())
    return which


def _halves(part: str) -> list[str]:
    """What a single slip leaves of a word: its first or its second half, or all of it with its middle turned round."""
    if len(part) < SHORTEST_SLIP:
        return []
    middle = len(part) // 2
    turned = part[: middle - 1] + part[middle] + part[middle - 1] + part[middle + 1 :]
    return [part[:middle], part[middle:], turned]


def _is_meant(part: str, names: list[str]) -> bool:
    return any(is_like(part, name) for name in names)


def is_like(part: str, name: str) -> bool:
    """Whether a name holds this part of it, or begins with it but for one slip."""
    if part in name:
        return True
    if len(part) < SHORTEST_SLIP:
        return False
    return any(_is_one_slip(part, name[: len(part) + more]) for more in (-1, 0, 1))


def _is_one_slip(one: str, other: str) -> bool:
    start = next((at for at, (here, there) in enumerate(zip(one, other, strict=False)) if here != there), None)
    if start is None:
        start = min(len(one), len(other))
    left, right = one[start:], other[start:]
    swapped = left[:2] == right[1::-1] and left[2:] == right[2:]
    return swapped or left[1:] == right[1:] or left[1:] == right or left == right[1:]


def _found(attendee: Any) -> Found:  # an Attendee with what was prefetched
    badge = next(iter(attendee.active_badges), None)
    entry = next(iter(attendee.entries), None)
    return Found(attendee, badge, entry.scanned_at if entry else None, entry.checkpoint.name if entry else "")
