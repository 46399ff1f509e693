"""Hints about a place: good to know."""

from collections.abc import Callable
from datetime import timedelta

from django.utils.translation import gettext as _

from agreements.states import Side
from breakouts.domain.schedule_problem import Found, Place
from breakouts.states import Level


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


HINTS: tuple[Callable[[Place], Found], ...] = (_same_audience, _over_midnight)
