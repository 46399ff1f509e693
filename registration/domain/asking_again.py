"""A material change of the statement: teams are asked again, and keep their places for a while."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from agreements.models import Party
from agreements.states import Side
from convenings.models import Convening
from registration.domain import completion, letters
from registration.models import Team
from registration.states import TeamState


@dataclass(frozen=True)
class SideTouched:
    """How many promises of one side count now."""

    side: Side
    promises: int
    asked: bool  # whether the change touches this side


@dataclass(frozen=True)
class Touched:
    """Whom a material change would touch: promises that count, of how many teams, and how many of these complete."""

    promises: int
    teams: int
    complete: int
    sides: tuple[SideTouched, ...] = ()  # all that promised, in their order


def touched_by(convening: Convening, *, sides: Collection[str] | None = None) -> Touched:
    """Whom asking these sides again would touch now; None: all sides. Two queries."""
    standing = Team.objects.filter(convening=convening, state__in=(TeamState.COMMITTING, TeamState.COMMITTED))
    complete = set(standing.filter(state=TeamState.COMMITTED).values_list("agreement_id", flat=True))
    promised = Party.objects.signed().filter(agreement__in=standing.values("agreement_id"))
    found = list(promised.order_by())
    asked = [party for party in found if sides is None or party.side in sides]
    counts = Counter(party.side for party in found)
    return Touched(
        promises=len(asked),
        teams=len({party.agreement_id for party in asked}),
        complete=len({party.agreement_id for party in asked if party.is_gating} & complete),
        sides=tuple(
            SideTouched(side, counts[side], sides is None or side in sides) for side in Side if counts[side]
        ),
    )


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
        asked = by_agreement[found.agreement_id or 0]
        mails = [letters.to_party("commitment.invited", party, mark=_number_of(party)) for party in asked]
        letters.owe_team(team, mails, at=at, first=True)  # the numbers are of this transaction
    return touched


def _number_of(party: Party) -> int:
    assert party.answer is not None  # the invitation that was written just now
    return party.answer.number
