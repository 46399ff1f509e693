"""What everybody concerned is told when the convening itself moves."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from agreements.models import Party
from convenings.models import Convening
from convenings.states import ConveningState
from registration.domain import letters
from registration.models import Attendee, Team
from registration.states import TeamState

TOLD = {ConveningState.POSTPONED: "convening.postponed", ConveningState.CANCELLED: "convening.cancelled"}


@transaction.atomic
def tell_everybody(*, convening: Convening, at: datetime) -> int:
    """Owes the news of a postponed or cancelled convening, once to each address; how many. Other states: nothing.

    To every coordinator, to the signatories of teams that were invited, and to all who come for certain.
    """
    occasion = TOLD.get(ConveningState(convening.state))
    if occasion is None:
        return 0
    people = list(_concerned(convening))
    return letters.owe_everybody(
        occasion, people, convening_id=convening.pk, mark=convening.state_changes, at=at
    )


def _concerned(convening: Convening) -> Iterator[Person]:
    """Three queries."""
    standing = Team.objects.filter(convening=convening).exclude(
        state__in=(TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN)
    )
    for team in standing.select_related("coordinator").order_by("pk"):
        yield team.coordinator
    asked = standing.exclude(state=TeamState.DRAFT).values("agreement_id")
    parties = Party.objects.filter(agreement_id__in=asked, signatory__isnull=False).select_related("signatory")
    for party in parties.order_by("pk"):
        assert party.signatory is not None
        yield party.signatory
    for attendee in Attendee.objects.placed().filter(convening=convening).select_related("person").order_by("pk"):
        yield attendee.person
