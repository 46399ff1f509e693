"""What a changed capacity means for the teams."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from convenings.states import Admission
from journal.refusals import Refusal
from registration.domain import admission
from registration.models import Selection, Team
from registration.states import PlaceState, TeamState


class CapacityBelowTaken(Refusal):
    code = "capacity_below_taken"


class SelectionUnsent(Refusal):
    code = "selection_unsent"
    words = _("Teams are selected, and the letters are not out. Take the selection back first.")
    field = "admission"


@transaction.atomic
def follow_capacity(*, convening: Convening, by: str, at: datetime) -> list[Team]:
    """Moves waiting teams up into new room. Refuses a capacity below what places take.

    Where nobody selects any more, the complete teams that waited for it stand in line, in their order. Where
    office-holders need not be checked any more, the places that waited for it are confirmed.
    Refusals: capacity_below_taken, selection_unsent.
    """
    _check_room(convening)
    for team in Team.objects.filter(convening=convening, place=PlaceState.IN_CHECK).order_by("completion"):
        team.convening = convening
        admission.confirm_checked(team, by=by, at=at)
    if convening.admission == Admission.FIRST_COMPLETE:
        _line_up(convening, by=by, at=at)
    return admission.fill_places(convening=convening, by=by, at=at)


def _line_up(convening: Convening, *, by: str, at: datetime) -> None:
    if Selection.objects.standing(convening).filter(sent_at__isnull=True).exists():
        raise SelectionUnsent
    waiting = Team.objects.filter(convening=convening, state=TeamState.COMMITTED, place=PlaceState.NONE)
    for team in waiting.select_related("coordinator").order_by("completion"):
        team.convening = convening
        admission.put_on_waitlist(team, by=by, at=at)


def _check_room(convening: Convening) -> None:
    taken = Team.objects.taken(convening)
    if taken.teams > convening.capacity_teams:
        words = _("%(taken)d teams have a place. The room for teams cannot be less.") % {"taken": taken.teams}
        raise CapacityBelowTaken(words, field="capacity_teams")
    if taken.people > convening.capacity_people:
        words = _("%(taken)d people have a place. The room for people cannot be less.") % {"taken": taken.people}
        raise CapacityBelowTaken(words, field="capacity_people")
