"""What a scanner, or somebody with its link, may send to the door."""

import json
import uuid
from datetime import datetime
from typing import Any

import pytest
from django.test import Client

from checkin.domain.badges import issue_badge
from checkin.domain.devices import make_device
from checkin.domain.scanning import scan
from checkin.models import Badge, Checkpoint, Scan
from tests.registration.doors import stand_still
from tests.registration.factories import NOW, make_convening, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def badge() -> Badge:
    team = make_team(make_convening(), "confirmed")
    return issue_badge(attendee=team.members.earliest("pk"), by="system", at=NOW)


@pytest.fixture
def door(badge: Badge, client: Client, monkeypatch: pytest.MonkeyPatch) -> Client:
    stand_still(monkeypatch)
    checkpoint = Checkpoint.objects.create(convening=badge.attendee.convening, name="North door", kind="door")
    client.get(f"/door/open/{make_device(checkpoint=checkpoint, label='Ben', by='user:1', at=NOW)}/")
    return client


def send(door: Client, body: Any) -> int:
    typed = body if isinstance(body, str | bytes) else json.dumps(body)
    return door.post("/door/scan/", data=typed, content_type="application/json").status_code


ID = str(uuid.UUID(int=7))


@pytest.mark.parametrize(
    "body",
    [
        pytest.param("[" * 100_000, id="deep list"),
        pytest.param('{"code":' * 50_000, id="deep object"),
        pytest.param(b"\xff\xfe\x00", id="no UTF-8"),
        pytest.param("9" * 5000, id="long number"),
        pytest.param("[1]", id="no object"),
        pytest.param({"code": "A\0B", "scan_id": ID}, id="NUL"),
        pytest.param({"code": "x" * 5000, "scan_id": ID}, id="long code"),
        pytest.param({"code": {"a": 1}, "scan_id": {"a": [1]}}, id="objects"),
        pytest.param({"code": "x", "scan_id": ID, "age_ms": 10**30}, id="great age"),
        pytest.param({"code": "x", "scan_id": ID, "age_ms": -1}, id="from the future"),
        pytest.param({"code": "x", "scan_id": ID, "age_ms": float("inf")}, id="for ever"),
    ],
)
def test_what_is_no_scan_gets_a_sentence(door: Client, body: Any) -> None:
    assert send(door, body) == 400
    assert not Scan.objects.exists()


@pytest.mark.parametrize(
    ("body", "status"),
    [
        pytest.param("[" * 100_000, 400, id="deep list"),
        pytest.param({"scans": {"a": 1}}, 400, id="no list"),
        pytest.param({"scans": [], "sent": "now"}, 400, id="no clock"),
        pytest.param({"scans": [{}] * 100_000}, 413, id="a hundred thousand"),
        pytest.param({"scans": [{"code": "x" * 100}] * 100_000}, 413, id="ten megabytes"),
    ],
)
def test_what_is_no_batch_is_refused_whole(door: Client, body: Any, status: int) -> None:
    typed = body if isinstance(body, str) else json.dumps(body)
    assert door.post("/door/batch/", data=typed, content_type="application/json").status_code == status
    assert not Scan.objects.exists()


@pytest.mark.parametrize(
    "over",
    [
        {"code": {"a": 1}}, {"code": ""}, {"checkpoint": [1]}, {"checkpoint": 10**30}, {"at": float("nan")},
        {"at": None}, {"offset": "x"}, {"decided": "king"}, {"direction": "up"}, {"scan_id": None},
        {"attendee": -(10**40)}, {"scan_id": "\ud800\0"}, {"scan_id": ["\ud800"]}, {"scan_id": {"a": [1]}},
    ],
)  # fmt: skip
def test_one_malformed_reading_is_named_and_the_next_is_kept(door: Client, badge: Badge, over: dict[str, Any]) -> None:
    place = Checkpoint.objects.get().pk
    good = {"scan_id": ID, "code": badge.code, "checkpoint": place, "at": 1, "offset": 0}
    told = door.post("/door/batch/", {"scans": [{**good, **over}, good]}, content_type="application/json")
    assert sorted(one["code"] for one in told.json()["results"]) == ["", "malformed"]
    assert Scan.objects.get().badge == badge


def test_half_a_character_is_an_unknown_badge(door: Client) -> None:
    assert send(door, {"code": "\ud800\udfff\ud800", "scan_id": ID}) == 200
    assert Scan.objects.get().answer == "unknown"


@pytest.mark.parametrize("scanned_at", ["0001-01-01T00:00:00Z", "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
def test_no_clock_of_a_device_breaks_the_door(badge: Badge, scanned_at: str) -> None:
    """A time before there was time, in a zone west of Greenwich, would fail every scan of this person after it."""
    door = Checkpoint.objects.create(convening=badge.attendee.convening, name="North door", kind="door")
    facts: dict[str, Any] = {"checkpoint": door, "code": badge.code, "by": "token:1", "at": NOW}
    first = scan(**facts, scan_id=uuid.UUID(int=1), scanned_at=datetime.fromisoformat(scanned_at))
    again = scan(**facts, scan_id=uuid.UUID(int=2), scanned_at=NOW)
    assert first.answer == "welcome"
    if scanned_at.startswith("9999"):  # taken as now
        assert again.answer == "already_in"
        assert again.first is not None
        assert again.first.words
    else:  # taken as a week ago
        assert again.answer == "back"
