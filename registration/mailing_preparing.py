"""Mail about a promise that an assistant prepares."""

from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.models import Party
from mail.models import Message
from mail.occasions import Button, Letter, Occasion, Value, Variable
from registration import mailing_values
from registration.domain import coordinators, preparing
from registration.mailing import letter, private_link
from registration.models import Preparation, Team


def compose_prepare_asked(message: Message, at: datetime) -> Letter | None:
    """To the assistant: where to read the text and fill in what may be prepared."""
    found = _standing(message, at)
    if found is None:
        return None
    preparation, team, values = found
    subject = f"preparation:{preparation.pk}"
    url = private_link(preparation.assistant, "prepare", subject, team.convening, at)
    return letter(team.convening, values, Button(_("Read and prepare"), url))


def compose_told(message: Message, at: datetime) -> Letter | None:
    """To the principal: somebody may prepare, or has; and where to read it, and to answer alone."""
    found = _standing(message, at)
    if found is None:
        return None
    preparation, team, values = found
    subject = f"party:{preparation.party_id}"
    url = private_link(preparation.principal, "answer", subject, team.convening, at)
    return letter(team.convening, values, Button(_("Read and answer"), url))


def _standing(message: Message, at: datetime) -> tuple[Preparation, Team, dict[str, Value]] | None:
    """None where it was taken back meanwhile, or there is nothing to prepare."""
    rows = Preparation.objects.standing().select_related("principal", "assistant")
    preparation = rows.filter(pk=message.refs["preparation"]).first()
    if preparation is None:
        return None
    party = Party.objects.with_answers().get(pk=preparation.party_id)
    team = Team.objects.select_related("convening__venue", "coordinator").of_party(party)
    if not preparing.is_open(party, team, at=at):
        return None
    values = mailing_values.of_whole_team(team, coordinators.for_side(team, party.side))
    named = {"name": preparation.principal.name, "assistant": preparation.assistant.name, "office": party.label}
    return preparation, team, values | named


_v = mailing_values
_VARIABLES = (
    *_v.WHOLE_TEAM,
    Variable("name", gettext_lazy("name of the holder of the office"), "Rosa Okafor"),
    Variable("assistant", gettext_lazy("name of who prepares"), "Sam O'Brien"),
    _v.OFFICE,
)

OCCASIONS = (
    Occasion(
        "promise.prepare_asked",
        compose_prepare_asked,
        gettext_lazy("somebody is asked to prepare a promise"),
        _VARIABLES,
        has_button=True,
    ),
    Occasion(
        "promise.assistant_named",
        compose_told,
        gettext_lazy("a leader is told who may prepare their promise"),
        _VARIABLES,
        has_button=True,
    ),
    Occasion(
        "promise.prepared", compose_told, gettext_lazy("a promise is prepared"), _VARIABLES, has_button=True
    ),
)
