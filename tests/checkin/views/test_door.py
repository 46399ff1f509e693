import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from checkin.domain.devices import make_device, revoke_device
from checkin.models import Checkpoint, Device, Scan
from tests.checkin.factories import badge_of, make_checkpoint, make_convening, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def door() -> Checkpoint:
    """A door of a convening that is on now."""
    now = timezone.now()
    return make_checkpoint(make_convening(starts_at=now, ends_at=now + timedelta(hours=30)))


@pytest.fixture
def token(door: Checkpoint) -> str:
    return make_device(checkpoint=door, label="Ben's phone", by="user:1", at=timezone.now())


@pytest.fixture
def scanner(client: Client, token: str) -> Client:
    """A browser that opened the link."""
    assert client.get(f"/door/open/{token}/").status_code == 302
    return client


def send(client: Client, **body: Any) -> Any:
    return client.post("/door/scan/", {"scan_id": str(uuid4()), **body}, content_type="application/json")


def test_the_link_is_swapped_for_a_session_at_a_clean_address(client: Client, token: str) -> None:
    response = client.get(f"/door/open/{token}/")
    assert (response.status_code, response["Location"]) == (302, "/door/")
    assert response["Referrer-Policy"] == "no-referrer"
    page = client.get("/door/")
    assert page.status_code == 200
    assert token not in page.content.decode()
    assert "wasm-unsafe-eval" in page["Content-Security-Policy"]
    assert "unsafe-inline" not in page["Content-Security-Policy"]


def test_a_scan_is_answered_as_the_domain_answers(scanner: Client, door: Checkpoint) -> None:
    code = badge_of(make_team(door.convening)).code
    told = send(scanner, code=code, age_ms=60_000).json()
    assert (told["answer"], told["attendee"]["team"]) == ("welcome", "Durango")
    row = Scan.objects.get()
    assert row.by == f"device:{Device.objects.get().pk}"
    assert timedelta(seconds=59) < row.received_at - row.scanned_at < timedelta(seconds=61)
    assert scanner.get("/door/now/").json() == {"words": "1 of 5 are in"}
    assert send(scanner, code=code).json()["answer"] == "already_in"


def test_the_same_id_with_another_badge_is_a_conflict_with_its_code(scanner: Client, door: Checkpoint) -> None:
    team, scan_id = make_team(door.convening), str(uuid4())
    send(scanner, code=badge_of(team).code, scan_id=scan_id)
    response = send(scanner, code=badge_of(team, "superintendent").code, scan_id=scan_id)
    assert (response.status_code, response.json()["code"]) == (409, "scan_id_reused")


@pytest.mark.parametrize(
    "body",
    [b"", b"[]", b"{", b'{"code": "X"}', b'{"code": "X", "scan_id": "7"}', b'{"code":"X","scan_id":7,"age_ms":-1}'],
)
def test_what_is_no_scan_is_malformed(scanner: Client, body: bytes) -> None:
    response = scanner.post("/door/scan/", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "malformed")
    assert not Scan.objects.exists()


def test_a_revoked_scanner_is_closed_at_its_next_request(scanner: Client, token: str) -> None:
    revoke_device(device=Device.objects.get(), by="user:1", at=timezone.now())
    for response in (send(scanner, code="X"), scanner.get("/door/now/")):
        assert (response.status_code, response.json()["code"]) == (403, "device_revoked")
    for address in ("/door/", f"/door/open/{token}/"):
        page = scanner.get(address)
        assert page.status_code == 403
        assert "This scanner link was revoked" in page.content.decode()


def test_strangers_and_forged_links_stay_outside(client: Client) -> None:
    assert client.get("/door/").status_code == 403
    assert client.get("/door/open/AAAA/").status_code == 403
    assert send(client, code="X").json()["code"] == "device_unknown"


def test_a_scan_without_the_csrf_token_is_refused(token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/door/open/{token}/")
    assert send(strict, code="X").status_code == 403
    assert not Scan.objects.exists()


def test_a_scan_at_the_door_takes_eight_statements(
    scanner: Client, door: Checkpoint, connection_statements: Any
) -> None:
    code = badge_of(make_team(door.convening)).code
    body = json.dumps({"code": code, "scan_id": str(uuid4())})
    with connection_statements() as statements:
        scanner.post("/door/scan/", body, content_type="application/json")
    assert len(statements) == 8, "\n".join(statements)


def test_the_door_goes_on_without_broker_and_cache(
    scanner: Client, door: Checkpoint, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    code = badge_of(make_team(door.convening)).code
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": settings.REDIS_URL}}
    with django_capture_on_commit_callbacks(execute=True) as nudges:
        assert send(scanner, code=code).json()["answer"] == "welcome"
    assert nudges == []
