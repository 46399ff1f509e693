"""What is missing in a schedule: places, a side's sessions, presenters."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from agreements.states import Side
from breakouts.domain.schedule_facts import Schedule
from breakouts.domain.schedule_problem import Found, Problem
from breakouts.domain.slots import spoken_slot
from breakouts.states import Level, SessionKind


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


GAPS: tuple[Callable[[Schedule], Found], ...] = (_unplaced, _sides_left_out, _nobody_presents)
