"""A session with its place in one step, as a form with all fields saves it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy

from breakouts.domain.sessions import change_session, make_session, place_session, unplace_session
from breakouts.domain.terms import Terms, set_terms
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening, Element
from journal.refusals import Refusal


class HalfPlaced(Refusal):
    code = "half_placed"
    words = gettext_lazy("A session has both a room and a time, or neither.")
    field = "slot"


@transaction.atomic
def edit_session(
    *,
    session: Session | None,
    convening: Convening,
    title: str,
    kind: SessionKind,
    abstract: str,
    elements: Iterable[Element],
    terms: Terms | None = None,
    room: Room | None,
    slot: TimeSlot | None,
    version: int,
    by: str,
    at: datetime,
) -> Session:
    """Make or change a session, and place it; without terms they stay.

    Refusals: half_placed, and those of set_terms and place_session.
    """
    if (room is None) != (slot is None):
        raise HalfPlaced
    if session is None:
        session = make_session(
            convening=convening, title=title, kind=kind, abstract=abstract, elements=elements, by=by, at=at
        )
    else:
        session = change_session(
            session=session, title=title, kind=kind, abstract=abstract, elements=elements, by=by, at=at
        )
    if terms is not None:
        set_terms(session=session, terms=terms, by=by, at=at)
    if room is None or slot is None:
        return unplace_session(session=session, version=version, by=by, at=at)
    return place_session(session=session, room=room, slot=slot, version=version, by=by, at=at)
