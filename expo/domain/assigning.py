"""The assignment of a hall as long work: asked for from the floor's page, reckoned and written by a worker."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import translation

from expo.domain.assignment import Outcome, apply_suggestion, suggest_booths
from expo.domain.ended import check_not_ended
from expo.domain.floors import check_version
from expo.models import Hall
from jobs.domain import work
from jobs.models import Job

KIND = "expo.assign"
LATELY = timedelta(minutes=10)


def ask_assignment(*, hall: Hall, version: int | None, by: str, at: datetime) -> Job:
    """Let a worker give booths to all teams that have none; what goes on already is not asked for twice.

    version: the hall's when the page was made. Refusals: expo_ended, floor_changed.
    """
    check_not_ended(hall, at)
    check_version(hall, version)
    newest = newest_work(hall, at=at)
    if newest is not None and newest.ended_at is None:
        return newest
    args = {"hall": hall.pk, "language": translation.get_language() or "en"}
    return work.ask(kind=KIND, args=args, by=by, at=at, convening_id=hall.convening_id)


def newest_work(hall: Hall, *, at: datetime) -> Job | None:
    """The newest assignment of this hall, if it goes on or has ended lately."""
    asked = Job.objects.filter(kind=KIND, convening_id=hall.convening_id, args__hall=hall.pk)
    return asked.filter(Q(ended_at=None) | Q(ended_at__gt=at - LATELY)).order_by("-pk").first()


def run_assignment(job: Job, progress: Callable[[int, int], None], *, at: datetime) -> dict[str, Any]:
    """The worker's part. Begun again after its worker died it comes to the same booths. Refusals: floor_changed."""
    hall = Hall.objects.get(pk=job.args["hall"])
    progress(0, 2)
    with translation.override(job.args["language"]):
        suggestion = suggest_booths(hall)
        progress(1, 2)  # the last moment to cancel
        return told(apply_suggestion(hall=hall, suggestion=suggestion, by=job.started_by, at=at))


def told(outcome: Outcome) -> dict[str, Any]:
    """What came of it, in figures."""
    return {"placed": outcome.placed, "moved": outcome.moved, "unplaced": len(outcome.unplaced)}
