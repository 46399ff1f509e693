"""Long work."""

from celery import shared_task
from django.utils import timezone

from jobs.domain import keeping, work


@shared_task(name="jobs.run", soft_time_limit=3000, time_limit=3300)
def run(job_id: int) -> str:
    """Do one job, unless somebody else does."""
    return str(work.run(job_id=job_id, at=timezone.now()))


@shared_task(name="jobs.sweep")
def sweep() -> int:
    """Put back what a dead worker left."""
    return len(work.sweep(at=timezone.now()))


@shared_task(name="jobs.sweep_files")
def sweep_files() -> int:
    """Delete the files that were kept long enough."""
    return keeping.sweep_files(at=timezone.now())
