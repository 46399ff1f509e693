"""Rooms of a convening."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.programmes import count_change, hold_programme
from breakouts.models import Room, Session
from breakouts.states import Feature, SetUp
from convenings.models import Convening
from journal.domain.entries import record
from journal.refusals import Refusal


class RoomNameTaken(Refusal):
    code = "room_name_taken"
    words = gettext_lazy("There is a room of this name already. Give it another name.")
    field = "name"


class RoomWithoutSeats(Refusal):
    code = "room_without_seats"
    words = gettext_lazy("A room has at least one seat.")
    field = "capacity"


class RoomInUse(Refusal):
    code = "room_in_use"


class FeatureUnknown(Refusal):
    code = "feature_unknown"
    field = "features"


class SetUpUnknown(Refusal):
    code = "set_up_unknown"
    words = gettext_lazy("Nobody here knows this set-up. Choose one from the list.")
    field = "set_up"


def known_features(features: Iterable[str]) -> list[str]:
    """The features in their order, each once. Refusals: feature_unknown."""
    given = set(features)
    unknown = sorted(given - set(Feature.values))
    if unknown:
        raise FeatureUnknown(_("No room has “%(feature)s”. Choose from the list.") % {"feature": unknown[0]})
    return [feature.value for feature in Feature if feature.value in given]


def known_set_up(set_up: str) -> str:
    """The set-up; empty where any will do. Refusals: set_up_unknown."""
    if set_up not in ("", *SetUp.values):
        raise SetUpUnknown
    return set_up


def spoken(features: Iterable[str]) -> str:
    """Features in words: microphones and no steps."""
    given = set(features)
    words = [str(feature.label) for feature in Feature if feature.value in given]
    if len(words) < 2:
        return "".join(words)
    return _("%(most)s and %(last)s") % {"most": ", ".join(words[:-1]), "last": words[-1]}


def seats_in(session: Session) -> int | None:
    """How many may sit in a session: what its room holds and it admits; None where neither says."""
    return fewer(session.room.capacity if session.room else None, session.most)


def fewer(*bounds: int | None) -> int | None:
    """The lowest of these bounds; None where there is none."""
    return min((bound for bound in bounds if bound is not None), default=None)


def _check(*, convening: Convening, name: str, capacity: int, but: int = 0) -> None:
    if capacity < 1:
        raise RoomWithoutSeats
    if Room.objects.filter(convening=convening, name=name).exclude(pk=but).exists():
        raise RoomNameTaken


@transaction.atomic
def make_room(
    *,
    convening: Convening,
    name: str,
    capacity: int,
    features: Iterable[str] = (),
    set_up: str = "",
    by: str,
    at: datetime,
) -> Room:
    """A new room, after those there are.

    Refusals: room_name_taken, room_without_seats, feature_unknown, set_up_unknown.
    """
    facts = {"features": known_features(features), "set_up": known_set_up(set_up)}
    programme = hold_programme(convening=convening)
    _check(convening=convening, name=name, capacity=capacity)
    last = Room.objects.filter(convening=convening).order_by("-position").first()
    position = last.position + 1 if last else 0
    room = Room.objects.create(convening=convening, name=name, capacity=capacity, position=position, **facts)
    count_change(programme=programme, at=at)
    record(kind="room.made", by=by, at=at, subject=f"room:{room.pk}", convening_id=convening.pk)
    return room


@transaction.atomic
def change_room(
    *,
    room: Room,
    name: str,
    capacity: int,
    position: int,
    features: Iterable[str] | None = None,
    set_up: str | None = None,
    by: str,
    at: datetime,
) -> Room:
    """Rename, resize, reorder or furnish a room; None leaves that as it is. Refusals: those of make_room."""
    programme = hold_programme(convening=room.convening)
    _check(convening=room.convening, name=name, capacity=capacity, but=room.pk)
    room.name, room.capacity, room.position = name, capacity, position
    room.features = known_features(room.features if features is None else features)
    room.set_up = known_set_up(room.set_up if set_up is None else set_up)
    room.save(update_fields=["name", "capacity", "position", "features", "set_up"])
    count_change(programme=programme, at=at)
    record(kind="room.changed", by=by, at=at, subject=f"room:{room.pk}", convening_id=room.convening_id)
    return room


@transaction.atomic
def remove_room(*, room: Room, by: str, at: datetime) -> None:
    """Take a room away in which nothing is held. Refusals: room_in_use."""
    programme = hold_programme(convening=room.convening)
    held = room.sessions.first()
    if held is not None:
        raise RoomInUse(_("“%(session)s” is held in %(room)s. Move it first.") % {"session": held, "room": room})
    subject = f"room:{room.pk}"
    room.delete()
    count_change(programme=programme, at=at)
    record(kind="room.removed", by=by, at=at, subject=subject, convening_id=programme.convening_id)
