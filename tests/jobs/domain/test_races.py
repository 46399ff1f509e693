"""Two workers, one job."""

from functools import partial
from typing import Any

import pytest
from django.db import models

from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from tests.harness.threads import Meeting, together
from tests.jobs.factories import AT, ask_job, kind_registered

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def both() -> int:
    """How often the work was done when two workers began it at once."""
    ran: list[int] = []
    meeting = Meeting()

    def work_(job: Job, progress: Any) -> dict[str, Any]:
        ran.append(job.pk)
        meeting.wait()
        return {}

    with kind_registered(work_):
        job = ask_job()
        together(*[partial(work.run, job_id=job.pk, at=AT)] * 2)
    return len(ran)


def test_two_workers_do_a_job_once() -> None:
    assert both() == 1
    assert Job.objects.get().state == JobState.DONE


def test_without_the_state_in_the_update_both_do_it(monkeypatch: pytest.MonkeyPatch) -> None:
    update = models.QuerySet.update

    def careless(self: Any, **values: Any) -> int:
        if values.get("state") == JobState.RUNNING:
            return update(Job.objects.all(), **values)
        return update(self, **values)

    monkeypatch.setattr(type(Job.objects.all()), "update", careless)
    assert both() == 2
