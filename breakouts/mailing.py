"""The mail of this room, composed when it is sent."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.calendar_entries import event_of
from breakouts.domain.release_difference import SessionChange
from breakouts.domain.release_news import OCCASION, TOLD, changes_since, newest_at, touched_by
from breakouts.domain.release_words import own_sentences
from breakouts.mailing_choices import OPEN
from breakouts.mailing_seats import TOLD_SEATS
from breakouts.models import CalendarEntry
from convenings.domain.calendars import CANCEL, MEDIA_TYPE, PUBLISH, write_calendar
from convenings.models import Convening
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
    """To whom a release touches: what differs from the release they knew, and the calendar that has it so."""
    found = Attendee.objects.coming().select_related("convening__venue", "person")
    attendee = found.filter(pk=message.refs["attendee"], convening__state__in=TOLD).first()
    if attendee is None:
        return None
    convening = attendee.convening
    changes = changes_since(message.refs["since"], convening)
    touched = touched_by(changes, convening, at=at, only=attendee.pk, released_at=newest_at(convening))
    news = touched.get(attendee.pk)
    if not news:
        return None
    values = mailing_values.of_convening(convening) | {"name": attendee.person.name}
    values["moves"] = [words for change in news for words in own_sentences(change, attendee.pk, convening)]
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    written = letter(convening, values, Button(_("Open your page"), url))
    return replace(written, attachments=_files(_entries(news, attendee), convening))


def _entries(news: Sequence[SessionChange], attendee: Attendee) -> list[CalendarEntry]:
    """As calendars have the sessions now; one that the attendee does not present any more is not theirs to keep."""
    uids = [change.line.uid for change in news if not (change.after and attendee.pk in change.left)]
    return list(CalendarEntry.objects.filter(uid__in=uids).order_by("starts_at", "pk"))


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
