"""Sessions, and where and when they are held."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.actors import actor_name
from breakouts.domain.programmes import count_change, hold_and_count, hold_programme
from breakouts.domain.schedule_around import read_around
from breakouts.domain.schedule_checks import refuse_impossible
from breakouts.domain.schedule_facts import SessionFacts
from breakouts.domain.seat_following import follow_seats
from breakouts.domain.session_people import refuse_unless_told
from breakouts.domain.slots import spoken_slot
from breakouts.models import Move, Programme, Room, Session, TimeSlot
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


class SessionGone(Refusal):
    code = "session_gone"
    status = 404
    words = gettext_lazy("This session is not there any more. Load the page again.")


class ElsewhereConvening(Refusal):
    code = "other_convening"
    words = gettext_lazy("This belongs to another convening. Choose one from the list.")


def _current(session: Session) -> Session:
    """The row as it is now. The caller holds the programme."""
    return Session.objects.select_related("room", "slot", "convening").get(pk=session.pk)


def _check_version(pk: int, seen: int, stands: int) -> None:
    """Who changed it since, and how it stands now. No statement where nobody did."""
    if seen == stands:
        return
    session = _current(Session(pk=pk))
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


def _check_unpinned(session: Session | SessionFacts) -> None:
    if session.is_pinned:
        words = _("“%(session)s” is pinned. Release the pin first, then move it.")
        raise SessionPinned(words % {"session": session.title})


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
    drop_session(
        convening=session.convening, session=session.pk, room=room.pk, slot=slot.pk, version=version, by=by, at=at
    )
    return _current(session)


@transaction.atomic
def drop_session(
    *,
    convening: Convening,
    session: int,
    room: int,
    slot: int,
    version: int,
    is_step: bool = True,
    by: str,
    at: datetime,
) -> SessionFacts:
    """The same by ids, with few statements, as a mouse drops it; is_step: it can be undone.

    Refusals: session_gone, and those of place_session.
    """
    hold_and_count(convening=convening, at=at)
    around = read_around(convening, session=session, room=room, slot=slot)
    schedule, facts = around.schedule, around.schedule.sessions.get(session)
    if facts is None:
        raise SessionGone
    if room not in schedule.rooms or slot not in schedule.slots:
        raise ElsewhereConvening
    if (facts.room, facts.slot) == (room, slot):
        transaction.set_rollback(True)  # nothing changes, and nothing is counted
        return facts
    _check_version(session, version, facts.version)
    _check_unpinned(facts)
    refuse_impossible(schedule, session=session, room=room, slot=slot)
    _put(session, room, slot, by=by, at=at)
    if is_step:
        _remember(session, convening.pk, (facts.room, facts.slot), (room, slot), by=by, at=at)
    if around.gives_seats:
        follow_seats(programme=Programme.objects.get(convening=convening), at=at)
    data = {"room": room, "slot": slot, "from_room": facts.room, "from_slot": facts.slot}
    _note("session.placed", session, convening.pk, data, by=by, at=at)
    return replace(facts, room=room, slot=slot, version=facts.version + 1)


@transaction.atomic
def unplace_session(*, session: Session, version: int, is_step: bool = True, by: str, at: datetime) -> Session:
    """Take a session out of its room and time. Again is harmless; is_step: it can be undone.

    Refusals: changed_meanwhile, session_pinned.
    """
    programme = hold_programme(convening=session.convening)
    session = _current(session)
    if session.slot_id is None:
        return session
    _check_version(session.pk, version, session.version)
    _check_unpinned(session)
    data = {"from_room": session.room_id, "from_slot": session.slot_id}
    _put(session.pk, None, None, by=by, at=at)
    if is_step:
        was = session.room_id, session.slot_id
        _remember(session.pk, session.convening_id, was, (None, None), by=by, at=at)
    count_change(programme=programme, at=at)
    _note("session.unplaced", session.pk, session.convening_id, data, by=by, at=at)
    return _current(session)


@transaction.atomic
def pin_session(*, session: Session, pinned: bool, version: int, by: str, at: datetime) -> Session:
    """Fix a session's place, or release it. Again is harmless. Refusals: changed_meanwhile, nothing_to_pin."""
    programme = hold_programme(convening=session.convening)
    session = _current(session)
    if session.is_pinned == pinned:
        return session
    _check_version(session.pk, version, session.version)
    if session.slot_id is None:
        raise NothingToPin
    session.is_pinned = pinned
    session.save(update_fields=["is_pinned"])
    count_change(programme=programme, at=at)
    kind = "session.pinned" if pinned else "session.released"
    _note(kind, session.pk, session.convening_id, {}, by=by, at=at)
    return session


def _put(session: int, room: int | None, slot: int | None, *, by: str, at: datetime) -> None:
    """Write where it is held; the slots of those who present it follow by a trigger."""
    facts: dict[str, Any] = {"room": room, "slot": slot, "placed_by": by, "placed_at": at}
    facts["version"] = F("version") + 1
    if slot is None:
        facts["is_pinned"] = False
    Session.objects.filter(pk=session).update(**facts)


def _remember(
    session: int, convening: int, was: tuple[int | None, int | None], now: tuple[int | None, int | None], *, by: str,
    at: datetime,
) -> None:
    """Keep a move from a room and slot to others, so that it can be undone."""
    Move.objects.create(
        convening_id=convening, session_id=session, from_room_id=was[0], from_slot_id=was[1], to_room_id=now[0],
        to_slot_id=now[1], by=by, at=at,
    )  # fmt: skip


def _note(
    kind: str, session: int, convening_id: int, data: Mapping[str, int | None], *, by: str, at: datetime
) -> None:
    record(kind=kind, by=by, at=at, subject=f"session:{session}", convening_id=convening_id, data=dict(data))


@transaction.atomic
def remove_session(*, session: Session, by: str, at: datetime) -> None:
    """Take a session off the programme for good. Refusals: session_wanted."""
    programme = hold_programme(convening=session.convening)
    session = _current(session)
    refuse_unless_told(session, programme)
    subject = f"session:{session.pk}"
    _put(session.pk, None, None, by=by, at=at)
    count_change(programme=programme, at=at)  # while it is known who has a seat in it
    session.delete()
    record(kind="session.removed", by=by, at=at, subject=subject, convening_id=programme.convening_id)


def _tag(session: Session, elements: Iterable[Element]) -> None:
    """Themes of the session's own convening."""
    chosen = list(elements)
    if any(element.convening_id != session.convening_id for element in chosen):
        raise ElsewhereConvening(field="elements")
    session.elements.set(chosen)
