"""An attendee's agenda for calendar programs, at a private address of its own."""

from datetime import datetime, timedelta
from uuid import uuid5

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.domain import links
from accounts.models import PrivateLink
from breakouts.domain.calendar_entries import event_of
from breakouts.domain.calendar_feeds import calendar_tag
from breakouts.domain.seat_sheet import seats_shown
from breakouts.models import CalendarEntry
from breakouts.states import SessionKind
from convenings.domain.calendars import CalendarEvent, convening_event, where, write_calendar
from convenings.states import OFF
from expo.models import Booth
from journal.domain.entries import record
from portal.domain.days import public_schedule
from portal.domain.own_shifts import shifts_of
from registration.models import Attendee

PURPOSE = "calendar"  # leads to no page: /l/ does not open it
LIVES_ON = timedelta(days=60)  # after the convening is over


class NoLongerComes(links.LinkRefused):
    code = "no_longer_comes"
    words = gettext_lazy("You are no longer on the list. If that is a mistake, write to the organizers.")


@transaction.atomic
def new_address(*, attendee: Attendee, by: str, at: datetime) -> str:
    """A fresh private address of the attendee's agenda, shown once and kept nowhere; an earlier one ends now.

    Refusal: no_longer_comes.
    """
    attendee = Attendee.objects.select_for_update(of=("self",), no_key=True).get(pk=attendee.pk)
    if attendee.cancelled_at is not None:
        raise NoLongerComes
    subject = f"attendee:{attendee.pk}"
    links.revoke_links(purpose=PURPOSE, subject=subject, at=at)
    until = max(attendee.convening.ends_at, at) + LIVES_ON
    token = links.mint(person=attendee.person, purpose=PURPOSE, subject=subject, expires_at=until, at=at)
    record(kind="calendar.address", by=by, at=at, subject=subject, convening_id=attendee.convening_id)
    return f"{settings.ACCORD_URL}/calendar/{token}/agenda.ics"


def standing_address(attendee: Attendee, *, at: datetime) -> PrivateLink | None:
    """The link under which the agenda is fetched now; its address is not known any more."""
    live = PrivateLink.objects.live(at).filter(purpose=PURPOSE, subject=f"attendee:{attendee.pk}")
    return live.order_by("-pk").first()


def attendee_at(*, token: str, at: datetime) -> Attendee:
    """Whose agenda this address shows. Two statements. Refusals: link_unknown, link_expired, link_revoked,
    no_longer_comes."""
    link = links.find_live(token=token, purpose=PURPOSE, at=at)
    found = Attendee.objects.select_related("person", "convening__venue", "convening__programme")
    attendee = found.filter(pk=link.subject_id, person=link.person_id).first()
    if attendee is None or attendee.cancelled_at is not None:
        raise NoLongerComes
    return attendee


def agenda_tag(attendee: Attendee, *, language: str) -> str:
    """An entity tag that is equal as long as the agenda is. Two statements, three for who has a shift; one more where
    seats are open."""
    stand = [(shift.pk, shift.wave.begins_at, shift.wave.ends_at) for shift in shifts_of(attendee)]
    sit = [seat.session_id for seat in seats_shown(attendee)]
    return calendar_tag(attendee.convening, attendee.pk, language, stand, _booth(attendee) if stand else None, sit)


def agenda_calendar(attendee: Attendee) -> bytes:
    """The convening, what all do together, what the attendee presents, where they sit, and when they stand at the
    booth. Three statements, four for who has a shift; one more where seats are open."""
    convening = attendee.convening
    own = ~Q(kind=SessionKind.BREAKOUT) | Q(session__in=_presented(attendee))
    own |= Q(session__in=[seat.session_id for seat in seats_shown(attendee)])
    entries = CalendarEntry.objects.filter(own, convening=convening).order_by("starts_at", "pk")
    events = [convening_event(convening), *(event_of(entry, convening, busy=True) for entry in entries)]
    events += shift_events(attendee)
    title = _("%(convening)s, my agenda") % {"convening": convening.name}
    return write_calendar(convening=convening, events=events, title=title)


def shift_events(attendee: Attendee) -> list[CalendarEvent]:
    """The attendee's shifts. Each is known by its person and beginning, so that planning again moves nothing; the
    hall's version counts what may have changed of it.
    """
    shifts, convening = shifts_of(attendee), attendee.convening
    booth = _booth(attendee) if shifts else None
    if booth is None:
        return []
    title = _("At booth %(number)s") % {"number": booth.number}
    return [
        CalendarEvent(
            uid=str(uuid5(convening.uid, f"shift:{attendee.pk}:{shift.wave.begins_at.isoformat()}")),
            sequence=booth.hall.version, changed_at=convening.opens_at,
            starts_at=shift.wave.begins_at, ends_at=shift.wave.ends_at, title=title,
            location=where(convening, booth.hall.name), cancelled=convening.state in OFF, busy=True,
        )
        for shift in shifts
    ]  # fmt: skip


def _presented(attendee: Attendee) -> list[int]:
    """The sessions that the attendee presents by the newest release."""
    schedule = public_schedule(attendee.convening)
    lines = schedule.sessions if schedule else ()
    return [line.id for line in lines if any(who.attendee_id == attendee.pk for who in line.presenters)]


def _booth(attendee: Attendee) -> Booth | None:
    """Where the attendee's team stands."""
    return Booth.objects.filter(placement__team=attendee.team_id).select_related("hall").first()
