"""Sessions, and where and when they are held."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.actors import actor_name
from breakouts.domain.programmes import count_change, hold_programme
from breakouts.domain.schedule_checks import refuse_impossible
from breakouts.domain.schedule_facts import read_around
from breakouts.domain.slots import spoken_slot
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening, Element
from journal.domain.entries import record
from journal.refusals import Refusal


class ChangedMeanwhile(Refusal):
    code = "changed_meanwhile"


class SessionPinned(Refusal):
    code = "session_pinned"


class NothingToPin(Refusal):
    code = "nothing_to_pin"
    words = gettext_lazy("It has no room and time yet, so there is nothing to pin. Place it first.")


class ElsewhereConvening(Refusal):
    code = "other_convening"
    words = gettext_lazy("This belongs to another convening. Choose one from the list.")


def _current(session: Session) -> Session:
    """The row as it is now. The caller holds the programme."""
    return Session.objects.select_related("room", "slot", "convening").get(pk=session.pk)


def _check_version(session: Session, version: int) -> None:
    if session.version == version:
        return
    facts = {"who": actor_name(session.placed_by), "session": session.title}
    if session.room is None or session.slot is None:
        raise ChangedMeanwhile(
            _("%(who)s has taken “%(session)s” out of its place since this page was made. Nothing was changed now.")
            % facts
        )
    facts |= {"room": session.room.name, "when": spoken_slot(session.slot, session.convening)}
    raise ChangedMeanwhile(
        _("%(who)s has moved “%(session)s” to %(room)s, %(when)s since this page was made. Nothing was changed now.")
        % facts
    )


def _check_unpinned(session: Session) -> None:
    if session.is_pinned:
        raise SessionPinned(_("“%(session)s” is pinned. Release the pin first, then move it.") % {"session": session})


@transaction.atomic
def make_session(
    *,
    convening: Convening,
    title: str,
    kind: SessionKind = SessionKind.BREAKOUT,
    abstract: str = "",
    elements: Iterable[Element] = (),
    by: str,
    at: datetime,
) -> Session:
    """A new session, without a room and time yet."""
    programme = hold_programme(convening=convening)
    session = Session.objects.create(convening=convening, title=title, kind=kind, abstract=abstract)
    _tag(session, elements)
    count_change(programme=programme, at=at)
    record(kind="session.made", by=by, at=at, subject=f"session:{session.pk}", convening_id=convening.pk)
    return session


@transaction.atomic
def change_session(
    *,
    session: Session,
    title: str,
    kind: SessionKind,
    abstract: str,
    elements: Iterable[Element],
    by: str,
    at: datetime,
) -> Session:
    """Change what a session is about; where it is held stays."""
    programme = hold_programme(convening=session.convening)
    session = _current(session)
    session.title, session.kind, session.abstract = title, kind, abstract
    session.save(update_fields=["title", "kind", "abstract"])
    _tag(session, elements)
    count_change(programme=programme, at=at)
    record(kind="session.changed", by=by, at=at, subject=f"session:{session.pk}", convening_id=session.convening_id)
    return session


@transaction.atomic
def place_session(
    *, session: Session, room: Room, slot: TimeSlot, version: int, by: str, at: datetime
) -> Session:
    """Put a session into a room and time, from wherever it was. Again the same is harmless.

    version: the session's when the page was made. Refusals: changed_meanwhile, session_pinned, other_convening, and
    all that makes a place impossible (schedule_checks).
    """
    programme = hold_programme(convening=session.convening)
    session = _current(session)
    if {room.convening_id, slot.convening_id} != {session.convening_id}:
        raise ElsewhereConvening
    if (session.room_id, session.slot_id) == (room.pk, slot.pk):
        return session
    _check_version(session, version)
    _check_unpinned(session)
    schedule = read_around(session.convening, session=session.pk, slot=slot.pk)
    refuse_impossible(schedule, session=session.pk, room=room.pk, slot=slot.pk)
    data = {"room": room.pk, "slot": slot.pk, "from_room": session.room_id, "from_slot": session.slot_id}
    _put(session, room, slot, by=by, at=at)
    count_change(programme=programme, at=at)
    _note("session.placed", session, data, by=by, at=at)
    return session


@transaction.atomic
def unplace_session(*, session: Session, version: int, by: str, at: datetime) -> Session:
    """Take a session out of its room and time. Again is harmless. Refusals: changed_meanwhile, session_pinned."""
    programme = hold_programme(convening=session.convening)
    session = _current(session)
    if session.slot_id is None:
        return session
    _check_version(session, version)
    _check_unpinned(session)
    data = {"from_room": session.room_id, "from_slot": session.slot_id}
    _put(session, None, None, by=by, at=at)
    count_change(programme=programme, at=at)
    _note("session.unplaced", session, data, by=by, at=at)
    return session


@transaction.atomic
def pin_session(*, session: Session, pinned: bool, version: int, by: str, at: datetime) -> Session:
    """Fix a session's place, or release it. Again is harmless. Refusals: changed_meanwhile, nothing_to_pin."""
    programme = hold_programme(convening=session.convening)
    session = _current(session)
    if session.is_pinned == pinned:
        return session
    _check_version(session, version)
    if session.slot_id is None:
        raise NothingToPin
    session.is_pinned = pinned
    session.save(update_fields=["is_pinned"])
    count_change(programme=programme, at=at)
    _note("session.pinned" if pinned else "session.released", session, {}, by=by, at=at)
    return session


def _put(session: Session, room: Room | None, slot: TimeSlot | None, *, by: str, at: datetime) -> None:
    session.room, session.slot, session.placed_by, session.placed_at = room, slot, by, at
    session.version += 1
    session.is_pinned = session.is_pinned and slot is not None
    session.save(update_fields=["room", "slot", "placed_by", "placed_at", "version", "is_pinned"])
    session.presentations.update(slot=slot)


def _note(kind: str, session: Session, data: dict[str, int | None], *, by: str, at: datetime) -> None:
    subject = f"session:{session.pk}"
    record(kind=kind, by=by, at=at, subject=subject, convening_id=session.convening_id, data=data)


@transaction.atomic
def remove_session(*, session: Session, by: str, at: datetime) -> None:
    """Take a session off the programme for good."""
    programme = hold_programme(convening=session.convening)
    subject = f"session:{session.pk}"
    _put(session, None, None, by=by, at=at)
    count_change(programme=programme, at=at)  # while it is known who presents it
    session.delete()
    record(kind="session.removed", by=by, at=at, subject=subject, convening_id=programme.convening_id)


def _tag(session: Session, elements: Iterable[Element]) -> None:
    """Themes of the session's own convening."""
    chosen = list(elements)
    if any(element.convening_id != session.convening_id for element in chosen):
        raise ElsewhereConvening(field="elements")
    session.elements.set(chosen)
