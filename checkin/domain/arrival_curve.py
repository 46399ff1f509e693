"""How people came in on one day, as a line with the hours below it, and the same in words and rows."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import ngettext, pgettext

from checkin.domain.arrivals import CURVE_STEP, Arrivals
from convenings.models import Convening

MARK_EVERY = timedelta(minutes=30)


@dataclass(frozen=True)
class Curve:
    """Arrivals as points (minutes, people) with marks below; the same in words, and as rows (time, people in)."""

    points: tuple[tuple[float, int], ...]
    marks: tuple[tuple[float, str], ...]
    words: str
    rows: tuple[tuple[datetime, int], ...]


def first_day(here: Arrivals, convening: Convening) -> Curve | None:
    """The curve of the first day on which people came in; None while nobody is."""
    return _curve(here, convening, convening.local(here.curve[0][0]).date()) if here.curve else None


def newest_day(here: Arrivals, convening: Convening) -> Curve | None:
    """That of the newest day on which somebody came in; it begins with those who were in before."""
    return _curve(here, convening, convening.local(here.curve[-1][0]).date()) if here.curve else None


def _curve(here: Arrivals, convening: Convening, day: date) -> Curve:
    points = [(at, count) for at, count in here.curve if convening.local(at).date() == day]
    before = max((count for at, count in here.curve if convening.local(at).date() < day), default=0)
    first, last = points[0][0] - CURVE_STEP, points[-1][0]
    clock: Any = pgettext("format of a time in a programme", "g:i")
    local_first = convening.local(first)
    half = first + timedelta(minutes=-local_first.minute % 30, seconds=-local_first.second)
    marks = []
    while half <= last:
        marks.append((_minutes(half), date_format(convening.local(half), clock)))
        half += MARK_EVERY * max(1, round((last - first) / MARK_EVERY / 8))
    count = points[-1][1] - before
    words = ngettext(
        "%(count)d person came in on %(day)s, from %(first)s to %(last)s.",
        "%(count)d people came in on %(day)s, from %(first)s to %(last)s.",
        count,
    ) % {
        "count": count, "day": date_format(day, pgettext("format of a day with its weekday", "l, F j")),
        "first": date_format(local_first, clock), "last": date_format(convening.local(last), clock),
    }  # fmt: skip
    drawn = [(_minutes(first), before), *((_minutes(at), count) for at, count in points)]
    return Curve(points=tuple(drawn), marks=tuple(marks), words=words, rows=tuple(points))


def _minutes(at: datetime) -> float:
    return round(at.timestamp() / 60, 2)
