"""Files of jobs and imports are kept for a while, and then deleted."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages

from jobs.domain import imports
from jobs.domain.keeping import KEPT_FOR, keep_file, sweep_files
from jobs.models import ImportUpload, Job
from jobs.states import JobState
from tests.jobs.factories import AT, ask_job

pytestmark = pytest.mark.django_db
OLD = AT - KEPT_FOR - timedelta(seconds=1)


def there(name: str) -> bool:
    return storages["private"].exists(name)


def done(name: str, *, ended_at: Any = OLD) -> Job:
    facts = {"state": JobState.DONE, "ended_at": ended_at, "result": {"file": keep_file(name, b"x"), "badges": 3}}
    Job.objects.filter(pk=(job := ask_job()).pk).update(**facts)
    job.refresh_from_db()
    return job


def upload(name: str, *, job: Job | None = None, uploaded_at: Any = OLD) -> ImportUpload:
    facts = {"kind": "towns", "convening_id": 3, "name": "d.csv", "sha256": "0" * 64, "uploaded_by": "user:1"}
    return ImportUpload.objects.create(file=keep_file(name, b"ID"), job=job, uploaded_at=uploaded_at, **facts)


def test_the_file_goes_and_the_figures_stay() -> None:
    old, young = done("a.pdf"), done("b.pdf", ended_at=AT - KEPT_FOR)
    assert sweep_files(at=AT) == 1
    old.refresh_from_db()
    assert old.result == {"badges": 3, "swept": True}
    assert (there("a.pdf"), there("b.pdf")) == (False, True)
    young.refresh_from_db()
    assert young.result["file"] == "b.pdf"
    assert sweep_files(at=AT) == 0


def test_a_sweep_that_died_after_the_file_was_gone_goes_on() -> None:
    job = done("a.pdf")
    storages["private"].delete("a.pdf")
    assert sweep_files(at=AT) == 1
    job.refresh_from_db()
    assert job.result["swept"]


def test_a_file_that_is_kept_again_replaces_the_first() -> None:
    assert (keep_file("a.csv", b"half"), keep_file("a.csv", b"whole")) == ("a.csv", "a.csv")
    with storages["private"].open("a.csv") as file:
        assert file.read() == b"whole"


def test_what_was_sent_goes_unless_a_worker_is_about_to_read_it() -> None:
    going_on = ask_job()
    old, wanted = upload("old.csv"), upload("wanted.csv", job=going_on)
    young = upload("young.csv", uploaded_at=AT)
    assert sweep_files(at=AT) == 1
    files = [ImportUpload.objects.get(pk=one.pk).file for one in (old, wanted, young)]
    assert files == ["", "wanted.csv", "young.csv"]
    assert not there("old.csv")
    Job.objects.filter(pk=going_on.pk).update(state=JobState.DONE, ended_at=AT)
    assert sweep_files(at=AT) == 1


def test_a_file_that_is_gone_is_neither_shown_nor_applied() -> None:
    old = upload("old.csv")
    sweep_files(at=AT)
    old.refresh_from_db()
    with pytest.raises(imports.FileGone):
        imports.plan_of(old)
    with pytest.raises(imports.FileGone):
        imports.ask_to_apply(upload=old, by="user:1", at=AT)
