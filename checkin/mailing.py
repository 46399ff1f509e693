"""The mail of this room, composed when it is sent."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from checkin.domain import kiosk_codes
from checkin.domain.hours_certificates import OCCASION, REMINDER, standing_certificate
from checkin.models import HoursCertificate, KioskCode
from mail import occasions
from mail.models import Message
from mail.occasions import Button, Letter, PrivateUrl, Variable
from registration import mailing_values
from registration.mailing import letter, private_link
from registration.models import Attendee

HOURS = Variable("hours", gettext_lazy("the hours that are certified"), gettext_lazy("5.25 contact hours"))
PLACE = Variable("place", gettext_lazy("where the kiosk stands"), gettext_lazy("North door"))


def compose_kiosk_code(message: Message, at: datetime) -> Letter | None:
    """To who may stand at a kiosk: six digits, struck out of the copy that is kept. None where nobody needs them."""
    related = ("attendee__convening", "attendee__person", "ask__device__checkpoint")
    code = KioskCode.objects.select_related(*related).filter(pk=message.refs["code"]).first()
    digits = kiosk_codes.write(code, at=at) if code else None
    if code is None or digits is None:
        return None
    convening = code.attendee.convening
    values = mailing_values.of_convening(convening) | {
        "name": code.attendee.person.name,
        "place": code.ask.device.checkpoint.name,
        "code": PrivateUrl(digits),
        "minutes": str(kiosk_codes.LIVES.seconds // 60),
    }
    return letter(convening, values)


def compose_certificate(message: Message, at: datetime) -> Letter | None:
    """To who has a certificate of hours: where it is. None where it was withdrawn meanwhile."""
    found = Attendee.objects.coming().select_related("convening__venue", "person")
    attendee = found.filter(pk=message.refs["attendee"]).first()
    certificate = standing_certificate(attendee) if attendee else None
    if attendee is None or certificate is None:
        return None
    return _letter(attendee, certificate, at)


def compose_reminder(message: Message, at: datetime) -> Letter | None:
    """The same to who has not opened it. None once they have, or where it was withdrawn."""
    waiting = HoursCertificate.objects.standing().unopened().filter(attendee__cancelled_at=None)
    found = waiting.select_related("attendee__convening__venue", "attendee__person")
    certificate = found.filter(attendee=message.refs["attendee"]).first()
    if certificate is None or certificate.attendee.person_id != message.person_id:
        return None
    return _letter(certificate.attendee, certificate, at)


def _letter(attendee: Attendee, certificate: HoursCertificate, at: datetime) -> Letter:
    convening = attendee.convening
    values = mailing_values.of_convening(convening) | {
        "name": attendee.person.name,
        "hours": f"{certificate.credit} {certificate.unit}",
    }
    url = private_link(attendee.person, "attend", f"attendee:{attendee.pk}", convening, at)
    return letter(convening, values, Button(_("Open your page"), url))


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    variables = (*mailing_values.CONVENING, mailing_values.NAME, HOURS)
    title = gettext_lazy("a certificate of hours is ready")
    occasions.register(OCCASION, compose_certificate, title, variables, has_button=True)
    reminder = gettext_lazy("reminder of a certificate of hours")
    occasions.register(REMINDER, compose_reminder, reminder, variables, has_button=True)
    says = (*mailing_values.CONVENING, mailing_values.NAME, PLACE, mailing_values.CODE, mailing_values.MINUTES)
    title = gettext_lazy("a code for the kiosk")
    occasions.register(kiosk_codes.OCCASION, compose_kiosk_code, title, says)
