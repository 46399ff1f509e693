"""What follows on the floor from changes in the rooms below, and what this room does as long work."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from expo.domain import applying, arrangement, assigning, booth_import, rota_planning, signs
from expo.domain.assignment import clear_placement
from jobs import kinds, proposal_kinds
from jobs.domain import imports
from jobs.kinds import Progress
from jobs.models import Job
from jobs.proposal_kinds import ProposalKind
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


def run_arrangement(job: Job, progress: Progress) -> dict[str, Any]:
    """A better floor, as a proposal."""
    return arrangement.run_arrangement(job, progress, at=timezone.now())


def run_rota(job: Job, progress: Progress) -> dict[str, Any]:
    """The rota of one hall, or of one team."""
    return rota_planning.run_rota(job, progress, at=timezone.now())


imports.register_maker(booth_import.NAME, booth_import.BoothImport)
kinds.register(assigning.KIND, run_assignment)
kinds.register(arrangement.KIND, run_arrangement)
kinds.register(rota_planning.KIND, run_rota)
kinds.register(signs.KIND, signs.make_signs)
proposal_kinds.register(
    arrangement.PROPOSAL,
    ProposalKind(applying.hold, applying.apply_floor, applying.undo_floor, applying.version_of),
)
