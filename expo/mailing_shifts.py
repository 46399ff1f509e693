"""The mail before a shift at the booth, composed when it is sent."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.models import Convening
from convenings.reminder_occasions import RUNNING
from convenings.templatetags import times
from expo.models import Booth, Shift
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, Variable
from registration import mailing_values
from registration.mailing import letter, private_link
from registration.models import Attendee

SHIFTS = Variable(
    "shifts", gettext_lazy("the shifts that are to come (a list)"),
    (gettext_lazy("Wed, May 26, 2:00 p.m. to 2:30 p.m."),),
    required=True,
)  # fmt: skip
BOOTH = Variable("booth", gettext_lazy("number of the booth"), "129", required=True)
HALL = Variable("hall", gettext_lazy("name of the hall"), gettext_lazy("Hall A"))
ZONE = Variable("zone", gettext_lazy("the time zone"), gettext_lazy("Eastern Time"))


def compose_soon(message: Message, at: datetime) -> Letter | None:
    """To who has a shift that is not over: when, and at which booth. None for who has given theirs away."""
    people = Attendee.objects.placed().filter(convening__state__in=RUNNING)
    attendee = people.select_related("convening__venue", "person").filter(pk=message.refs["attendee"]).first()
    if attendee is None or attendee.person_id != message.person_id:
        return None
    shifts = Shift.objects.standing().filter(attendee=attendee, wave__ends_at__gt=at).select_related("wave")
    told = [_told(shift, attendee.convening) for shift in shifts.order_by("wave__begins_at")]
    booth = Booth.objects.filter(placement__team=attendee.team_id).select_related("hall").first()
    if not told or booth is None:
        return None
    convening = attendee.convening
    values = mailing_values.of_convening(convening) | {"name": attendee.person.name, "shifts": told}
    values |= {"booth": str(booth.number), "hall": str(booth.hall), "zone": times.zone_name(convening)}
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    return letter(convening, values, Button(_("Open your page"), url))


def _told(shift: Shift, convening: Convening) -> str:
    return _("%(day)s, %(begins)s to %(ends)s") % {
        "day": times.day(shift.wave.begins_at, convening), "begins": times.clock(shift.wave.begins_at, convening),
        "ends": times.clock(shift.wave.ends_at, convening),
    }  # fmt: skip


SOON = Occasion(
    "shift.soon", compose_soon, gettext_lazy("a shift at the booth comes"),
    (*mailing_values.CONVENING, mailing_values.NAME, SHIFTS, BOOTH, HALL, ZONE), has_button=True,
)  # fmt: skip
