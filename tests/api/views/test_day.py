"""The expo's day by REST: the same rules as on phones."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from api.scopes import Scope
from expo.models import Hall, Highlight, Note, Visit
from registration.models import Attendee
from tests.api.conftest import Caller
from tests.expo.day_factories import DURING, code_of, highlight, listed, visit
from tests.expo.rota_factories import people, waved
from tests.registration.doors import stand_still
from tests.registration.factories import make_convening


@pytest.fixture
def where(db: None, monkeypatch: pytest.MonkeyPatch) -> Hall:
    stand_still(monkeypatch, DURING)
    return waved(make_convening(), teams=2)


@pytest.fixture
def client(where: Hall, caller: Caller) -> Client:
    return caller(where.convening)


def sent(who: Attendee, number: int = 102, **over: Any) -> dict[str, Any]:
    facts = {"visit_id": str(uuid4()), "attendee": who.pk, "code": code_of(number), "visited_at": DURING.isoformat()}
    return {**facts, **over}


def send(client: Client, *visits: dict[str, Any]) -> list[str]:
    answer = client.post("/api/v1/visits/", {"visits": list(visits)}, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return [one["code"] for one in answer.json()["results"]]


def test_visits_are_kept_once_each_by_itself(client: Client, where: Hall) -> None:
    ann = people(where)[0]
    first, own = sent(ann, note="Never by REST"), sent(ann, 101)
    stranger = people(waved(make_convening()))[0]
    codes = ["kept", "kept", "own_booth", "attendee_unknown", "booth_unknown"]
    assert send(client, first, first, own, sent(stranger), sent(ann, code="X" * 10)) == codes
    assert (Visit.objects.count(), Note.objects.count()) == (1, 0)
    (row,) = client.get("/api/v1/visits/").json()["results"]
    assert (row["visit_id"], row["attendee"], row["attendee_team"]) == (first["visit_id"], ann.pk, ann.team_id)


def test_a_batch_has_its_shape(client: Client, where: Hall) -> None:
    ann = people(where)[0]
    for body in ({}, {"visits": []}, {"visits": [sent(ann)] * 51}, {"visits": [sent(ann, visit_id="x")]}):
        assert client.post("/api/v1/visits/", body, content_type="application/json").status_code == 400
    assert not Visit.objects.exists()


def test_reading_is_no_writing(where: Hall, caller: Caller) -> None:
    reader = caller(where.convening, Scope.EXPO_READ)
    body = {"visits": [sent(people(where)[0])]}
    assert reader.post("/api/v1/visits/", body, content_type="application/json").status_code == 403


def test_the_guide_has_bands_and_codes(client: Client, where: Hall) -> None:
    team = people(where)[0].team
    team.enrollment = 900
    team.save(update_fields=["enrollment"])
    first, second = client.get("/api/v1/guide/").json()["results"]
    assert (first["number"], first["code"], first["enrollment"], first["poverty"]) == (
        101, code_of(101), "under_1000", ""
    )  # fmt: skip
    assert second["name"] == "Team 102"


def test_a_highlight_is_decided_once(client: Client, where: Hall) -> None:
    ann = people(where)[0]
    row = highlight(ann)
    place = f"/api/v1/highlights/{row.pk}/decision/"
    shown = client.post(place, {"to": "shown", "seen": "held"}, content_type="application/json").json()
    assert (shown["state"], shown["author"]) == ("shown", "Somebody of Team 101")
    late = client.post(place, {"to": "rejected", "seen": "held"}, content_type="application/json")
    assert (late.status_code, late.json()["code"]) == (409, "highlight_changed")
    listed(ann)
    assert client.get("/api/v1/highlights/").json()["results"][0]["author"] == f"{ann.person.name}, Team 101"
    other = people(waved(make_convening()))[0]
    foreign = highlight(other).pk
    gone = client.post(
        f"/api/v1/highlights/{foreign}/decision/", {"to": "shown", "seen": "held"}, content_type="application/json"
    )
    assert gone.status_code == 404
    assert Highlight.objects.get(pk=foreign).state == "held"


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(client: Client, where: Hall, django_assert_num_queries: Any, rows: int) -> None:
    for who in people(where)[:rows]:
        visit(who)
        highlight(who)
    for name, statements in (("guide", 4), ("visits", 3), ("highlights", 3)):
        client.get(f"/api/v1/{name}/")  # the token's last use is written once a minute
        with django_assert_num_queries(statements):
            client.get(f"/api/v1/{name}/")
