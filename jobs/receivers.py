"""What this room does itself as long work: imports are applied."""

from typing import Any

from django.utils import timezone

from jobs import kinds
from jobs.domain import imports
from jobs.kinds import Progress
from jobs.models import Job


def run_import(job: Job, progress: Progress) -> dict[str, Any]:
    """One file, applied."""
    return imports.run_job(job=job, progress=progress, at=timezone.now())


def connect() -> None:
    """Called once, when the rooms are ready."""
    kinds.register(imports.JOB, run_import)
