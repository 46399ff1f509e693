from typing import Any

import pytest
from django.test import Client

from checkin.models import Badge
from convenings.models import Convening
from convenings.permissions import Role
from registration.models import Attendee
from registration.states import PlaceState
from tests.checkin.factories import badge_of, make_convening, make_team
from tests.checkin.views.test_desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    return make_convening()


@pytest.fixture
def desk(convening: Convening) -> Client:
    return client_of(convening, Role.DESK)


def post(desk: Client, convening: Convening, what: str, **body: Any) -> Any:
    return desk.post(f"/organize/{convening.slug}/check-in/walk-ups/{what}/", body, follow=True)


def test_a_guest_is_registered_and_the_one_badge_is_ready_to_print(desk: Client, convening: Convening) -> None:
    told = post(desk, convening, "guest", name="王小明", email="xm@example.org", job="", organization="")
    badge = Badge.objects.get()
    assert told.request["QUERY_STRING"] == f"q={badge.code}"
    assert "王小明 is registered and has a badge." in told.content.decode()


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_stays(desk: Client, convening: Convening) -> None:
    told = post(desk, convening, "guest", name="Ana <b>", email="nowhere", job="", organization="")
    assert told.status_code == 422
    assert "is not a complete mail address" in told.content.decode()
    assert 'value="Ana &lt;b&gt;"' in told.content.decode()
    assert not Attendee.objects.exists()


def test_a_member_who_stayed_home_is_found_and_somebody_comes_instead(desk: Client, convening: Convening) -> None:
    team = make_team(convening)
    absent = badge_of(team, "superintendent").attendee
    page = desk.get(f"/organize/{convening.slug}/check-in/walk-ups/", {"q": "holder1"}).content.decode()
    assert "Somebody comes instead" in page
    told = post(desk, convening, "substitute", absent=absent.pk, name="Ana Ortiz", email="ana@example.org", job="")
    assert "Ana Ortiz is registered and has a badge." in told.content.decode()
    assert Attendee.objects.get(substitute_for=absent).person.name == "Ana Ortiz"
    again = post(desk, convening, "substitute", absent=absent.pk, name="Bo", email="bo@example.org", job="")
    assert (again.status_code, "Ana Ortiz comes instead" in again.content.decode()) == (422, True)


def test_a_member_of_a_team_without_a_place_is_not_offered(desk: Client, convening: Convening) -> None:
    make_team(convening, "Waiting", PlaceState.WAITLISTED)
    page = desk.get(f"/organize/{convening.slug}/check-in/walk-ups/", {"q": "holder1"}).content.decode()
    assert "No member who is still expected is called “holder1”." in page


def test_a_member_of_another_convening_is_not_there(desk: Client, convening: Convening) -> None:
    absent = make_team(make_convening()).members.earliest("pk")
    assert post(desk, convening, "substitute", absent=absent.pk, name="A", email="a@example.org").status_code == 404
