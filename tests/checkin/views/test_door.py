import json
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from checkin.domain.devices import make_device, revoke_device
from checkin.models import Checkpoint, Device, Scan
from checkin.states import CheckpointKind
from tests.checkin.factories import badge_of, make_attendee, make_checkpoint, make_convening, make_team

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
    now = scanner.get("/door/now/").json()
    assert now["words"] == "1 of 5 are in"
    assert abs(now["at"] / 1000 - timezone.now().timestamp()) < 60
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
        assert "This link was revoked" in page.content.decode()


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


def post(client: Client, address: str, body: Any) -> Any:
    return client.post(f"/door/{address}/", body, content_type="application/json")


def test_a_scanner_switches_between_its_own_places_and_scans_out(client: Client, door: Checkpoint) -> None:
    room = make_checkpoint(door.convening, "Room 1", CheckpointKind.ROOM)
    Checkpoint.objects.filter(pk=room.pk).update(both_ways=True)
    foreign = make_checkpoint(door.convening, "Room 2", CheckpointKind.ROOM)
    token = make_device(checkpoint=door, also=[room], label="Ben", by="user:1", at=timezone.now())
    client.get(f"/door/open/{token}/")
    code = badge_of(make_team(door.convening)).code
    assert send(client, code=code, checkpoint=room.pk).json()["answer"] == "welcome"
    assert client.get(f"/door/now/?checkpoint={room.pk}").json()["words"] == "1 is inside"
    assert send(client, code=code, checkpoint=room.pk, direction="out").json()["answer"] == "left"
    for refused in (send(client, code=code, checkpoint=foreign.pk), client.get(f"/door/now/?checkpoint={foreign.pk}")):
        assert (refused.status_code, refused.json()["code"]) == (409, "not_your_checkpoint")


def test_who_forgot_the_badge_is_scanned_by_name(scanner: Client, door: Checkpoint) -> None:
    badge = badge_of(make_team(door.convening))
    assert send(scanner, attendee=badge.attendee_id).json()["attendee"]["name"] == "Member0 Durango"
    assert Scan.objects.get().badge == badge
    told = send(scanner, attendee=make_attendee(door.convening).pk)
    assert (told.status_code, told.json()["code"]) == (409, "no_badge")


def test_only_a_scanner_that_may_registers_a_guest(client: Client, scanner: Client, door: Checkpoint) -> None:
    body = {"name": "王小明", "email": "xm@example.org", "organization": "", "job": ""}
    told = post(scanner, "guest", body)
    assert (told.status_code, told.json()["code"]) == (409, "registers_nobody")
    Device.objects.update(registers_walk_ups=True)
    assert post(scanner, "guest", {"name": ""}).json()["code"] == "malformed"
    assert post(scanner, "guest", {**body, "email": "nowhere"}).json()["code"] == "address_unusable"
    assert "attendee" in post(scanner, "guest", {"name": "Ana", "email": ""}).json()
    told = post(scanner, "guest", body).json()
    assert send(scanner, attendee=told["attendee"]).json()["attendee"]["name"] == "王小明"


def test_only_a_scanner_that_may_registers_a_substitute(scanner: Client, door: Checkpoint) -> None:
    absent = badge_of(make_team(door.convening), "superintendent").attendee
    body = {"absent": absent.pk, "name": "Đặng O'Brien", "email": "dang@example.org", "job": "Vice president"}
    told = post(scanner, "substitute", body)
    assert (told.status_code, told.json()["code"]) == (409, "registers_nobody")
    Device.objects.update(registers_walk_ups=True)
    found = scanner.get("/door/awaited/", {"q": "holder1"}).json()
    assert found == {"people": [{"id": absent.pk, "name": "Holder1 Durango", "team": "Durango"}], "teams": []}
    for wrong in ({"absent": "x"}, {"name": ""}, {"email": ""}):
        assert post(scanner, "substitute", {**body, **wrong}).json()["code"] == "malformed"
    told = post(scanner, "substitute", body).json()
    assert told == {"attendee": told["attendee"], "name": "Đặng O'Brien"}  # nothing of a print: no printer
    assert send(scanner, attendee=told["attendee"]).json()["answer"] == "welcome"
    again = post(scanner, "substitute", {**body, "name": "Bo", "email": "bo@example.org"}).json()
    assert again["words"] == "Đặng O'Brien comes instead of this member already."


