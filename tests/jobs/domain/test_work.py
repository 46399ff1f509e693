from datetime import timedelta
from typing import Any

import pytest

from jobs import signals
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from journal.models import Entry
from journal.refusals import Refusal
from tests.jobs.factories import AT, ask_job, kind_registered

pytestmark = pytest.mark.django_db
SILENT = work.SILENT_FOR + timedelta(seconds=1)


def run(job: Job, at: Any = AT) -> Job:
    state = work.run(job_id=job.pk, at=at)
    job.refresh_from_db()
    assert job.state == state
    return job


@pytest.fixture
def told() -> Any:
    heard: list[int] = []

    def hear(sender: object, ids: list[int], **kwargs: Any) -> None:
        heard.extend(ids)

    signals.asked.connect(hear, weak=False)
    yield heard
    signals.asked.disconnect(hear)


def test_work_is_asked_for_and_told_after_the_commit(told: list[int], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        job = ask_job()
        assert told == []
    assert told == [job.pk]
    job.refresh_from_db()
    assert (job.kind, job.args, job.state, job.started_by, job.asked_at, job.convening_id) == (
        "test",
        {"hall": 1},
        JobState.WAITING,
        "user:1",
        AT,
        3,
    )
    entry = Entry.objects.get()
    assert (entry.kind, entry.subject, entry.by, entry.convening_id) == ("job.asked", f"job:{job.pk}", "user:1", 3)


def test_work_that_nobody_knows_is_refused() -> None:
    with pytest.raises(work.KindUnknown):
        ask_job(kind="none")
    assert not Job.objects.exists()


def test_work_is_done_and_leaves_its_result() -> None:
    job = run(ask_job())
    assert (job.state, job.result, job.done, job.total) == (JobState.DONE, {"sheets": 3, "hall": 1}, 3, 3)
    assert job.ended_at is not None
    assert AT <= job.ended_at < AT + timedelta(seconds=30)
    assert job.error == ""


@pytest.mark.parametrize("state", sorted(set(JobState) - {JobState.WAITING}))
def test_only_what_waits_is_begun(state: JobState) -> None:
    job = ask_job()
    Job.objects.update(state=state)
    assert run(job).state == state
    assert job.attempts == 0


def test_work_without_progress_or_result_is_done_too() -> None:
    with kind_registered(lambda job, progress: None):
        job = run(ask_job())
    assert (job.state, job.result, job.done, job.total) == (JobState.DONE, {}, 0, 0)


def raising(error: Exception) -> Any:
    def work_(job: Job, progress: Any) -> dict[str, Any]:
        progress(1, 3)
        raise error

    return work_


class HallClosed(Refusal):
    words = "The hall is closed."


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (HallClosed(), "The hall is closed."),
        (ValueError("secret"), "A fault of ours stopped this work. It was written down."),
    ],
)
def test_work_that_fails_says_why_in_words(error: Exception, words: str) -> None:
    with kind_registered(raising(error)):
        job = run(ask_job())
    assert (job.state, job.error, job.done, job.total) == (JobState.FAILED, words, 1, 3)


def test_work_of_a_release_to_come_fails_in_words() -> None:
    job = ask_job()
    Job.objects.update(kind="of.tomorrow")
    assert run(job).error == "Nobody here knows how to do this work."


def test_progress_is_seen_while_it_runs_and_keeps_the_job_ours() -> None:
    seen = []

    def work_(job: Job, progress: Any) -> dict[str, Any]:
        progress(0, 2)
        seen.append(Job.objects.values_list("state", "done", "total").get())
        progress(1, 2)  # too soon after the last to be written
        seen.append(Job.objects.values_list("state", "done", "total").get())
        progress(2, 2)
        seen.append(Job.objects.values_list("state", "done", "total").get())
        return {}

    with kind_registered(work_):
        run(ask_job())
    assert seen == [("running", 0, 2), ("running", 0, 2), ("running", 2, 2)]


def test_waiting_work_is_cancelled_at_once() -> None:
    job = work.cancel(job=ask_job(), by="user:2", at=AT)
    assert (job.state, job.ended_at) == (JobState.CANCELLED, AT)
    assert run(job).state == JobState.CANCELLED
    assert list(Entry.objects.order_by("id").values_list("kind", "by")) == [
        ("job.asked", "user:1"),
        ("job.cancelled", "user:2"),
    ]


