"""What makes a place impossible: a session must not be there, and is not put there."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from breakouts.domain.rooms import spoken
from breakouts.domain.schedule_problem import Found, Place, shared_speakers
from breakouts.domain.seat_following import SeatsExceedRoom, words_of_excess
from breakouts.states import Level
from journal.refusals import Refusal


class RoomTaken(Refusal):
    code = "room_taken"
    field = "room"


class PresenterTaken(Refusal):
    code = "presenter_taken"
    field = "slot"


class PresenterAway(Refusal):
    code = "presenter_away"
    field = "slot"


class RoomIsShut(Refusal):
    code = "room_shut"
    field = "room"


class RoomLacks(Refusal):
    code = "room_lacks"
    field = "room"


class RoomBelowLeast(Refusal):
    code = "room_below_least"
    field = "room"


class OutOfOrder(Refusal):
    code = "out_of_order"
    field = "slot"


class OutsideDays(Refusal):
    code = "outside_days"
    field = "slot"


def _room_taken(place: Place) -> Found:
    for other in place.others:
        if other.room == place.room.id:
            facts = {"room": place.room.name, "when": place.when, "other": other.title}
            words = _("%(room)s is taken by “%(other)s” (%(when)s). Choose another room or time.") % facts
            yield place.problem(Level.IMPOSSIBLE, "room_taken", _("Taken"), words, other)


def _presenter_taken(place: Place) -> Found:
    for other in place.others:
        for who in shared_speakers(place.session, other):
            room = place.schedule.rooms.get(other.room or 0)
            facts = {"who": who.name, "other": other.title, "room": room.name if room else "–", "when": place.when}
            words = _("%(who)s presents “%(other)s” in %(room)s at that time (%(when)s). Choose another time.") % facts
            short = _("%(who)s presents elsewhere") % facts
            yield place.problem(Level.IMPOSSIBLE, "presenter_taken", short, words, other)


def _presenter_away(place: Place) -> Found:
    for who in place.session.speakers:
        if place.slot.meets(who.away):
            facts = {"who": who.name, "session": place.session.title, "when": place.when}
            words = _("%(who)s presents “%(session)s” and is not free then (%(when)s). Choose another time.") % facts
            yield place.problem(Level.IMPOSSIBLE, "presenter_away", _("%(who)s is not free then") % facts, words)


def _room_shut(place: Place) -> Found:
    if place.slot.meets(place.room.shut):
        facts = {"room": place.room.name, "when": place.when}
        words = _("%(room)s cannot be used then (%(when)s). Choose another room or time.") % facts
        yield place.problem(Level.IMPOSSIBLE, "room_shut", _("Shut"), words)


def _room_lacks(place: Place) -> Found:
    lacks = spoken(place.session.needs - place.room.features)
    if lacks:
        facts = {"room": place.room.name, "what": lacks, "session": place.session.title}
        words = _("“%(session)s” needs what %(room)s does not have: %(what)s. Choose another room.") % facts
        yield place.problem(Level.IMPOSSIBLE, "room_lacks", _("Lacks %(what)s") % facts, words)


def _room_below_least(place: Place) -> Found:
    least = place.session.least or 0
    if least > place.room.capacity:
        facts = {"room": place.room.name, "seats": place.room.capacity, "least": least, "session": place.session.title}
        words = _("“%(session)s” needs %(least)s people, and %(room)s has %(seats)s seats. Choose a larger room.")
        short = _("%(seats)s seats, at least %(least)s needed") % facts
        yield place.problem(Level.IMPOSSIBLE, "room_below_least", short, words % facts)


def _seats_exceed_room(place: Place) -> Found:
    session, room = place.session, place.room
    if session.seats > place.seats:
        words = words_of_excess(session.title, session.seats, room=room.name, seats=place.seats)
        short = _("%(seats)s seats, %(n)s are given") % {"seats": place.seats, "n": session.seats}
        yield place.problem(Level.IMPOSSIBLE, "seats_exceed_room", short, words)


def _out_of_order(place: Place) -> Found:
    schedule, session = place.schedule, place.session
    earlier = schedule.sessions.get(session.comes_after or 0)
    pairs = [(earlier, session)] if earlier else []
    pairs += [(session, later) for later in schedule.followers.get(session.id, ())]
    for first, second in pairs:
        other = second if first is session else first
        there = schedule.slots.get(other.slot or 0)
        if there is None:
            continue
        starts = {session.id: place.slot.starts_at, other.id: there.starts_at}
        if starts[first.id] >= starts[second.id]:
            facts = {"first": first.title, "second": second.title}
            words = _("“%(second)s” comes after “%(first)s”. Choose a time that keeps this order.") % facts
            yield place.problem(Level.IMPOSSIBLE, "out_of_order", _("Against the order"), words, other)


def _slot_outside(place: Place) -> Found:
    begin, end = place.schedule.bounds
    if place.slot.starts_at < begin or place.slot.ends_at > end:
        facts = {"slot": place.slot.label, "when": place.when}
        words = _("“%(slot)s” (%(when)s) is not on the convening’s days. Move the time itself, or choose another.")
        yield place.problem(Level.IMPOSSIBLE, "outside_days", _("Outside the days"), words % facts)


FORBID: tuple[Callable[[Place], Found], ...] = (
    _room_taken, _presenter_taken, _presenter_away, _room_shut, _room_lacks, _room_below_least, _seats_exceed_room,
    _out_of_order, _slot_outside,
)  # fmt: skip
REFUSALS: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        RoomTaken, PresenterTaken, PresenterAway, RoomIsShut, RoomLacks, RoomBelowLeast, SeatsExceedRoom, OutOfOrder,
        OutsideDays,
    )
}  # fmt: skip