def test_a_scanner_with_a_printer_prints_those_whom_it_registered_and_no_others(
    scanner: Client, door: Checkpoint
) -> None:
    Device.objects.update(registers_walk_ups=True)
    assert scanner.get("/door/paper.css").status_code == 404
    Device.objects.update(paper="label_62")
    assert "100mm 62mm" in scanner.get("/door/paper.css").content.decode()
    told = post(scanner, "guest", {"name": "Ana", "email": ""}).json()
    face = scanner.get(told["face"])
    assert (face["Content-Type"], b"<svg" in face.content) == ("image/svg+xml", True)
    assert scanner.post(told["printed"]).status_code == 200
    assert scanner.post(told["printed"]).json()["code"] == "printed_once"
    other = badge_of(make_team(door.convening))
    assert scanner.get(f"/door/badge/{other.pk}.svg").status_code == 404
    assert scanner.post(f"/door/badge/{other.pk}/printed/").status_code == 404


def test_undo_takes_back_the_own_scan(scanner: Client, door: Checkpoint) -> None:
    scan_id = str(uuid4())
    send(scanner, code=badge_of(make_team(door.convening)).code, scan_id=scan_id)
    assert post(scanner, "undo", {"scan_id": scan_id, "age_ms": 500}).json() == {"words": "Undone."}
    assert post(scanner, "undo", {"scan_id": str(uuid4())}).json()["code"] == "scan_unknown"
    assert post(scanner, "undo", {"scan_id": "7"}).status_code == 400
    assert not Scan.objects.standing()


def test_a_batch_is_recorded_by_the_offset_of_each_scan(scanner: Client, door: Checkpoint) -> None:
    code, now = badge_of(make_team(door.convening)).code, timezone.now()
    wrong = round(now.timestamp() * 1000) + 3 * 3600_000 - 60_000  # a minute ago, by a clock three hours ahead
    row = {"scan_id": str(uuid4()), "code": code, "checkpoint": door.pk, "at": wrong, "offset": -3 * 3600_000}
    body = {"sent": wrong + 60_000, "scans": [{**row, "decided": "welcome"}, {**row, "scan_id": "7"}, 8]}
    told = post(scanner, "batch", body).json()["results"]
    assert [(one["answer"], one["code"]) for one in told] == [("welcome", ""), ("", "malformed"), ("", "malformed")]
    scan = Scan.objects.get()
    assert timedelta(seconds=55) < now - scan.scanned_at < timedelta(seconds=65)
    assert (scan.device_answer, scan.clock_offset_ms) == ("welcome", -3 * 3600_000)
    assert post(scanner, "batch", body).json()["results"][0]["replayed"]


def test_the_list_is_sent_once_and_then_only_said_to_be_the_same(scanner: Client, door: Checkpoint) -> None:
    badge_of(make_team(door.convening))
    first = scanner.get("/door/list/")
    assert len(first.json()["people"]) == 1
    again = scanner.get("/door/list/", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    badge_of(make_team(door.convening, "Other"))
    assert scanner.get("/door/list/", headers={"If-None-Match": first["ETag"]}).status_code == 200


def test_a_revoked_scanner_gets_no_list_and_sends_no_batch(scanner: Client) -> None:
    revoke_device(device=Device.objects.get(), by="user:1", at=timezone.now())
    for response in (scanner.get("/door/list/"), post(scanner, "batch", {"scans": []}), post(scanner, "undo", {})):
        assert (response.status_code, response.json()["code"]) == (403, "device_revoked")


def test_the_door_goes_on_without_broker_and_cache(
    scanner: Client, door: Checkpoint, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    code = badge_of(make_team(door.convening)).code
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {"BACKEND": "config.cache.ForgivingRedisCache", "LOCATION": settings.REDIS_URL}}
    with django_capture_on_commit_callbacks(execute=True) as nudges:
        assert send(scanner, code=code).json()["answer"] == "welcome"
    assert nudges == []
