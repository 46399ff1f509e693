"""A material change of the statement: teams are asked again, and keep their places for a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agreements.models import Party
from convenings.models import Convening
from registration.domain import completion, letters
from registration.models import Team
from registration.states import TeamState


@dataclass(frozen=True)
class Touched:
    """Whom a material change would touch: promises that count, of how many teams, and how many of these complete."""

    promises: int
    teams: int
    complete: int


def touched_by(convening: Convening) -> Touched:
    """Whom asking again would touch now. Two queries."""
    standing = Team.objects.filter(convening=convening, state__in=(TeamState.COMMITTING, TeamState.COMMITTED))
    states = dict(standing.values_list("agreement_id", "state"))
    promised = Party.objects.signed().filter(agreement__in=standing.values("agreement_id"))
    agreements = list(promised.order_by().values_list("agreement_id", flat=True))
    complete = sum(states.get(pk) == TeamState.COMMITTED for pk in set(agreements))
    return Touched(promises=len(agreements), teams=len(set(agreements)), complete=complete)


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
