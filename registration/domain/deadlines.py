"""A team's time for promises: announced before it runs out, once."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from journal.domain import entries
from registration.domain import admission, letters
from registration.models import Team
from registration.states import PlaceState, TeamState

NOTICE = timedelta(days=1)


def announce_lapses(*, at: datetime) -> int:
    """Tells the teams whose time runs out within a day, each once for each deadline; how many teams were told.

    Their coordinators and all signatories alike: the mail does not say who has promised.
    """
    committing = Team.objects.filter(
        state=TeamState.COMMITTING, convening__state__in=admission.PROMISING_STATES
    ).annotate(due_at=Coalesce("promise_by_at", F("convening__promise_by_at")))
    soon = Q(due_at__gt=at, due_at__lte=at + NOTICE) & ~Q(place=PlaceState.HELD)
    held = Q(place=PlaceState.HELD, place_held_until_at__gt=at, place_held_until_at__lte=at + NOTICE)
    told = Q(place=PlaceState.HELD, lapse_told_for_at=F("place_held_until_at")) | Q(
        ~Q(place=PlaceState.HELD), lapse_told_for_at=F("due_at")
    )
    found = committing.filter(soon | held).exclude(told)
    return sum(_announce(team, at=at) for team in found.order_by("convening_id", "pk"))


@transaction.atomic
def _announce(team: Team, *, at: datetime) -> bool:
    fresh = Team.objects.locked(team)
    due = fresh.deadline
    if fresh.state != TeamState.COMMITTING or fresh.lapse_told_for_at == due or not at < due <= at + NOTICE:
        return False  # answered, told, or given more time, since it was looked up
    fresh.lapse_told_for_at = due
    fresh.save(update_fields=["lapse_told_for_at"])
    letters.owe_leaders("team.lapsing", fresh, mark=f"{fresh.times_completed}:{due:%Y%m%dT%H%M}", at=at)
    entries.record(
        kind="team.lapse_announced",
        by="system",
        at=at,
        subject=f"team:{fresh.pk}",
        convening_id=fresh.convening_id,
        data={"due": due.isoformat()},
    )
    return True
