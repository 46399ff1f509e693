"""The mail while breakouts can be chosen, composed when it is sent."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from breakouts.domain.choice_reminders import open_rounds
from breakouts.domain.choosing_time import choosing_time
from convenings.models import Convening
from convenings.reminder_occasions import RUNNING
from convenings.templatetags import times
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, Variable
from registration import mailing_values
from registration.mailing import letter, private_link
from registration.models import Attendee

UNTIL = Variable(
    "until", gettext_lazy("until when breakouts can be chosen, with the time zone"),
    gettext_lazy("Sun, May 9, 11:59 p.m., Eastern Time"), required=True,
)  # fmt: skip
ROUNDS = Variable(
    "rounds", gettext_lazy("the rounds in which nothing is chosen yet (a list)"),
    (gettext_lazy("Breakouts A, Thu, May 27, 9:00 a.m."),), required=True,
)  # fmt: skip


def compose_open(message: Message, at: datetime) -> Letter | None:
    """To who has not chosen in every round: in which, and until when. None once they have, or the time is over."""
    people = Attendee.objects.placed().filter(convening__state__in=RUNNING)
    attendee = people.select_related("convening__venue", "person").filter(pk=message.refs["attendee"]).first()
    if attendee is None or attendee.person_id != message.person_id:
        return None
    convening = attendee.convening
    time, rounds = choosing_time(convening), open_rounds(convening, [attendee.pk]).of(attendee)
    if time.until_at is None or not time.is_open(at) or not rounds:
        return None
    values = mailing_values.of_convening(convening) | {"name": attendee.person.name}
    values["rounds"] = [f"{slot.label}, {_moment(slot.starts_at, convening)}" for slot in rounds]
    values["until"] = f"{_moment(time.until_at, convening)}, {times.zone_name(convening)}"
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    return letter(convening, values, Button(_("Open your page"), url))


def _moment(at: datetime, convening: Convening) -> str:
    return f"{times.day(at, convening)}, {times.clock(at, convening)}"


OPEN = Occasion(
    "choices.open", compose_open, gettext_lazy("breakouts are to be chosen"),
    (*mailing_values.CONVENING, mailing_values.NAME, UNTIL, ROUNDS), has_button=True,
)  # fmt: skip
