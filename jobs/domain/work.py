"""Long work away from requests: asked for, claimed, watched, cancelled, taken up again."""

import logging
import time
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs import kinds, signals
from jobs.models import Job
from jobs.states import JobState
from journal.domain.entries import record
from journal.refusals import Refusal

log = logging.getLogger(__name__)

SILENT_FOR = timedelta(minutes=3)  # then its worker counts as dead
MOST_ATTEMPTS = 3
TELL_EVERY = 1.0  # seconds between two writes of progress


class KindUnknown(Refusal):
    code = "job_kind_unknown"
    words = gettext_lazy("Nobody here knows how to do this work.")


class AlreadyEnded(Refusal):
    code = "job_already_ended"
    words = gettext_lazy("This work has ended already.")


class Cancelled(Exception):
    """Somebody cancelled the job that is running, or what it works on: the work may raise it."""


class _Overtaken(Exception):
    """Another worker has taken the job up: this one was thought dead."""


@transaction.atomic
def ask(*, kind: str, args: Mapping[str, Any], by: str, at: datetime, convening_id: int | None = None) -> Job:
    """Ask for work, in the caller's transaction; a worker begins after the commit."""
    if kinds.get(kind) is None:
        raise KindUnknown
    job = Job.objects.create(kind=kind, args=dict(args), started_by=by, asked_at=at, convening_id=convening_id)
    _record(job, "job.asked", by=by, at=at)
    _tell([job.pk])
    return job


def run(*, job_id: int, at: datetime) -> JobState:
    """Do the work unless somebody else does; returns the state it is in then. Never raises for what the work does."""
    claim = Job.objects.filter(pk=job_id, state=JobState.WAITING)
    attempt = Job.objects.values_list("attempts", flat=True).get(pk=job_id) + 1
    ours = claim.filter(attempts=attempt - 1).update(state=JobState.RUNNING, claimed_at=at, attempts=attempt)
    job = Job.objects.get(pk=job_id)
    if not ours:
        return JobState(job.state)
    watch = _Watch(job, at)
    try:
        work = kinds.get(job.kind)
        if work is None:
            raise KindUnknown
        ended: dict[str, Any] = {"state": JobState.DONE, "result": work(job, watch) or {}}
        if watch.total:
            ended["done"] = ended["total"] = watch.total
    except _Overtaken:
        return JobState(Job.objects.values_list("state", flat=True).get(pk=job_id))
    except Cancelled:
        ended = {"state": JobState.CANCELLED}
    except Refusal as refusal:
        ended = {"state": JobState.FAILED, "error": str(refusal)}
    except Exception:
        log.exception("Job %s of kind %s failed", job.pk, job.kind)
        ended = {"state": JobState.FAILED, "error": _("A fault of ours stopped this work. It was written down.")}
    Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=attempt).update(ended_at=watch.now(), **ended)
    return JobState(Job.objects.values_list("state", flat=True).get(pk=job_id))


@transaction.atomic
def cancel(*, job: Job, by: str, at: datetime) -> Job:
    """Stop a job: at once when it waits, at its next sign of progress when it runs. Refusal: AlreadyEnded."""
    waiting = Job.objects.filter(pk=job.pk, state=JobState.WAITING)
    if not waiting.update(state=JobState.CANCELLED, cancel_asked_at=at, ended_at=at):
        running = Job.objects.filter(pk=job.pk, state=JobState.RUNNING)
        if not running.update(cancel_asked_at=at):
            raise AlreadyEnded
    _record(job, "job.cancelled", by=by, at=at)
    signals.cancelled.send(sender=Job, job=job, by=by, at=at)
    return Job.objects.get(pk=job.pk)


@transaction.atomic
def sweep(*, at: datetime) -> list[int]:
    """Put back what a dead worker left, tell again of all that waits; returns the ids that wait. Idempotent."""
    dead = Job.objects.silent(at - SILENT_FOR)
    dead.filter(cancel_asked_at__isnull=False).update(state=JobState.CANCELLED, ended_at=at)
    words = _("The worker stopped %(times)d times in the middle of this work.") % {"times": MOST_ATTEMPTS}
    dead.filter(attempts__gte=MOST_ATTEMPTS).update(state=JobState.FAILED, ended_at=at, error=words)
    dead.update(state=JobState.WAITING)
    waiting = list(Job.objects.waiting().values_list("pk", flat=True)[:100])
    if waiting:
        _tell(waiting)
    return waiting


class _Watch:
    """Progress of a running job: writes it at most once a second, and looks whether to go on."""

    def __init__(self, job: Job, at: datetime) -> None:
        self.job, self.at = job, at
        self.started = self.told = time.monotonic()
        self.total = 0

    def now(self) -> datetime:
        return self.at + timedelta(seconds=time.monotonic() - self.started)

    def __call__(self, done: int, total: int) -> None:
        first, self.total = self.total == 0, total
        if not first and done < total and time.monotonic() - self.told < TELL_EVERY:
            return
        self.told = time.monotonic()
        ours = Job.objects.filter(pk=self.job.pk, state=JobState.RUNNING, attempts=self.job.attempts)
        if not ours.update(done=done, total=total, claimed_at=self.now()):
            raise _Overtaken
        if ours.filter(cancel_asked_at__isnull=False).exists():
            raise Cancelled


def _tell(ids: Iterable[int]) -> None:
    """After the commit, say that jobs wait; nobody who listens can fail the caller."""
    told = list(ids)
    transaction.on_commit(lambda: signals.asked.send_robust(sender=Job, ids=told), robust=True)


def _record(job: Job, kind: str, *, by: str, at: datetime) -> None:
    subject, data = f"job:{job.pk}", {"kind": job.kind}
    record(kind=kind, by=by, at=at, subject=subject, convening_id=job.convening_id, data=data)
