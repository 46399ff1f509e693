"""Hand-overs and checks by another system: with the same mail, the same record and the same refusals."""

from typing import Any

import pytest
from django.test import Client

from convenings.models import Convening
from journal.models import Entry
from mail.models import Message
from registration.models import SideCoordinator, Team
from tests.api.conftest import Caller
from tests.console.views.test_sharing import with_one_in_two
from tests.registration.doors import stand_still
from tests.registration.factories import NOW, make_convening, make_team, party_of

NGUYEN = {"name": "Đặng Thị Nguyễn", "email": "dang@example.org"}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture
def team(convening: Convening) -> Team:
    return make_team(convening, "confirmed")


@pytest.fixture
def client(convening: Convening, caller: Caller) -> Client:
    return caller(convening)


def send(client: Client, method: str, team: Team, address: str, body: dict[str, Any]) -> Any:
    return getattr(client, method)(f"/api/v1/teams/{team.pk}/{address}", body, content_type="application/json")


def test_who_holds_an_office_and_what_a_hand_over_would_do(team: Team, client: Client) -> None:
    holder = party_of(team, "superintendent").signatory
    assert holder is not None
    seen = client.get(f"/api/v1/teams/{team.pk}/offices/superintendent/holder/").json()
    assert (seen["name"], seen["email"], seen["checked_at"]) == (holder.name, holder.email, None)
    assert (seen["on_hand_over"], seen["until_at"]) == ("keeps_place", "2027-03-15T15:00:00Z")


def test_an_office_changes_hands_and_the_team_keeps_its_place(team: Team, client: Client) -> None:
    body = {**NGUYEN, "organization": "Mesa Public Schools"}
    answer = send(client, "put", team, "offices/superintendent/holder/", body)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["name"], answer.json()["organization"]) == (NGUYEN["name"], "Mesa Public Schools")
    now = Team.objects.get(pk=team.pk)
    assert (now.state, now.place) == ("committing", "held")
    assert Message.objects.filter(occasion="commitment.invited", to_address=NGUYEN["email"]).count() == 1
    assert Entry.objects.get(kind="office.handed_over").by.startswith("token:")

    again = send(client, "put", team, "offices/superintendent/holder/", body)
    assert (again.status_code, again.json()["code"]) == (409, "holds_it_already")


def test_a_slip_is_mended_even_after_the_promise(team: Team, client: Client) -> None:
    answer = send(client, "patch", team, "offices/superintendent/holder/", NGUYEN)
    assert answer.status_code == 200, answer.content
    assert answer.json()["email"] == "dang@example.org"
    assert Team.objects.get(pk=team.pk).state == "committed"
    assert Message.objects.filter(occasion="signatory.address_changed").count() == 1


def test_a_holder_is_checked_against_a_source(team: Team, client: Client) -> None:
    answer = send(client, "put", team, "offices/board_president/check/", {"source": "mesa.example.org, 1 March"})
    seen = answer.json()
    assert (answer.status_code, seen["checked_at"], seen["checked_source"]) == (
        200, "2027-03-01T15:00:00Z", "mesa.example.org, 1 March"
    )
    assert party_of(team, "board_president").checked_by.startswith("token:")


def test_a_check_is_taken_back_and_the_list_says_so(team: Team, client: Client) -> None:
    address = "offices/board_president/check/"
    assert send(client, "post", team, f"{address}withdrawal/", {"reason": "A slip"}).json()["code"] == "not_checked"
    send(client, "put", team, address, {"source": "mesa.example.org, 1 March"})
    listed = {name: client.get(f"/api/v1/office-holders/?checked={name}").json() for name in ("true", "false")}
    assert [one["office"] for one in listed["true"]["results"]] == ["board_president"]
    assert [one["team"] for one in listed["false"]["results"]] == [team.pk, team.pk]
    answer = send(client, "post", team, f"{address}withdrawal/", {"reason": "Their page names somebody else"})
    assert (answer.status_code, answer.json()["checked_at"]) == (200, None)
    row = client.get("/api/v1/office-holders/").json()["results"][-1]
    assert (row["office"], row["unchecked_because"]) == ("board_president", "Their page names somebody else")
    assert client.get("/api/v1/office-holders/?checked=perhaps").status_code == 400


