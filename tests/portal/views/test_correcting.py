"""The pages on which a coordinator mends the team's name and what stands about a member."""

import pytest
from django.core.cache import cache
from django.test import Client

from registration.domain import coordination, teams
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from registration.views import limits
from tests.portal.views.test_team import address, page
from tests.registration.doors import as_coordinator, hold
from tests.registration.factories import BY, NOW, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(members=1, name="Mesa Verde USD", place_name="Mesa")


@pytest.fixture
def member(team: Team) -> Attendee:
    found: Attendee = team.members.select_related("person").get(office="")
    return found


def test_the_name_is_mended_until_the_leaders_are_invited(client: Client, team: Team) -> None:
    as_coordinator(client, team)
    assert address(team, "name/") in client.get(address(team, "profile/")).content.decode()
    sent = {"name": "Mesa Verde Schools", "place_name": "Mesa"}
    answer = client.post(address(team, "name/"), {**sent, "us_state": "NV"})
    assert answer.headers["Location"] == address(team)
    assert "it was “Mesa Verde USD”" in page(client, team)
    fresh = teams.invite_signatories(team=team, by=BY, at=NOW)
    assert (fresh.name, fresh.us_state) == ("Mesa Verde Schools", "OH")
    after = client.get(address(team, "name/")).content.decode()
    assert "<form" not in after.partition("<main")[2].partition("</main")[0]
    assert f"mailto:{team.convening.contact_email}" in after
    refused = client.post(address(team, "name/"), sent | {"name": "Mesa Verde"})
    assert refused.status_code == 422
    assert "The leaders were asked under this name." in refused.content.decode()


def test_what_is_more_than_a_slip_is_said_beside_the_field_and_kept(client: Client, team: Team) -> None:
    as_coordinator(client, team)
    answer = client.post(address(team, "name/"), {"name": "Green River <b>", "place_name": "Mesa"})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "This is more than a slip" in shown
    assert "Green River &lt;b&gt;" in shown


def test_a_state_teams_place_is_the_state(client: Client) -> None:
    team = make_team(kind="state", name="Ohio state team", place_name="Ohio")
    as_coordinator(client, team)
    assert 'name="place_name"' not in client.get(address(team, "name/")).content.decode()
    assert client.post(address(team, "name/"), {"name": "Ohio’s state team"}).status_code == 302
    assert Team.objects.get().place_name == "Ohio"


def test_a_member_is_corrected(client: Client, team: Team, member: Attendee) -> None:
    as_coordinator(client, team)
    where = address(team, f"members/{member.pk}/")
    assert where in page(client, team)
    told = {"name": "王小明", "email": member.person.email, "job": "Coach", "side": "district"}
    assert client.post(where, told).headers["Location"] == address(team) + "#members"
    shown = page(client, team)
    assert "What stands about 王小明 was corrected" in shown
    refused = client.post(where, told | {"email": team.coordinator.email, "job": "Chef"})
    assert refused.status_code == 422
    assert "on the team already" in refused.content.decode()
    assert 'value="Chef"' in refused.content.decode()


def test_nobody_who_is_not_theirs(client: Client, team: Team, member: Attendee) -> None:
    board = coordination.name_side_coordinator(
        team=team, side="board", person=PersonDraft("Ana", "ana@example.org"), by=BY, at=NOW
    )
    other = make_team(team.convening, members=1).members.get(office="")
    leader = team.members.exclude(office="").first()
    as_coordinator(client, team)
    for pk in (other.pk, leader.pk):
        assert client.get(address(team, f"members/{pk}/")).status_code == 404
    ana = hold(Client(), board.person, "coordinate", f"team:{team.pk}")
    assert f"members/{member.pk}/" not in page(ana, team)
    answer = ana.get(address(team, f"members/{member.pk}/"))
    assert (answer.status_code, member.person.email in answer.content.decode()) == (404, False)
    assert ana.get(address(team, "name/")).status_code == 404


def test_addresses_are_not_tried_without_end(
    client: Client, team: Team, member: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.clear()
    monkeypatch.setattr(limits, "NAMED_PER_HOUR", 1)
    as_coordinator(client, team)
    told = {"name": "Bo", "email": "bo@example.org", "job": "", "side": ""}
    assert client.post(address(team, f"members/{member.pk}/"), told).status_code == 302
    assert "Many people were named" in client.post(address(team, f"members/{member.pk}/"), told).content.decode()
