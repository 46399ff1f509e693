"""The statement by another system, and the evidence of what was promised."""

import hashlib
from typing import Any

import pytest
from django.test import Client

from api.scopes import Scope
from convenings.models import Convening
from registration.domain import promising
from registration.models import Team
from tests.api.conftest import Caller
from tests.registration.doors import stand_still
from tests.registration.factories import CLOSING, NOW, OPENING, PROMISES, make_team, parties_of

TEXT: dict[str, Any] = {"opening": OPENING, "promises": PROMISES, "closing": CLOSING + " At home, too."}


@pytest.fixture(autouse=True)
def _now(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture
def client(convening: Convening, caller: Caller) -> Client:
    return caller(convening)


def post(client: Client, address: str, body: dict[str, Any]) -> Any:
    return client.post(f"/api/v1/statement/{address}", body, content_type="application/json")


def test_the_text_and_its_fingerprint(convening: Convening, client: Client) -> None:
    seen = client.get("/api/v1/statement/").json()
    assert seen["sha256"] == hashlib.sha256(seen["text"].encode()).hexdigest()
    assert (seen["number"], seen["material"], len(seen["promises"])) == (1, False, 3)


def test_before_there_is_a_text(caller: Caller, convening: Convening) -> None:
    Convening.objects.filter(pk=convening.pk).update(statement=None)
    answer = caller(convening).get("/api/v1/statement/")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


def test_a_preview_says_whom_it_touches_and_writes_nothing(convening: Convening, client: Client) -> None:
    make_team(convening, "confirmed")
    seen = post(client, "preview/", {**TEXT, "material": True}).json()
    assert (seen["promises"], seen["teams"], seen["complete_teams"]) == (3, 1, 1)
    assert seen["kept_until_at"] == "2027-03-15T15:00:00Z"
    changed = [one for one in seen["difference"] if one["changed"]]
    assert [one["part"] for one in changed] == ["closing"]
    assert changed[0]["pieces"][-1] == {"kind": "added", "text": "At home, too."}
    assert client.get("/api/v1/statement/versions/").json()["count"] == 1


def test_a_material_version_asks_again(convening: Convening, client: Client) -> None:
    team = make_team(convening, "confirmed")
    based_on = client.get("/api/v1/statement/").json()["id"]
    body = {**TEXT, "material": True, "based_on": based_on}
    refused = post(client, "versions/", body)
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (400, "note_missing", "note")
    made = post(client, "versions/", {**body, "note": "The plan is due later."})
    assert (made.status_code, made.json()["number"], made.json()["material"]) == (201, 2, True)
    assert Team.objects.get(pk=team.pk).state == "committing"
    late = post(client, "versions/", {**body, "opening": "We:", "note": "Late"})
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    same = post(client, "versions/", {**body, "based_on": made.json()["id"], "note": "Late"})
    assert (same.status_code, same.json()["code"]) == (400, "nothing_changed")


def test_a_material_version_may_touch_some_sides_only(convening: Convening, client: Client) -> None:
    team = make_team(convening, "confirmed")
    body = {**TEXT, "material": True, "sides": ["board"]}
    seen = post(client, "preview/", body).json()
    assert (seen["promises"], seen["sides"][0]) == (1, {"side": "union", "promises": 1, "asked": False})
    based_on = client.get("/api/v1/statement/").json()["id"]
    made = post(client, "versions/", {**body, "based_on": based_on, "note": "The board meets later."})
    assert (made.status_code, made.json()["material"], made.json()["asked_sides"]) == (201, True, ["board"])
    assert [party.has_signed for party in parties_of(team)] == [True, True, False]
    nobody = {**body, "sides": [], "based_on": made.json()["id"], "note": "Why", "opening": "We:"}
    refused = post(client, "versions/", nobody)
    assert (refused.status_code, refused.json()["code"]) == (400, "sides_unknown")


def test_an_editorial_version_lets_promises_stand(convening: Convening, client: Client) -> None:
    team = make_team(convening, "confirmed")
    based_on = client.get("/api/v1/statement/").json()["id"]
    made = post(client, "versions/", {**TEXT, "material": False, "based_on": based_on})
    assert (made.status_code, made.json()["material"]) == (201, False)
    assert Team.objects.get(pk=team.pk).state == "committed"


def test_no_token_lets_promises_carry_on_under_many_other_words(convening: Convening, client: Client) -> None:
    based_on = client.get("/api/v1/statement/").json()["id"]
    body = {**TEXT, "closing": " ".join(f"other{n}" for n in range(25)), "material": False}
    assert post(client, "preview/", body).json()["words_changed"] >= 25
    refused = post(client, "versions/", {**body, "based_on": based_on})
    assert (refused.status_code, refused.json()["code"]) == (400, "not_editorial")
    assert client.get("/api/v1/statement/versions/").json()["count"] == 1


def test_who_reads_does_not_publish(convening: Convening, caller: Caller) -> None:
    client = caller(convening, Scope.CONVENING_READ, Scope.TEAMS_READ)
    assert post(client, "preview/", {**TEXT, "material": True}).status_code == 403
    assert post(client, "versions/", {**TEXT, "material": True, "based_on": 1}).status_code == 403


def test_every_answer_with_its_evidence(convening: Convening, caller: Caller) -> None:
    team, other = make_team(convening, "confirmed"), make_team(convening, "committing")
    no = parties_of(other)[0]
    promising.decline(party=no, reason="Not now", by=f"person:{no.signatory_id}", at=NOW)
    client = caller(convening, Scope.EVIDENCE_READ)

    signed = client.get(f"/api/v1/commitments/?team={team.pk}&state=signed").json()["results"]
    assert [row["office"] for row in signed] == ["union_president", "superintendent", "board_president"]
    assert {row["text_sha256"] for row in signed} == {convening.statement.current.sha256}  # type: ignore[union-attr]
    assert (signed[0]["address"], signed[0]["user_agent"]) == ("203.0.113.7", "Mozilla/5.0 (a phone)")
    assert signed[0]["promises"] == [1, 2, 3]
    (declined,) = client.get("/api/v1/commitments/?state=declined").json()["results"]
    assert (declined["team"], declined["reason"], declined["typed_name"]) == (other.pk, "Not now", "")


def test_reading_teams_is_not_enough_for_the_evidence(convening: Convening, caller: Caller) -> None:
    client = caller(convening, *(scope for scope in Scope if scope != Scope.EVIDENCE_READ))
    assert client.get("/api/v1/commitments/").status_code == 403
