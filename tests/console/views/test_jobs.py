"""Long work on its page: who sees what of it, and how it goes on under their eyes."""

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from console.domain.job_rows import KINDS
from convenings.models import Convening
from convenings.permissions import Role
from jobs import kinds
from jobs.domain.keeping import sweep_files
from jobs.models import Job
from jobs.states import JobState
from registration.domain.announcements import announce
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, make_team


def make_job(convening: Convening, kind: str = "badges.sheet", **over: object) -> Job:
    facts = {"kind": kind, "started_by": "system", "asked_at": NOW}
    return Job.objects.create(convening_id=convening.pk, **{**facts, **over})


def page(client: Client, convening: Convening) -> str:
    return " ".join(client.get(f"/organize/{convening.slug}/jobs/").content.decode().split())


def poll(client: Client, convening: Convening, job: Job, seen: str = "") -> object:
    headers = {"HX-Request": "true", **({"If-None-Match": seen} if seen else {})}
    return client.get(f"/organize/{convening.slug}/jobs/{job.pk}/", headers=headers)


def test_it_says_who_asked_and_how_long_files_are_kept(convening: Convening, owner: Client) -> None:
    from accounts.models import User

    june = User.objects.get()
    make_job(convening, started_by=f"user:{june.pk}")
    shown = page(owner, convening)
    assert "June Abernathy" in shown
    assert "Files wait here for 14 days, then they are deleted." in shown
    assert "Waits for a worker. You can leave this page." in shown


def test_the_mail_of_an_announcement_is_called_so(convening: Convening, owner: Client) -> None:
    make_team(convening, "confirmed")
    announce(convening=convening, text="Lunch moved to hall B.", by="user:1", at=NOW)
    shown = page(owner, convening)
    assert ("Mail of an announcement" in shown, "Bulk mail" in shown.partition("<main")[2]) == (True, False)


@pytest.mark.parametrize("jobs", [1, 3])
def test_statements(
    convening: Convening, owner: Client, django_assert_num_queries: DjangoAssertNumQueries, jobs: int
) -> None:
    from accounts.models import User

    for __ in range(jobs):
        make_job(convening, started_by=f"user:{User.objects.get().pk}")
    page(owner, convening)
    with django_assert_num_queries(7):
        page(owner, convening)


def test_the_same_row_is_not_drawn_again(convening: Convening, owner: Client) -> None:
    job = make_job(convening, state=JobState.RUNNING, done=10, total=100)
    first = poll(owner, convening, job)
    again = poll(owner, convening, job, first["ETag"])  # type: ignore[index]
    assert (again.status_code, again.content) == (304, b"")  # type: ignore[attr-defined]
    assert again["HX-Reswap"] == "none"  # type: ignore[index]
    quoted = first["ETag"].replace('"', "\\&quot;")  # type: ignore[index]
    assert f"&quot;If-None-Match&quot;: &quot;{quoted}&quot;" in first.content.decode()  # type: ignore[attr-defined]


def test_opened_by_itself_it_is_a_page(convening: Convening, owner: Client) -> None:
    job = make_job(convening, state=JobState.RUNNING, done=10, total=100)
    url = f"/organize/{convening.slug}/jobs/{job.pk}/"
    for headers in ({}, {"HX-Request": "true", "HX-Boosted": "true"}):
        shown = owner.get(url, headers=headers)
        assert "<h1" in shown.content.decode()
        assert f'hx-get="{url}"' in shown.content.decode()
        assert {"HX-Request", "HX-Boosted"} <= {*shown["Vary"].split(", ")}
    assert "<h1" not in poll(owner, convening, job).content.decode()  # type: ignore[attr-defined]


def spoken(answer: object) -> str:
    found = re.search(r'hx-swap-oob="innerHTML:#jobs_said">([^<]*)<', answer.content.decode())  # type: ignore[attr-defined]
    return found[1] if found else ""


def test_quarters_and_ends_are_read_aloud_and_not_every_step(convening: Convening, owner: Client) -> None:
    job = make_job(convening, state=JobState.RUNNING, done=10, total=100)
    seen = poll(owner, convening, job)["ETag"]  # type: ignore[index]
    Job.objects.filter(pk=job.pk).update(done=20)
    assert spoken(poll(owner, convening, job, seen)) == ""
    Job.objects.filter(pk=job.pk).update(done=30)
    assert spoken(poll(owner, convening, job, seen)) == "Badge sheet: running, 30 of 100"
    Job.objects.filter(pk=job.pk).update(state=JobState.FAILED, error="The disk is full.", ended_at=NOW)
    ended = poll(owner, convening, job, seen)
    assert spoken(ended) == "Badge sheet: failed"
    assert ended["HX-Trigger"] == "job-ended"  # type: ignore[index]
    assert "HX-Trigger" not in poll(owner, convening, job).headers  # type: ignore[attr-defined]
    assert "The disk is full." in ended.content.decode()  # type: ignore[attr-defined]
    assert "hx-get" not in ended.content.decode()  # type: ignore[attr-defined]


def test_who_may_not_do_the_work_sees_that_it_goes_on_and_no_more(convening: Convening, sign_in: SignIn) -> None:
    stored = storages["private"].save("exports/t.csv", ContentFile(b"x"))
    make_job(convening, "export.teams", state=JobState.DONE, ended_at=NOW, result={"file": stored})
    made = {"placed": 3, "moved": 0, "unplaced": 1}
    make_job(convening, "expo.assign", state=JobState.DONE, ended_at=NOW, result=made)
    on = make_job(convening, "expo.assign", state=JobState.RUNNING, done=1, total=2)
    expo, programme = sign_in(convening, Role.EXPO), sign_in(convening, Role.PROGRAMME, name="Hana Lindqvist")
    cancel = f"/organize/{convening.slug}/jobs/{on.pk}/cancel/"
    seen = page(expo, convening)
    assert "3 teams have a booth now. 1 has none; see why." in seen
    assert f'href="/organize/{convening.slug}/expo/">See what came of it' in seen
    assert cancel in seen
    assert "Download" in seen
    others = page(programme, convening)
    assert "Assignment of booths" in others
    assert "teams have a booth now" not in others
    assert "Download" not in others
    assert cancel not in others
    assert programme.post(cancel).status_code == 403
    on.refresh_from_db()
    assert on.cancel_asked_at is None



def test_a_running_job_says_that_it_is_being_cancelled(convening: Convening, owner: Client) -> None:
    job = make_job(convening, state=JobState.RUNNING, done=1, total=2)
    assert owner.post(f"/organize/{convening.slug}/jobs/{job.pk}/cancel/").status_code == 302
    assert "It is being cancelled. What it had finished stays." in page(owner, convening)
    assert f"/jobs/{job.pk}/cancel/" not in page(owner, convening)



def test_a_file_that_was_swept_is_said_to_be_gone(convening: Convening, owner: Client) -> None:
    stored = storages["private"].save("exports/old.csv", ContentFile(b"x"))
    make_job(convening, "export.teams", state=JobState.DONE, ended_at=NOW, result={"file": stored})
    assert "kept until" in page(owner, convening)
    sweep_files(at=NOW + timedelta(days=15))
    shown = page(owner, convening)
    assert "The file was kept for two weeks and is gone." in shown
    assert "Download" not in shown


def test_every_kind_of_work_has_its_words_and_whom_it_is_for() -> None:
    ours = {kind for kind, run in kinds._kinds.items() if not run.__module__.startswith("tests.")}
    assert len(ours) > 10
    assert ours <= set(KINDS)
