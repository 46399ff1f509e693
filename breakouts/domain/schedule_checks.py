"""What is wrong with a place, and with a schedule: one list, for pages, API, solver and release alike.

Impossible: a session must not be there, and is not put there. Unwise: it may, and somebody pays for it. Hint: good to
know. Data in, data out; whoever asks has read the schedule (schedule_facts).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from agreements.states import Side
from breakouts.domain.rooms import spoken
from breakouts.domain.schedule_facts import RoomFacts, Schedule, SessionFacts, SlotFacts, Speaker
from breakouts.domain.slots import spoken_slot
from breakouts.states import Level, SessionKind, SetUp
from journal.refusals import Refusal

CHANGEOVER = timedelta(minutes=10)  # to walk from room to room
FOR_ALL = frozenset({SessionKind.PLENARY, SessionKind.MEAL})  # everybody is there
SETTING_UP = timedelta(minutes=20)  # to move chairs and tables


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


REFUSALS: dict[str, type[Refusal]] = {
    refusal.code: refusal
    for refusal in (
        RoomTaken, PresenterTaken, PresenterAway, RoomIsShut, RoomLacks, RoomBelowLeast, OutOfOrder, OutsideDays
    )
}  # fmt: skip


@dataclass(frozen=True)
class Problem:
    """`words` is a sentence with what to do, `short` its reason for a cell. `sessions`, `room`, `slot`: ids."""

    code: str
    level: Level
    short: str
    words: str
    sessions: tuple[int, ...]
    room: int | None = None
    slot: int | None = None


@dataclass(frozen=True)
class Place:
    """One session in one room and slot, beside whatever else is held then."""

    schedule: Schedule
    session: SessionFacts
    room: RoomFacts
    slot: SlotFacts

    @property
    def others(self) -> list[SessionFacts]:
        """What else is held then."""
        return [one for one in self.schedule.by_slot.get(self.slot.id, ()) if one.id != self.session.id]

    @property
    def seats(self) -> int:
        """How many may sit there."""
        return min(self.room.capacity, self.session.most or self.room.capacity)

    @property
    def when(self) -> str:
        """For sentences: Thu, May 27, 10:45 a.m."""
        return spoken_slot(self.slot, self.schedule.convening)

    def problem(self, level: Level, code: str, short: str, words: str, *others: SessionFacts) -> Problem:
        """Something about this session here, and about others with it."""
        about = (self.session.id, *(one.id for one in others))
        return Problem(code, level, short, words, about, self.room.id, self.slot.id)


Found = Iterator[Problem]


# -- Impossible --------------------------------------------------------------------------------------------


def _room_taken(place: Place) -> Found:
    for other in place.others:
        if other.room == place.room.id:
            facts = {"room": place.room.name, "when": place.when, "other": other.title}
            words = _("%(room)s is taken by “%(other)s” (%(when)s). Choose another room or time.") % facts
            yield place.problem(Level.IMPOSSIBLE, "room_taken", _("Taken"), words, other)


def _presenter_taken(place: Place) -> Found:
    for other in place.others:
        for who in _shared(place.session, other):
            room = place.schedule.rooms.get(other.room or 0)
            facts = {"who": who.name, "other": other.title, "room": room.name if room else "–", "when": place.when}
            words = _("%(who)s presents “%(other)s” in %(room)s at that time (%(when)s). Choose another time.") % facts
            short = _("%(who)s presents elsewhere") % facts
            yield place.problem(Level.IMPOSSIBLE, "presenter_taken", short, words, other)


def _presenter_away(place: Place) -> Found:
    for who in place.session.speakers:
        if place.slot.meets(who.away):
            facts = {"who": who.name, "session": place.session.title, "when": place.when}
            words = _("%(who)s presents “%(session)s” and cannot then (%(when)s). Choose another time.") % facts
            yield place.problem(Level.IMPOSSIBLE, "presenter_away", _("%(who)s cannot then") % facts, words)


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


# -- Unwise ------------------------------------------------------------------------------------------------


def _room_too_small(place: Place) -> Found:
    expected = place.session.expected
    if expected is not None and expected > place.seats:
        facts = {
            "n": expected, "session": place.session.title, "room": place.room.name, "seats": place.seats
        }  # fmt: skip
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
    for who in _shared(place.session, other):
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


# -- Hints -------------------------------------------------------------------------------------------------


def _same_audience(place: Place) -> Found:
    mine = place.session.audience
    for other in place.others:
        if len(mine) == 1 and mine == other.audience:
            facts = {"one": place.session.title, "other": other.title, "side": Side(next(iter(mine))).label}
            words = _(
                "“%(one)s” and “%(other)s” are at once, and both are for one side only (%(side)s). Move one if people"
                " are to see both."
            )
            yield place.problem(Level.HINT, "same_audience", _("Beside one for the same side"), words % facts, other)


def _over_midnight(place: Place) -> Found:
    convening = place.schedule.convening
    first, last = convening.local(place.slot.starts_at), convening.local(place.slot.ends_at - timedelta(microseconds=1))
    if first.date() != last.date():
        facts = {"session": place.session.title, "slot": place.slot.label}
        words = _("“%(session)s” goes on after midnight (“%(slot)s”). Look whether that is meant.") % facts
        yield place.problem(Level.HINT, "over_midnight", _("Goes on after midnight"), words)


CHECKS: tuple[Callable[[Place], Found], ...] = (
    _room_taken, _presenter_taken, _presenter_away, _room_shut, _room_lacks, _room_below_least, _out_of_order,
    _slot_outside, _room_too_small, _too_few_expected, _set_up_differs, _same_topic, _same_track, _beside_everybody,
    _changeover, _same_audience, _over_midnight,
)  # fmt: skip
FORBID = CHECKS[:8]  # those that make a place impossible


# -- Asking ------------------------------------------------------------------------------------------------


def problems_at(
    schedule: Schedule, *, session: int, room: int, slot: int, only_forbidding: bool = False
) -> list[Problem]:
    """What is wrong with a session in a room and slot, the worst first; wherever it stands now."""
    place = Place(schedule, schedule.sessions[session], schedule.rooms[room], schedule.slots[slot])
    checks = FORBID if only_forbidding else CHECKS
    return [problem for check in checks for problem in check(place)]


def refuse_impossible(
    schedule: Schedule, *, session: int, room: int, slot: int, only: frozenset[str] = frozenset(REFUSALS)
) -> None:
    """Raise the first of what makes a place impossible, as a refusal of the same code; only: codes looked at."""
    for problem in problems_at(schedule, session=session, room=room, slot=slot, only_forbidding=True):
        if problem.code in only:
            raise REFUSALS[problem.code](problem.words)


def forbidden(schedule: Schedule) -> list[Problem]:
    """What is impossible in the schedule as it stands; each pair once."""
    return _standing(schedule, only_forbidding=True)


def conflicts(schedule: Schedule) -> list[Problem]:
    """What is wrong with the schedule as it stands, the worst first; each pair once."""
    rest = [*_unplaced(schedule), *_sides_left_out(schedule), *_nobody_presents(schedule)]
    order = list(Level)
    return sorted([*_standing(schedule), *rest], key=lambda one: order.index(one.level))


def _standing(schedule: Schedule, *, only_forbidding: bool = False) -> list[Problem]:
    found: dict[tuple[str, frozenset[int], str], Problem] = {}
    for session in schedule.sessions.values():
        if session.room is None or session.slot is None:
            continue
        for problem in problems_at(
            schedule, session=session.id, room=session.room, slot=session.slot, only_forbidding=only_forbidding
        ):
            about = frozenset(problem.sessions)
            text = problem.words if len(about) == 1 else ""
            found.setdefault((problem.code, about, text), problem)
    return list(found.values())


def _unplaced(schedule: Schedule) -> Found:
    for session in schedule.sessions.values():
        if not session.is_placed:
            words = _("“%(session)s” has no room and time yet. Place it, or take it off the programme.")
            yield Problem(
                "unplaced", Level.UNWISE, _("Not placed"), words % {"session": session.title}, (session.id,)
            )


def _sides_left_out(schedule: Schedule) -> Found:
    """Times at which breakouts are held, and none of them is for one of the sides."""
    for slot, sessions in schedule.by_slot.items():
        audiences = [session.audience for session in sessions if session.kind == SessionKind.BREAKOUT]
        if not audiences or not all(audiences):
            continue
        welcome = frozenset().union(*audiences)
        for side in (Side.UNION, Side.DISTRICT, Side.BOARD):
            if side.value not in welcome:
                when = spoken_slot(schedule.slots[slot], schedule.convening)
                words = _("No breakout of this time (%(when)s) is for this side: %(side)s. Open one to it.")
                words %= {"when": when, "side": side.label}
                about = tuple(session.id for session in sessions)
                yield Problem("side_left_out", Level.UNWISE, _("A side has no session"), words, about, None, slot)


def _nobody_presents(schedule: Schedule) -> Found:
    for session in schedule.sessions.values():
        if session.kind == SessionKind.BREAKOUT and session.is_placed and not session.speakers:
            words = _("Nobody presents “%(session)s” yet. Add whoever does.") % {"session": session.title}
            about = (session.id,)
            yield Problem("no_presenter", Level.HINT, _("No presenter"), words, about, session.room, session.slot)


def _shared(one: SessionFacts, other: SessionFacts) -> list[Speaker]:
    """Who presents both."""
    ids = {who.id for who in other.speakers}
    return [who for who in one.speakers if who.id in ids]
