"""The programme of a convening for calendar programs."""

from hashlib import sha256

from breakouts.domain.calendar_entries import event_of
from breakouts.models import CalendarEntry, Programme
from convenings.domain.calendars import convening_event, write_calendar
from convenings.models import Convening

SHAPE = 1  # raise it when the files look different for the same rows
SHOWN = ("name", "time_zone", "starts_at", "ends_at", "contact_email", "state", "slug")


def programme_calendar(convening: Convening) -> bytes:
    """The convening and all its sessions, those included that were cancelled. One statement."""
    entries = CalendarEntry.objects.filter(convening=convening).order_by("starts_at", "pk")
    events = [convening_event(convening), *(event_of(entry, convening) for entry in entries)]
    return write_calendar(convening=convening, events=events, title=convening.name)


def calendar_tag(convening: Convening, *also: object) -> str:
    """An entity tag that is equal as long as the calendar of this convening is. One statement.

    `also` is what else it depends on: language, whose it is.
    """
    released = Programme.objects.filter(convening=convening).values_list("released", flat=True).first()
    facts = [SHAPE, released, convening.calendar_sequence, convening.state_reason]
    facts += [getattr(convening, name) for name in SHOWN]
    facts += [convening.tagline, *(str(value) for name, value in vars(convening.venue).items() if name[0] != "_")]
    return f'"{sha256(repr([*facts, *also]).encode()).hexdigest()[:32]}"'
