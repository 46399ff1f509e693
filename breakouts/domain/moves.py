"""What somebody moved by hand, sessions and times, undone and done again: one's own, if nobody changed it since.

The convening is held before the programme, as whoever changes a time holds them: else two wait for each other.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain.actors import actor_name
from breakouts.domain.programmes import hold_programme
from breakouts.domain.resizing import change_slot
from breakouts.domain.schedule_facts import Span
from breakouts.domain.sessions import drop_session, unplace_session
from breakouts.domain.slots import locked
from breakouts.models import Move
from convenings.models import Convening
from journal.refusals import Refusal


class NothingToUndo(Refusal):
    code = "nothing_to_undo"
    words = gettext_lazy("You have moved nothing here that could be undone.")


class NothingToRedo(Refusal):
    code = "nothing_to_redo"
    words = gettext_lazy("There is nothing to do again: nothing was undone, or something was moved after it.")


class MovedSince(Refusal):
    code = "moved_since"


@dataclass(frozen=True)
class Steps:
    """The own move that would be undone, and the one that would be done again."""

    undo: Move | None
    redo: Move | None


def steps_of(convening: Convening, *, by: str) -> Steps:
    """What one organizer may undo and do again. Two statements at most."""
    own = Move.objects.filter(convening=convening, by=by).select_related("session", "resized")
    last = own.filter(is_undone=False).order_by("-pk").first()
    undone = own.filter(is_undone=True, pk__gt=last.pk if last else 0).order_by("pk").first()
    return Steps(last, undone)


@transaction.atomic
def undo_move(*, convening: Convening, by: str, at: datetime) -> Move:
    """Put back what one moved or changed last. Refusals: nothing_to_undo, moved_since, those of a place or a time."""
    hold_programme(convening=locked(convening.pk))
    move = steps_of(convening, by=by).undo
    if move is None:
        raise NothingToUndo
    if move.resized is not None:
        _change(move, move.to_span, move.from_span, by=by, at=at)
    else:
        _put(move, (move.to_room_id, move.to_slot_id), (move.from_room_id, move.from_slot_id), by=by, at=at)
    move.is_undone = True
    move.save(update_fields=["is_undone"])
    # What had been undone before this move was made is not done again: this move came after it.
    Move.objects.filter(convening=convening, by=by, is_undone=True, pk__lt=move.pk).delete()
    return move


@transaction.atomic
def redo_move(*, convening: Convening, by: str, at: datetime) -> Move:
    """Do once more what was undone. Refusals: nothing_to_redo, moved_since, those of a place or a time."""
    hold_programme(convening=locked(convening.pk))
    move = steps_of(convening, by=by).redo
    if move is None:
        raise NothingToRedo
    if move.resized is not None:
        _change(move, move.from_span, move.to_span, by=by, at=at)
    else:
        _put(move, (move.from_room_id, move.from_slot_id), (move.to_room_id, move.to_slot_id), by=by, at=at)
    move.is_undone = False
    move.save(update_fields=["is_undone"])
    return move


def _change(move: Move, stands: Span, to: Span, *, by: str, at: datetime) -> None:
    slot = move.resized
    assert slot is not None
    if (slot.starts_at, slot.ends_at) != stands:
        words = _("Somebody has changed “%(slot)s” since. Change it by hand, if you still want to.")
        raise MovedSince(words % {"slot": slot.label})
    change_slot(slot=slot, label=slot.label, starts_at=to[0], ends_at=to[1], is_step=False, by=by, at=at)


def _put(
    move: Move, stands: tuple[int | None, int | None], to: tuple[int | None, int | None], *, by: str, at: datetime
) -> None:
    session, (room, slot) = move.session, to
    assert session is not None
    if (session.room_id, session.slot_id) != stands:
        words = _("%(who)s has moved “%(session)s” since. Move it by hand, if you still want to.")
        raise MovedSince(words % {"who": actor_name(session.placed_by), "session": session.title})
    if room is None or slot is None:
        unplace_session(session=session, version=session.version, is_step=False, by=by, at=at)
        return
    where = {"session": session.pk, "room": room, "slot": slot}
    drop_session(convening=move.convening, **where, version=session.version, is_step=False, by=by, at=at)
