"""The selection by another system: the same suggestion, the same record, the same secret."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from api.scopes import Scope
from convenings.models import Convening
from registration.domain import selecting
from registration.domain.selection import Rule
from registration.domain.selection_rule import as_kept
from registration.models import Selection, Team
from tests.api.conftest import Caller
from tests.registration.doors import stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team

LETTERS = NOW + timedelta(days=10)


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture
def convening(db: None) -> Convening:
    rule = as_kept(Rule(("us_state",)))
    return make_convening(capacity_teams=2, capacity_people=50, admission="selection", selection_rule=rule)


@pytest.fixture
def complete(convening: Convening) -> list[Team]:
    return [make_team(convening, "committed", us_state=state) for state in ("OH", "OH", "TX")]


@pytest.fixture
def client(convening: Convening, caller: Caller) -> Client:
    return caller(convening)


def select(client: Client, *chosen: Team, letters_at: Any = LETTERS) -> Any:
    body = {"teams": [team.pk for team in chosen], "letters_at": letters_at.isoformat()}
    return client.post("/api/v1/selection/", body, content_type="application/json")


def test_the_suggestion_says_why_in_words_and_in_codes(complete: list[Team], client: Client) -> None:
    seen = client.get("/api/v1/selection/").json()

    rows = [(row["team"], row["suggested"], row["chosen"], row["reasons"][0]["code"]) for row in seen["candidates"]]
    assert rows == [
        (complete[0].pk, True, True, "balance"), (complete[1].pk, False, False, "no_room_teams"),
        (complete[2].pk, True, True, "balance"),
    ]
    assert seen["candidates"][2]["why"] == "the first of its kind: Texas"
    assert (seen["room_teams"], seen["chosen_teams"], seen["chosen_people"], seen["fits"]) == (2, 2, 6, True)
    kinds = {one["kind"]: (one["complete"], one["after"]) for one in seen["figures"][0]["kinds"]}
    assert kinds == {"Ohio": (2, 1), "Texas": (1, 1)}
    assert seen["standing"] is None
    assert len(seen["rule"]) == 2


def test_applied_recorded_and_taken_back(complete: list[Team], client: Client) -> None:
    applied = select(client, complete[0], complete[1])
    assert applied.status_code == 200, applied.content
    rows = [(row["team"], row["suggested"], row["chosen"]) for row in applied.json()["candidates"]]
    assert rows == [(complete[0].pk, True, True), (complete[1].pk, False, True), (complete[2].pk, True, False)]
    assert applied.json()["standing"]["letters_at"] == "2027-03-11T15:00:00Z"
    assert Selection.objects.get().applied_by.startswith("token:")

    assert select(client, complete[0]).json()["code"] == "selection_stands"
    assert client.delete("/api/v1/selection/").json()["standing"] is None
    assert client.delete("/api/v1/selection/").json()["code"] == "nothing_to_undo"


@pytest.mark.parametrize(
    ("number", "days", "code"), [(3, 10, "no_room"), (1, -1, "letters_at"), (0, 10, "candidates_changed")]
)
def test_refusals(complete: list[Team], client: Client, number: int, days: int, code: str) -> None:
    stranger = make_team(make_convening(), "committed")
    chosen = complete[:number] or [stranger]
    answer = select(client, *chosen, letters_at=NOW + timedelta(days=days))
    assert (answer.status_code, answer.json()["code"]) == (400 if code == "letters_at" else 409, code)
    assert not Selection.objects.exists()


def test_where_places_go_to_who_is_complete_first(caller: Caller, db: None) -> None:
    first = make_convening()
    team = make_team(first, "confirmed")
    assert select(caller(first), team).json()["code"] == "not_selecting"


def test_who_only_reads_teams_does_not_select(complete: list[Team], convening: Convening, caller: Caller) -> None:
    client = caller(convening, Scope.TEAMS_READ, Scope.TEAMS_WRITE)
    assert client.get("/api/v1/selection/").status_code == 200
    assert select(client, complete[0]).status_code == 403


def test_the_places_of_the_public_page_tell_nothing_of_a_selection(
    complete: list[Team], convening: Convening, client: Client
) -> None:
    before = client.get("/api/v1/places/").json()
    selecting.apply_selection(
        convening=convening, chosen=[complete[0].pk], letters_at=LETTERS, by=BY, at=NOW
    )
    assert client.get("/api/v1/places/").json() == before
