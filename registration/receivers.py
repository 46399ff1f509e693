"""What this room does when rooms below it tell of something, inside their transaction."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone

from agreements import signals as agreements_signals
from agreements.models import Party, StatementVersion
from convenings import signals as convenings_signals
from convenings.models import Convening
from jobs import kinds
from jobs import signals as jobs_signals
from jobs.domain import imports
from jobs.kinds import Progress
from jobs.models import Job
from registration.domain import admission, asking_again, bulk_mail, bulk_sending, capacity, telling_changes
from registration.domain.directory import DIRECTORY, DirectoryImport
from registration.models import BulkMail
from registration.states import BulkState


def on_capacity_changed(*, convening: Convening, by: str, at: datetime, **extra: Any) -> None:
    """A smaller capacity may not drop below what is taken; a greater one moves waiting teams up."""
    capacity.follow_capacity(convening=convening, by=by, at=at)


def on_convening_moved(*, convening: Convening, by: str, at: datetime, **extra: Any) -> None:
    """What became free while nobody moved up is given now, where teams can come again."""
    admission.fill_places(convening=convening, by=by, at=at)


def on_asked_again(*, parties: Sequence[Party], by: str, at: datetime, **extra: Any) -> None:
    """Teams whose promises no longer count are committing again, and keep their places for the grace period."""
    asking_again.ask_teams_again(parties=parties, by=by, at=at)


def on_carried_on(*, version: StatementVersion, by: str, at: datetime, **extra: Any) -> None:
    """Whose promise carries on under other words is told."""
    telling_changes.tell_carried_on(version=version, by=by, at=at)


def run_bulk_mail(job: Job, progress: Progress) -> dict[str, Any]:
    """One bulk mail, owed to everybody on its list."""
    return bulk_sending.run_job(job=job, progress=progress, at=timezone.now())


def on_job_cancelled(*, job: Job, by: str, at: datetime, **extra: Any) -> None:
    """A bulk mail whose work is cancelled is cancelled, with what waits in the outbox."""
    for bulk in BulkMail.objects.filter(job=job, state=BulkState.SENDING):
        bulk_mail.cancel(bulk=bulk, by=by, at=at)


def connect() -> None:
    """Called once, when the house starts."""
    kinds.register(bulk_mail.JOB, run_bulk_mail)
    jobs_signals.cancelled.connect(on_job_cancelled, dispatch_uid="registration.job_cancelled")
    convenings_signals.capacity_changed.connect(on_capacity_changed, dispatch_uid="registration.capacity")
    convenings_signals.convening_moved.connect(on_convening_moved, dispatch_uid="registration.convening_moved")
    agreements_signals.asked_again.connect(on_asked_again, dispatch_uid="registration.asked_again")
    agreements_signals.carried_on.connect(on_carried_on, dispatch_uid="registration.carried_on")
    imports.register_maker(DIRECTORY.name, lambda options, by: DirectoryImport(options.get("convening", 0)))
