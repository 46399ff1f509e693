import pytest
from django.test import Client
from django.utils import timezone

from checkin.domain.rosters import KIND
from convenings.models import Convening
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import Job
from jobs.states import JobState
from tests.checkin.factories import make_checkpoint, make_convening, make_team
from tests.checkin.views.test_desk import client_of, without_token

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    held = make_convening()
    make_team(held)
    return held


@pytest.fixture
def desk(convening: Convening) -> Client:
    return client_of(convening, Role.DESK)


def root(convening: Convening) -> str:
    return f"/organize/{convening.slug}/check-in/paper/"


def test_without_gates_and_sessions_it_says_what_to_do(desk: Client, convening: Convening) -> None:
    assert "Add the first checkpoint." in desk.get(root(convening)).content.decode()


def test_a_list_is_asked_for_made_and_downloaded_by_its_convening_alone(desk: Client, convening: Convening) -> None:
    gate = make_checkpoint(convening, "Hall <1>")
    chosen = {"where": f"gate-{gate.pk}", "style": "roster", "order": "team"}
    waits = desk.post(root(convening) + "new/", chosen, follow=True).content.decode()
    assert "Waits for a worker" in waits
    assert "Hall &lt;1&gt;" in waits
    job = Job.objects.get(kind=KIND)
    pdf = f"{root(convening)}{job.pk}/list.pdf"
    assert desk.get(pdf).status_code == 404
    assert work.run(job_id=job.pk, at=timezone.now()) == JobState.DONE
    fresh = desk.get(root(convening)).content.decode()
    swapped = desk.get(root(convening), headers={"HX-Request": "true"}).content.decode().strip()
    assert without_token(swapped) in without_token(fresh)
    assert "5 names" in swapped
    got = desk.get(pdf)
    assert b"".join(got.streaming_content).startswith(b"%PDF-")  # type: ignore[attr-defined]
    assert "no-store" in got["Cache-Control"]
    elsewhere = make_convening()
    owner = client_of(elsewhere, Role.OWNER)
    assert owner.get(pdf).status_code == 404
    assert owner.get(f"{root(elsewhere)}{job.pk}/list.pdf").status_code == 404
    assert client_of(convening, Role.EXPO).get(pdf).status_code == 403


def test_another_convenings_gate_is_refused(desk: Client, convening: Convening) -> None:
    make_checkpoint(convening)
    stranger = make_checkpoint(make_convening())
    chosen = {"where": f"gate-{stranger.pk}", "style": "roster", "order": "team"}
    assert desk.post(root(convening) + "new/", chosen).status_code == 422
    assert not Job.objects.exists()


def test_a_list_that_waits_can_be_cancelled(desk: Client, convening: Convening) -> None:
    gate = make_checkpoint(convening)
    desk.post(root(convening) + "new/", {"where": f"gate-{gate.pk}", "style": "sign-in", "order": "name"})
    job = Job.objects.get(kind=KIND)
    desk.post(f"{root(convening)}{job.pk}/cancel/")
    job.refresh_from_db()
    assert job.state == JobState.CANCELLED