def test_the_coordination_is_handed_over(team: Team, client: Client) -> None:
    answer = send(client, "put", team, "coordinator/", {**NGUYEN, "language": "es"})
    assert (answer.status_code, answer.json()["coordinator"]) == (200, NGUYEN["name"])
    assert Team.objects.get(pk=team.pk).coordinator.language == "es"
    again = send(client, "put", team, "coordinator/", NGUYEN)
    assert (again.status_code, again.json()["code"]) == (409, "coordinates_already")


def test_a_side_gets_a_coordinator_of_its_own(team: Team, client: Client) -> None:
    answer = send(client, "put", team, "sides/union/coordinator/", NGUYEN)
    assert answer.status_code == 200, answer.content
    seen = client.get(f"/api/v1/teams/{team.pk}/").json()["coordinators"]
    assert [(one["name"], one["side"], one["is_lead"]) for one in seen] == [
        (team.coordinator.name, "district", True),
        (NGUYEN["name"], "union", False),
    ]
    other = send(client, "put", team, "sides/union/coordinator/", {"name": "Ben", "email": "ben@example.org"})
    assert other.status_code == 200
    assert SideCoordinator.objects.standing().get().person.name == "Ben"
    refused = send(client, "put", team, "sides/district/coordinator/", NGUYEN)
    assert (refused.status_code, refused.json()["code"]) == (400, "side_not_asked")
    assert send(client, "delete", team, "sides/union/coordinator/", {}).status_code == 200
    again = send(client, "delete", team, "sides/union/coordinator/", {})
    assert (again.status_code, again.json()["code"]) == (409, "no_side_coordinator")


@pytest.mark.parametrize("name", ["Ann\nBcc: all@example.org", "Ann\u0007"])
def test_names_with_control_characters_are_refused(team: Team, client: Client, name: str) -> None:
    for method, address in (("put", "offices/superintendent/holder/"), ("put", "coordinator/")):
        answer = send(client, method, team, address, {"name": name, "email": "ann@example.org"})
        assert (answer.status_code, answer.json()["code"]) == (400, "name_unprintable")
    for address in ("a\nb@example.org", "ann@example.org\r\nBcc: all@example.org", "nobody"):
        answer = send(client, "put", team, "coordinator/", {"name": "Ann", "email": address})
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid")


def test_an_office_that_the_team_does_not_have(team: Team, client: Client) -> None:
    assert send(client, "put", team, "offices/king/holder/", NGUYEN).status_code == 404


def test_a_team_of_another_convening(client: Client) -> None:
    theirs = make_team(make_convening(), "confirmed", at=NOW)
    assert send(client, "put", theirs, "offices/superintendent/holder/", NGUYEN).status_code == 404
    assert Team.objects.get(pk=theirs.pk).place == "confirmed"


def test_one_person_for_two_offices_is_told_accepted_and_declined(convening: Convening, client: Client) -> None:
    def told(team: Team) -> Any:
        offices = client.get(f"/api/v1/teams/{team.pk}/").json()["offices"]
        return next(office for office in offices if office["office"] == "board_president")

    first, second = (make_team(convening, holders=with_one_in_two(convening)) for _one in range(2))
    assert (told(first)["same_as"], told(first)["same_as_asked_at"]) == ("superintendent", "2027-03-01T15:00:00Z")
    address = "offices/board_president/shared/"
    assert send(client, "put", first, address, {"reason": ""}).status_code == 400
    answer = send(client, "put", first, address, {"reason": "A small district"})
    assert answer.json()["name"] == told(first)["signatory"]
    assert (told(first)["same_as"], told(first)["same_as_asked_at"]) == (None, None)
    assert send(client, "put", first, address, {"reason": "Again"}).json()["code"] == "share_not_asked"
    assert send(client, "delete", second, address, {}).json()["name"] is None
    assert Message.objects.get(occasion="office.share_declined").person_id == second.coordinator_id
