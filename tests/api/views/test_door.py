"""Who gets in, and how refusals look."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from api.domain.tokens import revoke_token
from api.models import ApiToken
from api.scopes import Scope
from convenings.models import Convening
from tests.api.conftest import Caller
from tests.registration.factories import make_convening, make_team


def test_without_token(db: None) -> None:
    answer = Client().get("/api/v1/convening/")

    assert answer.status_code == 401
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["WWW-Authenticate"] == "Bearer"
    assert answer.json()["code"] == "not_authenticated"


def test_with_wrong_token(db: None) -> None:
    answer = Client(headers={"Authorization": "Bearer accord_wrong"}).get("/api/v1/convening/")

    assert answer.status_code == 401
    assert answer.json() == {
        "type": "about:blank",
        "title": "This token is unknown, revoked or expired. An owner of the convening can make a new one.",
        "status": 401,
        "code": "authentication_failed",
        "detail": "This token is unknown, revoked or expired. An owner of the convening can make a new one.",
    }


def test_a_session_is_no_token(admin_client: Client) -> None:
    assert admin_client.get("/api/v1/convening/").status_code == 401


def test_revoked_token(convening: Convening, caller: Caller) -> None:
    client = caller(convening)
    revoke_token(token=ApiToken.objects.get(), by="user:1", at=timezone.now())

    assert client.get("/api/v1/convening/").status_code == 401


def test_without_scope(convening: Convening, caller: Caller) -> None:
    answer = caller(convening, Scope.PROGRAMME_READ).get("/api/v1/teams/")

    assert answer.status_code == 403
    assert answer.json()["code"] == "scope_missing"


def test_token_sees_its_own_convening_only(convening: Convening, caller: Caller) -> None:
    other = make_team(make_convening())
    mine = make_team(convening)

    client = caller(convening)

    assert [row["id"] for row in client.get("/api/v1/teams/").json()["results"]] == [mine.pk]
    assert client.get(f"/api/v1/teams/{other.pk}/").status_code == 404
    assert client.get(f"/api/v1/teams/{other.pk}/").json()["code"] == "not_found"


def test_wrong_tokens_are_counted_and_the_right_one_always_passes(
    convening: Convening, caller: Caller, settings: pytest.FixtureRequest
) -> None:
    settings.API_WRONG_TOKENS_A_MINUTE = 3  # type: ignore[attr-defined]
    wrong, right = Client(headers={"Authorization": "Bearer accord_guess"}), caller(convening)

    assert [wrong.get("/api/v1/convening/").status_code for _try in range(4)] == [401, 401, 401, 429]
    assert right.get("/api/v1/convening/").status_code == 200


def test_use_is_noted(convening: Convening, caller: Caller) -> None:
    caller(convening).get("/api/v1/convening/")

    token = ApiToken.objects.get()
    assert token.last_used_at is not None
    assert timezone.now() - token.last_used_at < timedelta(minutes=1)


def test_malformed_body_is_a_problem(convening: Convening, caller: Caller) -> None:
    checkpoint = convening.checkpoints.create(name="North door")
    answer = caller(convening).post(f"/api/v1/checkpoints/{checkpoint.pk}/scans/", "{", content_type="application/json")

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["code"] == "parse_error"


def test_missing_fields_are_named(convening: Convening, caller: Caller) -> None:
    checkpoint = convening.checkpoints.create(name="North door")
    answer = caller(convening).post(f"/api/v1/checkpoints/{checkpoint.pk}/scans/", {}, content_type="application/json")

    assert answer.status_code == 400
    assert answer.json()["code"] == "invalid"
    assert set(answer.json()["errors"]) == {"scan_id", "code", "scanned_at"}
