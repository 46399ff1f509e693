"""A team's name and who comes, corrected by another system."""

import pytest
from django.test import Client

from api.scopes import Scope
from convenings.models import Convening
from registration.models import Team
from tests.api.conftest import Caller
from tests.registration.factories import make_team

pytestmark = pytest.mark.usefixtures("in_season")

JSON = "application/json"


def test_a_name_is_corrected_and_refused_as_on_the_page(convening: Convening, caller: Caller) -> None:
    team, client = make_team(convening, "committing"), caller(convening)
    where, body = f"/api/v1/teams/{team.pk}/name/", {"name": "Mesa Đặng", "place_name": "Mesa", "us_state": "OH"}
    assert client.put(where, body, content_type=JSON).json()["name"] == "Mesa Đặng"
    assert Team.objects.get().place_name == "Mesa"
    refused = client.put(where, {**body, "us_state": "1"}, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (400, "registration_refused")


def test_who_comes_is_corrected_in_part(convening: Convening, caller: Caller) -> None:
    team = make_team(convening, "committing", members=1)
    member, leader = team.members.get(office=""), team.members.exclude(office="").first()
    client = caller(convening)
    before = client.get(f"/api/v1/attendees/{member.pk}/").json()
    after = client.patch(f"/api/v1/attendees/{member.pk}/", {"job": "Coach"}, content_type=JSON).json()
    assert after == {**before, "job": "Coach"}
    refused = client.patch(f"/api/v1/attendees/{leader.pk}/", {"job": "Coach"}, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "holds_office")
    reads: Client = caller(convening, Scope.ATTENDEES_READ)
    assert reads.patch(f"/api/v1/attendees/{member.pk}/", {"job": "Chef"}, content_type=JSON).status_code == 403
