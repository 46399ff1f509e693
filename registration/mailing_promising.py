"""Mail around a promise: the code, an office or address that changed, a promise on paper."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Person
from agreements.models import Party
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, PrivateUrl, Value
from registration import mailing_values
from registration.domain import codes, recording, telling_changes
from registration.mailing import letter, private_link
from registration.models import PromiseCode, Team


def compose_code(message: Message, at: datetime) -> Letter | None:
    """To the holder of an office who is about to promise: six digits, struck out of the copy that is kept."""
    team, party = _office(message)
    code = PromiseCode.objects.filter(pk=message.refs["code"]).first()
    digits = codes.write(code, at=at) if party is not None and code is not None else None
    if party is None or digits is None:
        return None
    minutes = str(codes.LIVES.seconds // 60)
    own: dict[str, Value] = {"office": party.label, "code": PrivateUrl(digits), "minutes": minutes}
    return letter(team.convening, mailing_values.of_team(team) | own)


def compose_recorded(message: Message, at: datetime) -> Letter | None:
    """To a signatory whose promise an organizer wrote down: is it so?"""
    team, party = _office(message)
    if party is None or party.signatory is None or not recording.waits_for_confirmation(party):
        return None
    values = mailing_values.of_team(team) | {"name": party.signatory.name, "office": party.label}
    url = private_link(party.signatory, "answer", f"party:{party.pk}", team.convening, at)
    return letter(team.convening, values, Button(_("Read and confirm"), url))


def compose_handed_over(message: Message, at: datetime) -> Letter | None:
    """To who held an office: somebody else is named for it, and the old link works no more."""
    team, _now = _office(message)
    party = Party.objects.get(pk=message.refs["party"])
    before = Person.objects.get(pk=message.person_id or 0)
    values = mailing_values.of_team(team) | {"office": party.label, "name": before.name}
    return letter(team.convening, values)


def compose_address_changed(message: Message, at: datetime) -> Letter | None:
    """To the address that a signatory had. It may have been a stranger's all along: nothing here but that."""
    team, _now = _office(message)
    return letter(team.convening, mailing_values.of_team(team))


def compose_reworded(message: Message, at: datetime) -> Letter | None:
    """To who has promised: the words changed and the promise carries on; what changed stands on their own page."""
    team, party = _office(message)
    if party is None or party.signatory is None or not telling_changes.is_told(party, message.refs["version"]):
        return None
    values = mailing_values.of_team(team) | {"name": party.signatory.name, "office": party.label}
    url = private_link(party.signatory, "answer", f"party:{party.pk}", team.convening, at)
    return letter(team.convening, values, Button(_("See what changed"), url))


def _office(message: Message) -> tuple[Team, Party | None]:
    """The office that the mail is about; None where somebody else holds it now."""
    party = Party.objects.with_answers().get(pk=message.refs["party"])
    team = Team.objects.select_related("convening__venue", "coordinator").of_party(party)
    return team, party if party.signatory_id == message.person_id and party.signatory is not None else None


_v = mailing_values

OCCASIONS = (
    Occasion(
        "commitment.code",
        compose_code,
        gettext_lazy("a code before a promise"),
        (*_v.TEAM, _v.OFFICE, _v.CODE, _v.MINUTES),
        asked_for=True,
    ),
    Occasion(
        "commitment.recorded",
        compose_recorded,
        gettext_lazy("a promise that an organizer wrote down"),
        (*_v.TEAM, _v.NAME, _v.OFFICE),
        has_button=True,
    ),
    Occasion(
        telling_changes.OCCASION,
        compose_reworded,
        gettext_lazy("the statement was worded anew, and a promise carries on"),
        (*_v.TEAM, _v.NAME, _v.OFFICE),
        has_button=True,
    ),
    Occasion(
        "office.handed_over", compose_handed_over, gettext_lazy("an office has another holder"),
        (*_v.TEAM, _v.NAME, _v.OFFICE),
    ),
    Occasion(
        "signatory.address_changed", compose_address_changed, gettext_lazy("a signatory's address changed"), _v.TEAM
    ),
)
