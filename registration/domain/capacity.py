"""What a changed capacity means for the teams."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from journal.refusals import Refusal
from registration.domain import admission
from registration.models import Team


class CapacityBelowTaken(Refusal):
    code = "capacity_below_taken"


@transaction.atomic
def follow_capacity(*, convening: Convening, by: str, at: datetime) -> list[Team]:
    """Moves waiting teams up into new room. Refuses a capacity below what held and confirmed places take."""
    taken = Team.objects.taken(convening)
    if taken.teams > convening.capacity_teams:
        words = _("%(taken)d teams have a place. The room for teams cannot be less.") % {"taken": taken.teams}
        raise CapacityBelowTaken(words, field="capacity_teams")
    if taken.people > convening.capacity_people:
        words = _("%(taken)d people have a place. The room for people cannot be less.") % {"taken": taken.people}
        raise CapacityBelowTaken(words, field="capacity_people")
    return admission.fill_places(convening=convening, by=by, at=at)
