"""Offers, holds, the line and deadlines: the domain's rules, for a token of organizers."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from api.scopes import Scope
from convenings.models import Convening
from journal.models import Entry
from registration.domain import holds, teams
from registration.models import Team
from tests.api.conftest import Caller
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team

LATER = (NOW + timedelta(days=20)).isoformat()


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture
def convening(db: None) -> Convening:
    return make_convening(capacity_teams=2, capacity_people=50, promotion="confirmed", offer_days=3)


@pytest.fixture
def line(convening: Convening) -> list[Team]:
    return [make_team(convening, state) for state in ("confirmed", "confirmed", "waitlisted", "waitlisted")]


@pytest.fixture
def offered(line: list[Team]) -> Team:
    teams.withdraw_team(team=line[0], reason="", by=BY, at=NOW)
    return line[2]


@pytest.fixture
def client(convening: Convening, caller: Caller) -> Client:
    return caller(convening)


def send(client: Client, method: str, address: str, body: dict[str, Any] | None = None) -> Any:
    return getattr(client, method)(f"/api/v1/{address}", body or {}, content_type="application/json")


def place_of(team: Team) -> str:
    return str(Team.objects.get(pk=team.pk).place)


def test_the_line_stands_in_order_of_completion(line: list[Team], client: Client) -> None:
    rows = client.get("/api/v1/waitlist/").json()["results"]
    stands = [(row["position"], row["team"], row["completion"]) for row in rows]
    assert stands == [(1, line[2].pk, 3), (2, line[3].pk, 4)]
    second = client.get("/api/v1/waitlist/?offset=1").json()["results"]
    assert [row["position"] for row in second] == [2]


def test_offers_are_listed_with_their_date(offered: Team, client: Client) -> None:
    (row,) = client.get("/api/v1/offers/").json()["results"]
    assert (row["team"], row["people"], row["until_at"]) == (offered.pk, 3, "2027-03-04T15:00:00Z")


def test_an_organizers_system_accepts_for_the_team(offered: Team, client: Client) -> None:
    answer = send(client, "post", f"teams/{offered.pk}/offer/", {"answer": "accept"})
    assert (answer.status_code, answer.json()["place"]) == (200, "confirmed")
    assert Entry.objects.get(kind="offer.accepted").by.startswith("token:")


def test_or_takes_the_offer_back_and_the_next_one_gets_it(offered: Team, line: list[Team], client: Client) -> None:
    answer = send(client, "post", f"teams/{offered.pk}/offer/", {"answer": "decline"})
    assert (answer.status_code, answer.json()["place"]) == (200, "released")
    assert place_of(line[3]) == "offered"
    again = send(client, "post", f"teams/{offered.pk}/line/")
    assert (again.status_code, again.json()["place"]) == (200, "waitlisted")


def test_nothing_is_offered_to_a_team_with_its_place(line: list[Team], client: Client) -> None:
    answer = send(client, "post", f"teams/{line[1].pk}/offer/", {"answer": "decline"})
    assert (answer.status_code, answer.json()["code"]) == (409, "no_offer")
    again = send(client, "post", f"teams/{line[1].pk}/line/")
    assert (again.status_code, again.json()["code"]) == (409, "not_waiting")


def test_a_team_is_put_on_hold_and_the_hold_ends(line: list[Team], client: Client) -> None:
    held = send(client, "put", f"teams/{line[1].pk}/hold/", {"until_at": LATER, "reason": "The board is split"})
    assert (held.status_code, held.json()["place"]) == (200, "held")
    (row,) = client.get("/api/v1/holds/").json()["results"]
    assert (row["team"], row["reason"], row["until_at"]) == (line[1].pk, "The board is split", "2027-03-21T15:00:00Z")
    ended = send(client, "delete", f"teams/{line[1].pk}/hold/")
    assert (ended.status_code, ended.json()["place"]) == (200, "confirmed")


def test_page_and_api_refuse_a_hold_alike(line: list[Team], client: Client) -> None:
    answer = send(client, "put", f"teams/{line[1].pk}/hold/", {"until_at": NOW.isoformat()})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "hold_until", "until_at")
    assert answer.json()["detail"] == str(holds.HoldUntilRefused.words)
    assert send(client, "delete", f"teams/{line[1].pk}/hold/").json()["code"] == "not_on_hold"
    assert send(client, "put", f"teams/{line[2].pk}/hold/", {"until_at": LATER}).json()["code"] == "nothing_to_hold"


def test_a_deadline_of_its_own_and_the_convenings_again(convening: Convening, client: Client) -> None:
    team = make_team(convening, "committing")
    assert send(client, "put", f"teams/{team.pk}/deadline/", {"promise_by_at": LATER}).status_code == 200
    assert Team.objects.get(pk=team.pk).promise_by_at == NOW + timedelta(days=20)
    assert send(client, "put", f"teams/{team.pk}/deadline/", {"promise_by_at": None}).status_code == 200
    assert Team.objects.get(pk=team.pk).promise_by_at is None
    assert send(client, "put", f"teams/{team.pk}/deadline/", {}).json()["code"] == "invalid"


def test_a_team_is_withdrawn_and_its_place_is_free(line: list[Team], client: Client) -> None:
    answer = send(client, "post", f"teams/{line[0].pk}/withdrawal/", {"reason": "=By phone"})
    assert (answer.status_code, answer.json()["state"], answer.json()["place"]) == (200, "withdrawn", "released")
    assert place_of(line[2]) == "offered"
    assert send(client, "post", f"teams/{line[0].pk}/withdrawal/").json()["code"] == "team_state"


def test_reading_does_not_let_write(line: list[Team], convening: Convening, caller: Caller) -> None:
    client = caller(convening, Scope.TEAMS_READ, Scope.CONVENING_READ)
    answer = send(client, "post", f"teams/{line[0].pk}/withdrawal/")
    assert (answer.status_code, answer.json()["code"]) == (403, "scope_missing")
    assert place_of(line[0]) == "confirmed"
