"""A material change of the statement: teams are asked again, and keep their places for a while."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from agreements.models import Party
from registration.domain import completion, letters
from registration.models import Team
from registration.states import TeamState


@transaction.atomic
def ask_teams_again(*, parties: Sequence[Party], by: str, at: datetime) -> int:
    """Puts complete teams of these parties back to committing, places held; owes each party the invitation anew.

    Parties as `publish_version` has invited them again. Returns how many teams were complete.
    """
    by_agreement: dict[int, list[Party]] = {}
    for party in Party.objects.with_answers().filter(pk__in=[party.pk for party in parties]).order_by("pk"):
        by_agreement.setdefault(party.agreement_id, []).append(party)
    touched = 0
    for found in Team.objects.filter(agreement_id__in=by_agreement).order_by("pk"):
        team = Team.objects.locked(found)
        if team.state not in (TeamState.COMMITTING, TeamState.COMMITTED):
            continue
        touched += team.state == TeamState.COMMITTED
        completion.unsettle(team, by=by, at=at, hold=True)
        for party in by_agreement[found.agreement_id or 0]:
            assert party.answer is not None
            letters.owe_party(
                "commitment.invited", party, convening_id=team.convening_id, mark=party.answer.number, at=at
            )
    return touched
