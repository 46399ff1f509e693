"""Whom a release touches, and that each of them is told once, by a worker.

A release answers at once; its programme then has `told` behind `released`, and a sweep owes the mail in parts. It tells
what differs from the last release that was told, however many came between. A mail is written when it is sent, of what
is public by then: who still has one waiting needs no second one, and who was moved and moved back gets none. What is
released of a draft waits until the convening opens.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from breakouts.domain.programmes import hold_programme
from breakouts.domain.release_difference import ChangeKind, SessionChange, difference
from breakouts.domain.schedule_content import PlacedSchedule, released_schedule
from breakouts.models import Choice, Programme, Release, Seat
from convenings.models import Convening
from convenings.states import ConveningState
from mail.domain import outbox
from mail.models import Message
from mail.states import MessageState
from registration.models import Attendee

OCCASION = "session.moved"
TOLD = frozenset({ConveningState.OPEN, ConveningState.CLOSED, ConveningState.LIVE})
PART = 100  # mails in one transaction
WAITING = (MessageState.QUEUED, MessageState.HELD)
FELT = frozenset({ChangeKind.NEW, ChangeKind.DROPPED, ChangeKind.MOVED, ChangeKind.ROOM, ChangeKind.RETITLED})

Touched = Mapping[int, Sequence[SessionChange]]


def touched_by(
    changes: Iterable[SessionChange], convening: Convening, *, at: datetime, only: int | None = None,
    released_at: datetime | None = None,
) -> Touched:
    """The attendees who are told, each with the changes that touch them. Three statements at most.

    Who presents or presented a session; who knows of a seat in it; who chose one that is not held any more. only: look
    at this attendee alone. released_at: who got a seat since then has not known of another place. Nobody is told of
    what is over, nor while the convening is a draft, put off or done.
    """
    if convening.state not in TOLD:
        return {}
    live = [change for change in changes if not change.is_over(at)]
    touched: dict[int, list[SessionChange]] = {}
    sitting, chosen = _sitting(live, released_at, at=at), _choosers(live)
    for change in live:
        number = change.line.id
        for attendee in sorted(_presenting(change) | sitting.get(number, set()) | chosen.get(number, set())):
            if only is None or attendee == only:
                touched.setdefault(attendee, []).append(change)
    coming = set(Attendee.objects.coming().filter(pk__in=touched, convening=convening).values_list("pk", flat=True))
    return {attendee: found for attendee, found in touched.items() if attendee in coming}


def _presenting(change: SessionChange) -> frozenset[int]:
    """All who present what moved; else those alone who came or left."""
    return change.presenters if change.kinds & FELT else change.came | change.left


def _sitting(changes: Iterable[SessionChange], before: datetime | None, *, at: datetime) -> dict[int, set[int]]:
    """Who knew of a seat in what is dropped, moved, in another room or renamed."""
    felt = [change.line.id for change in changes if change.before and change.kinds & FELT]
    seats = Seat.objects.filter(session__in=felt, session__convening__programme__seats_open_at__lte=at)
    if before is not None:
        seats = seats.filter(given_at__lt=before)
    return _by_session(seats.values_list("session_id", "attendee_id")) if felt else {}


def _choosers(changes: Iterable[SessionChange]) -> dict[int, set[int]]:
    """Who ranked the sessions that are dropped."""
    dropped = [change.line.id for change in changes if change.kind == ChangeKind.DROPPED]
    wishes = Choice.objects.filter(session__in=dropped, rank__isnull=False)
    return _by_session(wishes.values_list("session_id", "attendee_id")) if dropped else {}


def _by_session(rows: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = {}
    for session, attendee in rows:
        found.setdefault(session, set()).add(attendee)
    return found


def tell_of_releases(*, at: datetime) -> int:
    """Owes the news of what was released, once to each whom it touches; to how many. Idempotent."""
    behind = Programme.objects.filter(told__lt=F("released"), convening__state__in=TOLD).select_related("convening")
    return sum(_tell(programme, at=at) for programme in behind.order_by("pk"))


def _tell(programme: Programme, *, at: datetime) -> int:
    convening = programme.convening
    changes = changes_since(programme.told, convening, upto=programme.released)
    touched = list(touched_by(changes, convening, at=at, released_at=newest_at(convening)))
    told = 0
    for start in range(0, len(touched), PART):
        told += _owe(programme, touched[start : start + PART], at=at)
    behind = Programme.objects.filter(pk=programme.pk, told=programme.told)
    behind.update(told=programme.released)
    return told


@transaction.atomic
def _owe(programme: Programme, attendees: Sequence[int], *, at: datetime) -> int:
    """One part; nothing where another worker has told it all meanwhile."""
    if hold_programme(convening=programme.convening).told != programme.told:
        return 0
    waiting = Message.objects.filter(occasion=OCCASION, convening_id=programme.convening_id, state__in=WAITING)
    served = {refs["attendee"] for refs in waiting.values_list("refs", flat=True)}
    people = Attendee.objects.filter(pk__in=set(attendees) - served).select_related("person").order_by("pk")
    owed = [
        outbox.Owed(
            key=f"{OCCASION}:{programme.pk}:{programme.released}:{one.pk}", person_id=one.person_id,
            to_address=one.person.email, to_name=one.person.name, language=one.person.language,
            refs={"attendee": one.pk, "since": programme.told},
        )
        for one in people
    ]  # fmt: skip
    return outbox.owe_all(occasion=OCCASION, owed=owed, convening_id=programme.convening_id, at=at)


def newest_at(convening: Convening) -> datetime | None:
    """When the newest release was made. One statement."""
    found: datetime | None = Release.objects.of(convening).values_list("released_at", flat=True).first()
    return found


def changes_since(number: int, convening: Convening, *, upto: int | None = None) -> list[SessionChange]:
    """What differs between the release of this number (0: none) and a later one, the newest unless told. Two
    statements."""
    later = Release.objects.of(convening)
    newest = later.filter(number=upto).first() if upto is not None else later.first()
    return difference(schedule_numbered(number, convening), released_schedule(newest, convening)) if newest else []


def schedule_numbered(number: int, convening: Convening) -> PlacedSchedule | None:
    """What was released under this number."""
    release = Release.objects.of(convening).filter(number=number).first() if number else None
    return released_schedule(release, convening) if release else None


def difference_made_by(release: Release, convening: Convening) -> list[SessionChange]:
    """What one release changed. One statement."""
    return difference(schedule_numbered(release.number - 1, convening), released_schedule(release, convening))
