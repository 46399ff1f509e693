import pytest
import time_machine
from django.test import Client

from console.domain.state_steps import people_to_tell, step_named
from convenings.models import Convening
from convenings.permissions import Role
from mail.models import Message
from registration.domain import notices
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, make_team


@pytest.fixture(autouse=True)
def _at_now() -> object:
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


def facts(convening: Convening, **over: object) -> dict[str, object]:
    """What the form sends when nothing is touched: times on the wall in the convening's zone."""
    names = ("starts_at", "ends_at", "opens_at", "promise_by_at", "plan_due_at")
    times = {name: convening.local(getattr(convening, name)).strftime("%Y-%m-%dT%H:%M") for name in names}
    plain = {
        name: getattr(convening, name)
        for name in (
            "name", "tagline", "about", "contact_email", "capacity_teams", "capacity_people", "members_least",
            "members_most", "grace_days",
        )
    }
    return {**times, **plain, **over}


def test_page_shows_times_of_the_convenings_zone(convening: Convening, owner: Client) -> None:
    page = owner.get(f"/organize/{convening.slug}/settings/").content.decode()

    assert 'value="2027-04-02T23:59"' in page
    assert "Eastern Time" in page


def test_nothing_touched_changes_nothing(convening: Convening, owner: Client) -> None:
    before = Convening.objects.values().get(pk=convening.pk)

    assert owner.post(f"/organize/{convening.slug}/settings/", facts(convening)).status_code == 302

    assert Convening.objects.values().get(pk=convening.pk) == before


def test_facts_are_changed(convening: Convening, owner: Client) -> None:
    sent = facts(convening, capacity_teams=120, promise_by_at="2027-04-03T23:59")

    owner.post(f"/organize/{convening.slug}/settings/", sent)

    convening.refresh_from_db()
    assert convening.capacity_teams == 120
    assert convening.promise_by_at.isoformat() == "2027-04-04T03:59:00+00:00"


def test_when_badges_are_released_is_said_and_taken_back(convening: Convening, owner: Client) -> None:
    url = f"/organize/{convening.slug}/settings/"
    owner.post(url, facts(convening, badges_from_at="2027-05-20T10:00"))
    convening.refresh_from_db()
    assert convening.badges_from_at is not None
    assert convening.badges_from_at.isoformat() == "2027-05-20T14:00:00+00:00"
    assert 'value="2027-05-20T10:00"' in owner.get(url).content.decode()
    owner.post(url, facts(convening, badges_from_at=""))
    convening.refresh_from_db()
    assert convening.badges_from_at is None


def test_refusal_stands_beside_its_field_and_what_was_typed_stays(convening: Convening, owner: Client) -> None:
    sent = facts(convening, ends_at="2027-05-01T08:00")

    answer = owner.post(f"/organize/{convening.slug}/settings/", sent)
    page = answer.content.decode()

    assert answer.status_code == 400
    assert '<span class="err" id="id_ends_at_error">It must end after it begins.</span>' in page
    assert 'value="2027-05-01T08:00"' in page


@pytest.mark.parametrize(("step", "state"), [("close", "closed"), ("go-live", "live")])
def test_steps_are_asked_about_and_taken_by_post(convening: Convening, owner: Client, step: str, state: str) -> None:
    url = f"/organize/{convening.slug}/settings/{step}/"

    assert owner.get(url).status_code == 200
    convening.refresh_from_db()
    assert convening.state == "open"
    owner.post(url)
    convening.refresh_from_db()
    assert convening.state == state


@pytest.mark.parametrize(("step", "state"), [("postpone", "postponed"), ("cancel", "cancelled")])
def test_as_many_are_told_as_the_page_says(convening: Convening, owner: Client, step: str, state: str) -> None:
    make_team(convening, "confirmed", members=2)
    make_team(convening, "draft")
    make_team(convening, "committing")
    Message.objects.all().delete()
    chosen = step_named(step)
    assert chosen is not None
    said = people_to_tell(convening, chosen)
    url = f"/organize/{convening.slug}/settings/{step}/"

    assert f"<b>{said} people will be told by mail.</b>" in owner.get(url).content.decode()
    assert owner.post(url, {"reason": ""}).status_code == 400
    assert owner.post(url, {"reason": "The hall was flooded."}).status_code == 302

    convening.refresh_from_db()
    assert (convening.state, convening.state_reason) == (state, "The hall was flooded.")
    notices.tell_everybody(at=NOW)
    assert Message.objects.filter(occasion=f"convening.{state}").count() == said


def test_impossible_step(convening: Convening, owner: Client) -> None:
    url = f"/organize/{convening.slug}/settings/conclude/"

    assert "cannot follow now" in owner.get(url).content.decode()
    assert "cannot go from where it stands" in owner.post(url, follow=True).content.decode()
    assert owner.get(f"/organize/{convening.slug}/settings/nonsense/").status_code == 404


def test_registrar_may_not(convening: Convening, sign_in: SignIn) -> None:
    client = sign_in(convening, Role.REGISTRAR)

    assert client.get(f"/organize/{convening.slug}/settings/").status_code == 403
    assert client.post(f"/organize/{convening.slug}/settings/cancel/", {"reason": "Mine."}).status_code == 403
