"""What follows on the floor from changes in the rooms below, and what this room does as long work."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from expo.domain import assigning
from expo.domain.assignment import clear_placement
from jobs import kinds
from jobs.kinds import Progress
from jobs.models import Job
from registration.models import Team
from registration.signals import place_changed
from registration.states import KEPT_PLACES


@receiver(place_changed)
def leave_booth(*, team: Team, by: str, at: datetime, **kwargs: Any) -> None:
    """A team that lost its place frees its booth."""
    if team.place not in KEPT_PLACES:
        clear_placement(team=team, by=by, at=at)


def run_assignment(job: Job, progress: Progress) -> dict[str, Any]:
    """The booths of one hall."""
    return assigning.run_assignment(job, progress, at=timezone.now())


kinds.register(assigning.KIND, run_assignment)
