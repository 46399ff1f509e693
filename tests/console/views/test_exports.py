"""Tables to take along: at once while they are small, else away from the page."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import storages
from django.test import Client

from console.domain import exports
from convenings.models import Convening
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, make_team

ADDRESSES = {
    "teams": "teams.csv", "attendees": "attendees.csv", "needs": "needs/needs.csv", "answers": "answers/team.csv",
}  # fmt: skip


@pytest.fixture
def long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every table is too long to wait for."""
    monkeypatch.setattr(exports, "AT_ONCE", -1)


def asked(client: Client, convening: Convening, table: str, query: str = "") -> Job:
    answer = client.post(f"/organize/{convening.slug}/{ADDRESSES[table]}{query}")
    assert (answer.status_code, answer["Location"]) == (302, f"/organize/{convening.slug}/jobs/")
    return Job.objects.latest("pk")


def run(job: Job, at: Any = NOW) -> Job:
    work.run(job_id=job.pk, at=at)
    job.refresh_from_db()
    return job


def content(job: Job) -> bytes:
    with storages["private"].open(job.result["file"]) as file:
        return file.read()


@pytest.mark.parametrize("table", ADDRESSES)
def test_what_a_worker_writes_is_what_is_answered_at_once(
    convening: Convening, owner: Client, table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_team(convening, "confirmed", name="O'Brien-Nuñez, 王小明", members=2)
    at_once = owner.get(f"/organize/{convening.slug}/{ADDRESSES[table]}")
    assert at_once["Content-Type"].startswith("text/csv")
    monkeypatch.setattr(exports, "AT_ONCE", -1)
    job = run(asked(owner, convening, table))
    assert (job.state, job.error, job.done) == (JobState.DONE, "", job.total)
    assert content(job) == at_once.content
    answer = owner.get(f"/organize/{convening.slug}/jobs/{job.pk}/file/")
    assert b"".join(answer.streaming_content) == at_once.content  # type: ignore[arg-type]
    assert job.result["file"].endswith(f"-{job.pk}.csv")


def test_a_long_table_is_offered_and_asked_for_by_post_alone(convening: Convening, owner: Client, long: None) -> None:
    offered = owner.get(f"/organize/{convening.slug}/teams.csv")
    assert "This table has 0 rows." in offered.content.decode()
    assert "Write the table" in offered.content.decode()
    assert not Job.objects.exists()


def test_the_filter_goes_along(convening: Convening, owner: Client, long: None) -> None:
    make_team(convening, "confirmed", name="Elgin")
    make_team(convening, "confirmed", name="Peoria")
    written = content(run(asked(owner, convening, "teams", "?search=elgin"))).decode()
    assert "Elgin" in written
    assert "Peoria" not in written


def test_heads_are_in_the_language_of_who_asked(convening: Convening, owner: Client, long: None) -> None:
    owner.defaults["HTTP_ACCEPT_LANGUAGE"] = "es"
    assert content(run(asked(owner, convening, "needs"))).decode("utf-8-sig").startswith("Nombre,")


def test_only_who_may_see_the_table_asks_for_it(convening: Convening, sign_in: SignIn, long: None) -> None:
    programme = sign_in(convening, Role.PROGRAMME)
    desk = sign_in(convening, Role.DESK, name="Hana Lindqvist")
    assert programme.post(f"/organize/{convening.slug}/teams.csv").status_code == 403
    assert desk.post(f"/organize/{convening.slug}/needs/needs.csv").status_code == 403
    assert not Job.objects.exists()
    job = run(asked(sign_in(convening, Role.OWNER, name="Ann Owner"), convening, "needs"))
    assert desk.get(f"/organize/{convening.slug}/jobs/{job.pk}/file/").status_code == 403


def test_cancelled_in_the_middle_it_leaves_no_file(
    convening: Convening, owner: Client, long: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "TOLD_EVERY", 1)
    monkeypatch.setattr(work, "TELL_EVERY", 0)
    for __ in range(3):
        make_team(convening)
    job = asked(owner, convening, "teams")
    Job.objects.filter(pk=job.pk).update(cancel_asked_at=NOW)
    assert run(job).state == JobState.CANCELLED
    assert job.result == {}
    assert not storages["private"].exists(f"exports/{convening.pk}/{convening.slug}-teams-{job.pk}.csv")


def test_killed_in_the_middle_it_is_written_once_more(convening: Convening, owner: Client, long: None) -> None:
    make_team(convening, "confirmed", name="Elgin")
    job = asked(owner, convening, "teams")
    exports.run_export(job, lambda done, total: None)  # its worker dies before it has told
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING, claimed_at=NOW, attempts=1)
    later = NOW + work.SILENT_FOR + timedelta(seconds=1)
    assert work.sweep(at=later) == [job.pk]
    assert run(job, later).state == JobState.DONE
    assert "Elgin" in content(job).decode()
    folder = storages["private"].listdir(f"exports/{convening.pk}")[1]  # other tests leave theirs there
    own = [name for name in folder if name.startswith(f"{convening.slug}-")]
    assert own == [f"{convening.slug}-teams-{job.pk}.csv"]
