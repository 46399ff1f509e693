"""Who presents a session."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.domain.schedule_around import read_around
from breakouts.domain.schedule_checks import refuse_impossible
from breakouts.domain.schedule_facts import with_speaker
from breakouts.domain.sessions import ElsewhereConvening
from breakouts.models import Presentation, Session
from journal.domain.entries import record
from journal.refusals import Refusal
from registration.models import Attendee


class PresenterCancelled(Refusal):
    code = "presenter_cancelled"
    field = "presenter"


@transaction.atomic
def add_presenter(*, session: Session, attendee: Attendee, by: str, at: datetime) -> Presentation:
    """Let somebody present a session. Again is harmless.

    Refusals: presenter_taken, presenter_away, presenter_cancelled, other_convening.
    """
    programme = hold_programme(convening=session.convening)
    session = Session.objects.select_related("slot", "convening").get(pk=session.pk)
    if attendee.convening_id != session.convening_id:
        raise ElsewhereConvening
    there = session.presentations.filter(presenter=attendee).first()
    if there is not None:
        return there
    if attendee.cancelled_at is not None:
        raise PresenterCancelled(_("%(who)s does not come any more.") % {"who": attendee})
    _check_free(session, attendee)
    presentation = Presentation.objects.create(session=session, presenter=attendee, slot=session.slot)
    count_change(programme=programme, at=at)
    record(
        kind="presenter.added", by=by, at=at, subject=f"session:{session.pk}", convening_id=session.convening_id,
        data={"attendee": attendee.pk},
    )
    return presentation


def _check_free(session: Session, attendee: Attendee) -> None:
    """They can when the session is held, and present nothing else then."""
    if session.slot_id is None or session.room_id is None:
        return
    around = read_around(session.convening, session=session.pk, room=session.room_id, slot=session.slot_id)
    refuse_impossible(
        with_speaker(around.schedule, session=session.pk, attendee=attendee), session=session.pk, room=session.room_id,
        slot=session.slot_id, only=frozenset({"presenter_taken", "presenter_away"}),
    )  # fmt: skip


@transaction.atomic
def remove_presenter(*, session: Session, attendee: Attendee, by: str, at: datetime) -> None:
    """Let somebody no longer present a session. Again is harmless."""
    programme = hold_programme(convening=session.convening)
    gone, __ = Presentation.objects.filter(session=session, presenter=attendee).delete()
    if not gone:
        return
    count_change(programme=programme, at=at)
    record(
        kind="presenter.removed", by=by, at=at, subject=f"session:{session.pk}", convening_id=session.convening_id,
        data={"attendee": attendee.pk},
    )