def test_running_work_is_cancelled_at_its_next_sign() -> None:
    steps = []

    def work_(job: Job, progress: Any) -> dict[str, Any]:
        progress(1, 3)
        steps.append(1)
        work.cancel(job=job, by="user:2", at=AT)
        progress(3, 3)
        steps.append(3)
        return {}

    with kind_registered(work_):
        job = run(ask_job())
    assert job.state == JobState.CANCELLED
    assert steps == [1]
    assert job.ended_at is not None


@pytest.mark.parametrize("state", [JobState.DONE, JobState.FAILED, JobState.CANCELLED])
def test_what_has_ended_is_not_cancelled(state: JobState) -> None:
    job = ask_job()
    Job.objects.update(state=state)
    with pytest.raises(work.AlreadyEnded):
        work.cancel(job=job, by="user:2", at=AT)


def test_what_a_dead_worker_left_waits_again_and_is_told(
    told: list[int], django_capture_on_commit_callbacks: Any
) -> None:
    job = ask_job()
    Job.objects.update(state=JobState.RUNNING, claimed_at=AT, attempts=1)
    assert work.sweep(at=AT + work.SILENT_FOR) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert work.sweep(at=AT + SILENT) == [job.pk]
    assert told == [job.pk]
    assert run(job).state == JobState.DONE
    assert job.attempts == 2


def test_what_nobody_began_is_told_again(told: list[int], django_capture_on_commit_callbacks: Any) -> None:
    job = ask_job()
    with django_capture_on_commit_callbacks(execute=True):
        assert work.sweep(at=AT) == [job.pk]
        assert work.sweep(at=AT) == [job.pk]
    assert told == [job.pk, job.pk]


def test_what_was_cancelled_while_its_worker_died_ends() -> None:
    job = ask_job()
    Job.objects.update(state=JobState.RUNNING, claimed_at=AT, attempts=1, cancel_asked_at=AT)
    assert work.sweep(at=AT + SILENT) == []
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED


def test_what_kills_its_worker_three_times_fails() -> None:
    job = ask_job()
    Job.objects.update(state=JobState.RUNNING, claimed_at=AT, attempts=3)
    assert work.sweep(at=AT + SILENT) == []
    job.refresh_from_db()
    assert (job.state, job.error) == (
        JobState.FAILED,
        "The worker stopped 3 times in the middle of this work.",
    )


def test_a_slow_worker_that_was_thought_dead_stops_at_its_next_sign() -> None:
    went_on = []

    def work_(job: Job, progress: Any) -> dict[str, Any]:
        if job.attempts == 1:
            work.sweep(at=AT + SILENT)
            work.run(job_id=job.pk, at=AT + SILENT)
            progress(1, 1)
            went_on.append(job.pk)
        return {"by": job.attempts}

    with kind_registered(work_):
        job = run(ask_job())
    assert (job.state, job.result, job.attempts) == (JobState.DONE, {"by": 2}, 2)
    assert went_on == []


def test_a_slow_worker_does_not_end_what_the_second_still_runs() -> None:
    def work_(job: Job, progress: Any) -> dict[str, Any]:
        Job.objects.update(attempts=2)  # swept, and begun by another
        return {"by": 1}

    with kind_registered(work_):
        job = run(ask_job())
    assert (job.state, job.result, job.ended_at) == (JobState.RUNNING, {}, None)


def test_a_slow_worker_that_tells_nothing_writes_nothing_over_the_second_either() -> None:
    def work_(job: Job, progress: Any) -> dict[str, Any]:
        if job.attempts == 1:
            work.sweep(at=AT + SILENT)
            work.run(job_id=job.pk, at=AT + SILENT)
        return {"by": job.attempts}

    with kind_registered(work_):
        assert run(ask_job()).result == {"by": 2}


def test_a_listener_that_fails_fails_nobody(django_capture_on_commit_callbacks: Any) -> None:
    def broken(**kwargs: Any) -> None:
        raise ConnectionRefusedError

    signals.asked.connect(broken)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            ask_job()
    finally:
        signals.asked.disconnect(broken)
    assert Job.objects.count() == 1
