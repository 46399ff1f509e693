"""Who presents a session is told when it moves, or is cancelled: once for all moves that follow each other closely.

The mail waits a little for further moves, and carries what stood before the first of them. When it is written, what
stands by then is compared with that: who was moved and moved back gets none. To others a programme is open, and nobody
is told: their calendars follow by themselves.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet

from breakouts.domain.calendar_entries import Change
from breakouts.models import CalendarEntry, Presentation, Programme
from convenings.models import Convening
from convenings.states import ConveningState
from mail.domain import outbox
from registration.models import Attendee

OCCASION = "session.moved"
QUIET = timedelta(minutes=10)  # without a further move
LONGEST = timedelta(hours=1)  # however many moves follow
TOLD = frozenset({ConveningState.OPEN, ConveningState.CLOSED, ConveningState.LIVE})
MOVES = ("room", "starts_at", "ends_at", "cancelled")

Was = Mapping[str, Any]


def owe_news(*, programme: Programme, changes: Sequence[Change], at: datetime) -> int:
    """Owe or amend the mails about these changes; to how many. The caller holds the programme."""
    moved = {change.entry.session_id: change for change in changes if _is_news(change, at)}
    convening = Convening.objects.filter(pk=programme.convening_id, state__in=TOLD).first() if moved else None
    if convening is None:
        return 0
    presented = Presentation.objects.filter(session__in=moved, presenter__cancelled_at=None)
    by_presenter = groupby(
        presented.select_related("presenter__person").order_by("presenter", "pk"), key=lambda one: one.presenter
    )
    told = 0
    for presenter, presentations in by_presenter:
        was = {str(moved[one.session_id].entry.pk): _was(moved[one.session_id].before) for one in presentations}
        _owe(presenter, was, programme=programme, at=at)
        told += 1
    return told


def news_for(attendee: Attendee, was: Mapping[str, Was], *, at: datetime) -> list[tuple[CalendarEntry, Was]]:
    """What differs by now from what was, by time; without what is over or is theirs no more. Two statements."""
    entries: QuerySet[CalendarEntry] = CalendarEntry.objects.filter(pk__in=was, ends_at__gt=at)
    own = set(Presentation.objects.filter(presenter=attendee).values_list("session", flat=True))
    return [
        (entry, was[str(entry.pk)])
        for entry in entries.order_by("starts_at", "pk")
        if _was(vars(entry)) != was[str(entry.pk)] and (entry.session_id is None or entry.session_id in own)
    ]


def _is_news(change: Change, at: datetime) -> bool:
    """Whether it moved, and is not over. The first placement is none."""
    before, entry = change.before, change.entry
    moved = bool(before) and any(before[name] != getattr(entry, name) for name in MOVES)
    return moved and max(before["ends_at"], entry.ends_at) > at


def _was(facts: Mapping[str, Any]) -> dict[str, Any]:
    """What a mail carries of a session until it is written."""
    times = {name: facts[name].isoformat() for name in ("starts_at", "ends_at")}
    return {"room": facts["room"], "cancelled": facts["cancelled"], **times}


def _owe(presenter: Attendee, was: Mapping[str, Was], *, programme: Programme, at: datetime) -> None:
    person = presenter.person
    waiting = outbox.waiting(occasion=OCCASION, person_id=person.pk, at=at)
    if waiting is not None:
        refs = {**waiting.refs, "was": {**was, **waiting.refs["was"]}}
        if outbox.amend(waiting, refs=refs, due_at=min(at + QUIET, waiting.owed_at + LONGEST), at=at):
            return
    outbox.owe(
        occasion=OCCASION, key=f"{OCCASION}:{programme.pk}:{programme.version}:{presenter.pk}", person_id=person.pk,
        to_address=person.email, to_name=person.name, language=person.language, convening_id=programme.convening_id,
        refs={"attendee": presenter.pk, "was": dict(was)}, due_at=at + QUIET, at=at,
    )  # fmt: skip
