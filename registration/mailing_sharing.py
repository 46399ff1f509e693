"""Mail about an office that the holder of another one was to hold, too."""

from datetime import datetime

from django.utils.translation import gettext_lazy

from agreements.models import Party
from mail.models import Message
from mail.occasions import Letter, Occasion
from registration import mailing_values
from registration.domain import coordinators
from registration.domain.coordinators import Coordinator
from registration.mailing import letter, team_button
from registration.models import Team


def compose_declined(message: Message, at: datetime) -> Letter | None:
    """To who looks after the office's side: please name somebody else."""
    party = Party.objects.get(pk=message.refs["party"])
    team = Team.objects.select_related("convening__venue", "coordinator").of_party(party)
    reader = _coordinator(team, message)
    if reader is None or party.same_as_declined_at is None:
        return None  # handed over, or somebody is named meanwhile
    values = mailing_values.of_whole_team(team, reader.person) | {"office": party.label}
    return letter(team.convening, values, team_button(team, reader.person, at))


def _coordinator(team: Team, message: Message) -> Coordinator | None:
    return next((one for one in coordinators.of_team(team) if one.person.pk == message.person_id), None)


OCCASIONS = (
    Occasion(
        "office.share_declined",
        compose_declined,
        gettext_lazy("somebody else is wanted for an office"),
        (*mailing_values.WHOLE_TEAM, mailing_values.OFFICE),
        has_button=True,
    ),
)
