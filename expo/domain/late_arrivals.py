"""Who of a team comes later to the expo: nobody is counted on at the booth before."""

from datetime import datetime

from django.db import transaction

from accounts.domain.actors import is_organizer
from expo.domain.crews import arrives_at
from expo.domain.shifts import NotOfTheTeam, NotYourShift
from expo.models import LateArrival
from journal.domain.entries import record
from registration.domain import coordinators
from registration.models import Attendee, Team


@transaction.atomic
def tell_arrival(*, team: Team, attendee_id: int, from_at: datetime | None, by: str, at: datetime) -> Attendee:
    """From when somebody of the team is there; None: from the beginning. By a coordinator or an organizer. Their
    shifts in waves that begin earlier do not count from now on. Again is harmless. Locks the team, as a planned rota
    does that is written.

    Refusals: not_your_shift, not_of_the_team.
    """
    team = Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team.pk)
    if not is_organizer(by) and not coordinators.side_of(team, by):
        raise NotYourShift
    coming = Attendee.objects.coming().filter(team=team, pk=attendee_id)
    attendee = coming.select_related("person", "late_arrival").first()
    if attendee is None:
        raise NotOfTheTeam
    before = arrives_at(attendee)
    if before == from_at:
        return attendee
    if from_at is None:
        LateArrival.objects.filter(attendee=attendee).delete()
    else:
        LateArrival.objects.update_or_create(attendee=attendee, defaults={"from_at": from_at})
    data = {"attendee": attendee.pk, "from": from_at.isoformat() if from_at else None}
    record(kind="rota.arrival", by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id, data=data)
    return attendee
