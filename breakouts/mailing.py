"""The mail of this room, composed when it is sent."""

from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.calendar_entries import event_of
from breakouts.domain.session_news import OCCASION, TOLD, Was, news_for
from breakouts.mailing_choices import OPEN
from breakouts.mailing_seats import TOLD_SEATS
from breakouts.models import CalendarEntry
from convenings.domain.calendars import CANCEL, MEDIA_TYPE, PUBLISH, write_calendar
from convenings.models import Convening
from convenings.templatetags import times
from mail import occasions
from mail.models import Message
from mail.occasions import Attachment, Button, Letter, Variable
from registration import mailing_values
from registration.mailing import letter, private_link
from registration.models import Attendee

MOVES = Variable(
    "moves", gettext_lazy("what moved, with the times and rooms (a list)"),
    (gettext_lazy("“Fewer tests”: now Wed, May 26, 9:00 a.m., Ballroom. It was Wed, May 26, 8:00 a.m., Room 204."),),
    required=True,
)  # fmt: skip


def compose_moved(message: Message, at: datetime) -> Letter | None:
    """To who presents: what moved since the last mail, and the calendar that moves it there too."""
    found = Attendee.objects.coming().select_related("convening__venue", "person")
    attendee = found.filter(pk=message.refs["attendee"], convening__state__in=TOLD).first()
    news = news_for(attendee, message.refs["was"], at=at) if attendee else []
    if attendee is None or not news:
        return None
    convening = attendee.convening
    values = mailing_values.of_convening(convening) | {"name": attendee.person.name}
    values["moves"] = [_told(entry, was, convening) for entry, was in news]
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    entries = [entry for entry, __ in news]
    written = letter(convening, values, Button(_("Open your page"), url))
    return replace(written, attachments=_files(entries, convening))


def _told(entry: CalendarEntry, was: Was, convening: Convening) -> str:
    """One session in a sentence or two."""
    before = _place(datetime.fromisoformat(was["starts_at"]), was["room"], convening)
    facts = {"session": entry.title, "was": before, "now": _place(entry.starts_at, entry.room, convening)}
    if entry.cancelled:
        return _("“%(session)s” is not held any more. It was %(was)s.") % facts
    if was["cancelled"]:
        return _("“%(session)s” is held again: %(now)s.") % facts
    return _("“%(session)s”: now %(now)s. It was %(was)s.") % facts


def _place(at: datetime, room: str, convening: Convening) -> str:
    return f"{times.day(at, convening)}, {times.clock(at, convening)}, {room}"


def _files(entries: list[CalendarEntry], convening: Convening) -> list[Attachment]:
    """What is held goes out as PUBLISH, what is not as CANCEL: a file has one method."""
    files = []
    for method, name in ((PUBLISH, "sessions.ics"), (CANCEL, "cancelled.ics")):
        events = [event_of(entry, convening, busy=True) for entry in entries if entry.cancelled == (method == CANCEL)]
        if events:
            content = write_calendar(convening=convening, events=events, title=convening.name, method=method)
            files.append(Attachment(name, content, MEDIA_TYPE, {"method": method, "charset": "utf-8"}))
    return files


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    title = gettext_lazy("a session has moved")
    variables = (*mailing_values.CONVENING, mailing_values.NAME, MOVES)
    occasions.register(OCCASION, compose_moved, title, variables, has_button=True)
    for own in (OPEN, TOLD_SEATS):
        occasions.register(own.name, own.compose, own.title, own.variables, has_button=True)
