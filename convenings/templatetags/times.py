"""Instants in the convening's own time zone: {% load times %}.

{{ at|day:convening }} Fri, Apr 2 · {{ at|full_day:convening }} Fri, April 2, 2027 · {{ at|clock:convening }} 11:59 p.m.
{{ at|moment:convening }} Fri, April 2, 2027, 11:59 p.m. · {{ convening|zone_name }} Eastern Time
"""

from datetime import date, datetime

from django import template
from django.utils.formats import date_format
from django.utils.translation import pgettext

from convenings.domain.zones import spoken_zone
from convenings.models import Convening

register = template.Library()


@register.filter
def day(at: datetime, convening: Convening) -> str:
    """The day, short: Fri, Apr 2."""
    return date_format(convening.local(at), pgettext("format of a short day", "D, M j"))


@register.filter
def short_day(at: datetime, convening: Convening) -> str:
    """The day without its name: Apr 2."""
    return date_format(convening.local(at), pgettext("format of a short day without its name", "M j"))


@register.filter
def iso_day(at: datetime, convening: Convening) -> str:
    """For the datetime attribute of a day."""
    return convening.local(at).date().isoformat()


@register.filter
def weekday(at: datetime, convening: Convening) -> str:
    """The day of the week in full: Friday, April 2."""
    return date_format(convening.local(at), pgettext("format of a day with its weekday", "l, F j"))


@register.filter
def full_day(at: datetime, convening: Convening) -> str:
    """The day with its year: Fri, April 2, 2027."""
    return date_format(convening.local(at), pgettext("format of a day with its year", "D, F j, Y"))


@register.filter
def year_day(at: datetime, convening: Convening) -> str:
    """The day with its year and without its weekday: April 2, 2027."""
    return date_format(convening.local(at), pgettext("format of a day with its year, without its weekday", "F j, Y"))


@register.filter
def clock(at: datetime, convening: Convening) -> str:
    """The time of day: 11:59 p.m."""
    return date_format(convening.local(at), pgettext("format of a time of day", "g:i a"))


@register.filter
def hour(at: datetime, convening: Convening) -> str:
    """The time of day as programmes print it: 1:30."""
    return date_format(convening.local(at), pgettext("format of a time in a programme", "g:i"))


@register.filter
def moment(at: datetime, convening: Convening) -> str:
    """The day, its year and the time: Fri, April 2, 2027, 11:59 p.m."""
    return f"{full_day(at, convening)}, {clock(at, convening)}"


@register.filter
def iso_local(at: datetime, convening: Convening) -> str:
    """For the datetime attribute of a time element, with the zone's offset."""
    return convening.local(at).isoformat(timespec="minutes")


@register.filter
def plain_day(on: date) -> str:
    """A day that is no instant, such as the one a signatory names: Fri, April 2, 2027."""
    return date_format(on, pgettext("format of a day with its year", "D, F j, Y"))


@register.filter
def zone_name(convening: Convening) -> str:
    """The convening's time zone in words: Eastern Time."""
    return spoken_zone(convening.time_zone)
