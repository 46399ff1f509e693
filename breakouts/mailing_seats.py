"""The mail about somebody's seats, composed when it is sent."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.seat_news import OCCASION, TOLD, News, news_for
from breakouts.domain.seats_opening import are_open
from convenings.models import Convening
from convenings.templatetags import times
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, Variable
from registration import mailing_values
from registration.mailing import letter, private_link
from registration.models import Attendee

SEATS = Variable(
    "seats", gettext_lazy("in which rounds somebody sits elsewhere now, and where (a list)"),
    (gettext_lazy("Breakouts A, Thu, May 27, 9:00 a.m.: you have a seat in “Fewer tests”, Room 204."),), required=True,
)  # fmt: skip


def compose_seats(message: Message, at: datetime) -> Letter | None:
    """To an attendee: the seats that they got, changed or lost since the last mail. None where all is as it was."""
    found = Attendee.objects.placed().select_related("convening__venue", "convening__programme", "person")
    attendee = found.filter(pk=message.refs["attendee"], convening__state__in=TOLD).first()
    if attendee is None or not are_open(attendee.convening.programme):
        return None
    news = news_for(attendee, message.refs["was"], at=at)
    if not news:
        return None
    convening = attendee.convening
    values = mailing_values.of_convening(convening) | {"name": attendee.person.name}
    values["seats"] = [_told(one, convening) for one in news]
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    return letter(convening, values, Button(_("Open your page"), url))


def _told(news: News, convening: Convening) -> str:
    """One round in a sentence or two."""
    slot = news.slot
    facts = {
        "round": f"{slot.label}, {times.day(slot.starts_at, convening)}, {times.clock(slot.starts_at, convening)}",
        "before": news.before,
    }
    if news.seat is None:
        return _("%(round)s: you have no seat any more. It was in “%(before)s”.") % facts
    facts |= {"session": news.seat.session.title, "room": str(news.seat.session.room)}
    if not news.before:
        return _("%(round)s: you have a seat in “%(session)s”, %(room)s.") % facts
    return _("%(round)s: your seat is in “%(session)s”, %(room)s, now. It was in “%(before)s”.") % facts


TOLD_SEATS = Occasion(
    OCCASION, compose_seats, gettext_lazy("somebody has a seat, or another one"),
    (*mailing_values.CONVENING, mailing_values.NAME, SEATS), has_button=True,
)  # fmt: skip
