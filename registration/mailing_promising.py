"""Mail around a promise: the certificate, the code, an office or an address that changed, a promise that was recorded."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Party
from mail import occasions
from mail.models import Message
from mail.occasions import Letter
from registration.domain import certificates
from registration.mailing import _about, _link
from registration.models import Certificate, Team


def compose_certificate(message: Message, at: datetime) -> Letter | None:
    """To a signatory of a complete team: its certificate, behind their own link."""
    team, party = _office(message)
    certificate = Certificate.objects.select_related("team").filter(pk=message.refs["certificate"]).first()
    if party is None or certificate is None or certificates.validity_of(certificate) != certificates.Validity.VALID:
        return None
    assert party.signatory is not None
    context = _about(team) | {
        "name": party.signatory.name,
        "completed_on": team.convening.local(certificate.completed_at).date(),
        "link": _link(party.signatory, "answer", f"party:{party.pk}", team.convening, at),
        "button": _("Open your page with the certificate"),
    }
    return Letter(
        subject=_("%(team)s is complete: the certificate") % {"team": team.name},
        template="mail/registration/certificate",
        context=context,
        reply_to=team.convening.contact_email,
    )


def _office(message: Message) -> tuple[Team, Party | None]:
    """The office that the mail is about; None where somebody else holds it now."""
    party = Party.objects.with_answers().get(pk=message.refs["party"])
    team = Team.objects.select_related("convening__venue", "coordinator").of_party(party)
    return team, party if party.signatory_id == message.person_id and party.signatory is not None else None


COMPOSERS = {
    "certificate.ready": (compose_certificate, gettext_lazy("the certificate of a complete team")),
}


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    for occasion, (compose, title) in COMPOSERS.items():
        occasions.register(occasion, compose, title=title)
