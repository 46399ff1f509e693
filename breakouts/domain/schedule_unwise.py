"""What is unwise about a place: a session may be there, and somebody pays for it."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from breakouts.domain.schedule_facts import SessionFacts
from breakouts.domain.schedule_problem import FOR_ALL, Found, Place, shared_speakers
from breakouts.states import Level, SessionKind, SetUp

CHANGEOVER = timedelta(minutes=10)  # to walk from room to room
SETTING_UP = timedelta(minutes=20)  # to move chairs and tables


def _room_too_small(place: Place) -> Found:
    expected = place.session.expected
    if expected is not None and expected > place.seats:
        facts = {
            "n": expected, "session": place.session.title, "room": place.room.name, "seats": place.seats
        }  # fmt: skip
        if place.seats < place.room.capacity:
            words = _(
                "%(n)s people are expected at “%(session)s”, and it takes no more than %(seats)s. Let more in, or hold"
                " it twice."
            )
        else:
            words = _(
                "%(n)s people are expected at “%(session)s”, and there are %(seats)s seats in %(room)s. Choose a larger"
                " room, or hold it twice."
            )
        short = _("Too small: %(seats)s seats, %(n)s expected") % facts
        yield place.problem(Level.UNWISE, "room_too_small", short, words % facts)


def _too_few_expected(place: Place) -> Found:
    expected, least = place.session.expected, place.session.least
    if expected is not None and least is not None and expected < least:
        facts = {"n": expected, "session": place.session.title, "least": least}
        words = _(
            "%(n)s people are expected at “%(session)s”, which needs %(least)s. Say more about it, or leave it out."
        )
        yield place.problem(Level.UNWISE, "too_few_expected", _("Few expected"), words % facts)


def _set_up_differs(place: Place) -> Found:
    wanted, has = place.session.set_up, place.room.set_up
    if wanted and has and wanted != has:
        facts = {
            "session": place.session.title, "room": place.room.name, "wanted": SetUp(wanted).label,
            "has": SetUp(has).label,
        }  # fmt: skip
        words = _(
            "“%(session)s” wants %(wanted)s, and %(room)s has %(has)s. Have it set up before, or choose another room."
        )
        yield place.problem(Level.UNWISE, "set_up_differs", _("Set-up: %(has)s") % facts, words % facts)


def _same_topic(place: Place) -> Found:
    for other in place.others:
        if place.session.topic and place.session.topic.casefold() == other.topic.casefold():
            facts = {"one": place.session.title, "other": other.title, "topic": place.session.topic}
            words = _(
                "“%(one)s” and “%(other)s” are at once, and are one topic: %(topic)s. A repeat helps those who come at"
                " another time."
            )
            yield place.problem(Level.UNWISE, "same_topic", _("Its repeat is held then"), words % facts, other)


def _same_track(place: Place) -> Found:
    for other in place.others:
        if place.session.track and place.session.track.casefold() == other.track.casefold():
            facts = {"one": place.session.title, "other": other.title, "track": place.session.track}
            words = _(
                "“%(one)s” and “%(other)s” are at once, both of the track %(track)s. Move one: who follows the track"
                " misses it."
            )
            short = _("Beside the same track: %(track)s") % facts
            yield place.problem(Level.UNWISE, "same_track", short, words % facts, other)


def _beside_everybody(place: Place) -> Found:
    for other in place.others:
        one, shared = (place.session, other) if other.kind in FOR_ALL else (other, place.session)
        if one.kind == SessionKind.BREAKOUT and shared.kind in FOR_ALL:
            facts = {"one": one.title, "all": shared.title}
            words = _("“%(one)s” is at the time of “%(all)s”, to which everybody comes. Move one of them.") % facts
            yield place.problem(Level.UNWISE, "beside_all", _("Beside “%(all)s”") % facts, words, other)


def _changeover(place: Place) -> Found:
    for neighbour in place.schedule.beside[place.slot.id]:
        if neighbour is None:
            continue
        first, second = sorted((neighbour, place.slot), key=lambda slot: slot.starts_at)
        gap = second.starts_at - first.ends_at
        for other in place.schedule.by_slot.get(neighbour.id, ()):
            if other.id == place.session.id:
                continue
            if gap < CHANGEOVER and other.room != place.room.id:
                yield from _walks(place, other, gap)
            if gap < SETTING_UP and other.room == place.room.id:
                yield from _is_set_up(place, other, gap)


def _walks(place: Place, other: SessionFacts, gap: timedelta) -> Found:
    for who in shared_speakers(place.session, other):
        facts = {
            "who": who.name, "one": place.session.title, "other": other.title, "minutes": int(gap.total_seconds() // 60)
        }  # fmt: skip
        words = _(
            "%(who)s has %(minutes)s minutes between “%(one)s” and “%(other)s”, in two rooms. Use one room, or leave"
            " more time."
        )
        yield place.problem(Level.UNWISE, "short_changeover", _("%(who)s has to run") % facts, words % facts, other)


def _is_set_up(place: Place, other: SessionFacts, gap: timedelta) -> Found:
    wants = {place.session.set_up, other.set_up}
    if "" not in wants and len(wants) == 2:
        facts = {
            "room": place.room.name, "one": place.session.title, "other": other.title,
            "minutes": int(gap.total_seconds() // 60),
        }  # fmt: skip
        words = _(
            "%(room)s has to be set up anew within %(minutes)s minutes, between “%(one)s” and “%(other)s”. Use another"
            " room, or leave more time."
        )
        yield place.problem(Level.UNWISE, "short_set_up", _("Set up anew at once"), words % facts, other)


UNWISE: tuple[Callable[[Place], Found], ...] = (
    _room_too_small, _too_few_expected, _set_up_differs, _same_topic, _same_track, _beside_everybody, _changeover,
)  # fmt: skip
