"""What other rooms start here: long work of this room's kinds."""

from typing import Any

from django.utils import timezone

from checkin.domain import printing
from jobs import kinds
from jobs.kinds import Progress
from jobs.models import Job


def run_sheet(job: Job, progress: Progress) -> dict[str, Any]:
    """One sheet of badges."""
    return printing.make_sheet(job=job, progress=progress, at=timezone.now())


def connect() -> None:
    """Called once, when the rooms are ready."""
    kinds.register(printing.KIND, run_sheet)
