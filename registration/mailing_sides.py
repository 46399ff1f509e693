"""Mail about who coordinates a side of a team."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from agreements.models import Party
from agreements.states import Side
from mail.models import Message
from mail.occasions import Letter, Occasion
from registration import mailing_values
from registration.domain import coordinators
from registration.mailing import letter, team_button
from registration.models import Team


def compose_side_named(message: Message, at: datetime) -> Letter | None:
    """To who coordinates a side from now on: the team's page, by a link of their own."""
    team = _team(message)
    own = next((one for one in coordinators.of_team(team) if one.person.pk == message.person_id), None)
    if own is None or own.is_lead:
        return None  # handed on meanwhile
    values = mailing_values.of_whole_team(team) | {"side": own.side_label}
    return letter(team.convening, values, team_button(team, own.person, at))


def compose_side_told(message: Message, at: datetime) -> Letter | None:
    """To a leader of that side: who looks after it, and that it can be wrong."""
    team = _team(message)
    party = Party.objects.filter(agreement=team.agreement_id, signatory=message.person_id).first()
    if party is None:
        return None
    beside = coordinators.for_side(team, party.side)
    if beside == team.coordinator:
        return None  # ended meanwhile
    values = mailing_values.of_whole_team(team, beside)
    return letter(team.convening, values | {"side": str(Side(party.side).label), "office": party.label})


def _team(message: Message) -> Team:
    team: Team = Team.objects.select_related("convening__venue", "coordinator").get(pk=message.refs["team"])
    return team


_v = mailing_values

OCCASIONS = (
    Occasion(
        "team.side_named",
        compose_side_named,
        gettext_lazy("a side of a team has a coordinator"),
        (*_v.WHOLE_TEAM, _v.SIDE),
        has_button=True,
    ),
    Occasion(
        "team.side_told",
        compose_side_told,
        gettext_lazy("leaders are told who coordinates their side"),
        (*_v.WHOLE_TEAM, _v.SIDE, _v.OFFICE),
    ),
)
