"""Mail around a promise: the certificate, the code, an office or address that changed, a promise on paper."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Party
from mail import occasions
from mail.models import Message
from mail.occasions import Letter, PrivateUrl
from registration.domain import certificates, codes, recording
from registration.mailing import _about, _link
from registration.models import Certificate, PromiseCode, Team


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


def compose_code(message: Message, at: datetime) -> Letter | None:
    """To the holder of an office who is about to promise: six digits, struck out of the copy that is kept."""
    team, party = _office(message)
    code = PromiseCode.objects.filter(pk=message.refs["code"]).first()
    digits = codes.write(code, at=at) if party is not None and code is not None else None
    if digits is None:
        return None
    return Letter(
        subject=_("Your code for %(team)s") % {"team": team.name},
        template="mail/registration/code",
        context=_about(team) | {"party": party, "code": PrivateUrl(digits), "minutes": codes.LIVES.seconds // 60},
        reply_to=team.convening.contact_email,
    )


def compose_recorded(message: Message, at: datetime) -> Letter | None:
    """To a signatory whose promise an organizer wrote down: is it so?"""
    team, party = _office(message)
    if party is None or party.signatory is None or not recording.waits_for_confirmation(party):
        return None
    context = _about(team) | {
        "name": party.signatory.name,
        "party": party,
        "link": _link(party.signatory, "answer", f"party:{party.pk}", team.convening, at),
        "button": _("Read and confirm"),
    }
    return Letter(
        subject=_("Please confirm your promise for %(team)s") % {"team": team.name},
        template="mail/registration/recorded",
        context=context,
        reply_to=team.convening.contact_email,
    )


def compose_handed_over(message: Message, at: datetime) -> Letter | None:
    """To who held an office: somebody else is named for it, and the old link works no more."""
    team, _now = _office(message)
    party = Party.objects.get(pk=message.refs["party"])
    return Letter(
        subject=_("%(office)s for %(team)s: another holder is named") % {"office": party.label, "team": team.name},
        template="mail/registration/office_handed_over",
        context=_about(team) | {"party": party},
        reply_to=team.convening.contact_email,
    )


def compose_address_changed(message: Message, at: datetime) -> Letter | None:
    """To the address that a signatory had. It may have been a stranger's all along: nothing here but that."""
    team, _now = _office(message)
    return Letter(
        subject=_("Mail about %(team)s goes to another address now") % {"team": team.name},
        template="mail/registration/address_changed",
        context=_about(team),
        reply_to=team.convening.contact_email,
    )


def _office(message: Message) -> tuple[Team, Party | None]:
    """The office that the mail is about; None where somebody else holds it now."""
    party = Party.objects.with_answers().get(pk=message.refs["party"])
    team = Team.objects.select_related("convening__venue", "coordinator").of_party(party)
    return team, party if party.signatory_id == message.person_id and party.signatory is not None else None


COMPOSERS = {
    "certificate.ready": (compose_certificate, gettext_lazy("the certificate of a complete team")),
    "commitment.code": (compose_code, gettext_lazy("a code before a promise")),
    "commitment.recorded": (compose_recorded, gettext_lazy("a promise that an organizer wrote down")),
    "office.handed_over": (compose_handed_over, gettext_lazy("an office has another holder")),
    "signatory.address_changed": (compose_address_changed, gettext_lazy("a signatory's address changed")),
}


def register_occasions() -> None:
    """Tells the mail room who writes for which occasion."""
    for occasion, (compose, title) in COMPOSERS.items():
        occasions.register(occasion, compose, title=title, asked_for=occasion == "commitment.code")
