"""Sessions that are public where they stand: a proposal leaves them, unless somebody says that they may move."""

from datetime import datetime

from django.db import transaction

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.domain.schedule_facts import Schedule
from breakouts.models import Release, Session
from convenings.models import Convening
from journal.domain.entries import record


def published_in(schedule: Schedule) -> frozenset[int]:
    """Ids of the sessions that stand in the room and time in which the newest release has them. One statement."""
    newest = Release.objects.of(schedule.convening).values_list("content", flat=True).first()
    public = {line["id"]: (line["room"], line["slot"]) for line in newest["sessions"]} if newest else {}
    return frozenset(one.id for one in schedule.sessions.values() if public.get(one.id, ()) == (one.room, one.slot))


def frozen_in(schedule: Schedule) -> frozenset[int]:
    """Of the public ones those that no proposal moves; what is pinned stays by its pin. One statement."""
    sessions = schedule.sessions
    return frozenset(
        one for one in published_in(schedule) if not sessions[one].may_move and not sessions[one].is_pinned
    )


@transaction.atomic
def let_move(*, session: Session, may_move: bool, by: str, at: datetime) -> Session:
    """Let proposals move a session though it is public, until the next release; or no longer. Again is harmless."""
    programme = hold_programme(convening=session.convening)
    session = Session.objects.select_related("convening").get(pk=session.pk)
    if session.may_move == may_move:
        return session
    session.may_move = may_move
    session.save(update_fields=["may_move"])
    count_change(programme=programme, at=at)
    kind = "session.freed" if may_move else "session.kept"
    record(kind=kind, by=by, at=at, subject=f"session:{session.pk}", convening_id=session.convening_id)
    return session


def keep_all(convening: Convening) -> None:
    """What is released stays again. The caller holds the programme."""
    Session.objects.filter(convening=convening, may_move=True).update(may_move=False)
