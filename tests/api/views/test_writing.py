"""What the API changes goes the domain's way: same rules, same words as on the page."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from api.scopes import Scope
from breakouts.domain.schedule_impossible import RoomTaken
from breakouts.domain.sessions import place_session
from checkin.domain.badges import issue_badge, replace_badge
from checkin.models import Checkpoint, Scan
from convenings.models import Convening
from jobs.domain import work
from journal.models import Entry
from registration.domain.teams import withdraw_team
from tests.api.conftest import Caller
from tests.breakouts import factories as programme
from tests.expo import factories as expo
from tests.expo.rota_factories import team_at, waved
from tests.registration.factories import NOW, make_convening, make_team

pytestmark = pytest.mark.usefixtures("in_season")


def scan(client: Client, checkpoint: Checkpoint, code: str, scan_id: str = "") -> dict[str, object]:
    body = {"scan_id": scan_id or str(uuid.uuid4()), "code": code, "scanned_at": timezone.now().isoformat()}
    answer = client.post(f"/api/v1/checkpoints/{checkpoint.pk}/scans/", body, content_type="application/json")
    assert answer.status_code == 200, answer.content
    return dict(answer.json())


def test_scan_answers_with_stable_codes(convening: Convening, caller: Caller) -> None:
    team = make_team(convening, "confirmed", members=1)
    member = team.members.first()
    badge = issue_badge(attendee=member, by="user:1", at=NOW)
    newer = replace_badge(badge=badge, by="user:1", at=NOW)
    gone = make_team(convening, "confirmed")
    outside = issue_badge(attendee=gone.members.first(), by="user:1", at=NOW)
    withdraw_team(team=gone, reason="", by="user:1", at=NOW)
    door, client = convening.checkpoints.create(name="North"), caller(convening)

    codes = [newer.code, newer.code, badge.code, "NOBODY", outside.code]
    answers = [scan(client, door, code)["answer"] for code in codes]
    assert answers == ["welcome", "already_in", "replaced", "unknown", "no_place"]
    assert set(Scan.objects.values_list("by", flat=True)) == {Entry.objects.filter(kind="token.made").get().subject}


def test_same_scan_again_is_harmless(convening: Convening, caller: Caller) -> None:
    badge = issue_badge(attendee=make_team(convening, "confirmed").members.first(), by="user:1", at=NOW)
    door, client, scan_id = convening.checkpoints.create(name="North"), caller(convening), str(uuid.uuid4())

    first, again = (scan(client, door, badge.code, scan_id) for _time in range(2))

    assert (first["answer"], again["answer"]) == ("welcome", "welcome")
    assert (first["replayed"], again["replayed"]) == (False, True)
    assert Scan.objects.count() == 1


def test_reused_scan_id_is_refused_with_its_code(convening: Convening, caller: Caller) -> None:
    one, other = make_team(convening, "confirmed").members.all()[:2]
    badges = [issue_badge(attendee=member, by="user:1", at=NOW) for member in (one, other)]
    door, client, scan_id = convening.checkpoints.create(name="North"), caller(convening), str(uuid.uuid4())
    scan(client, door, badges[0].code, scan_id)

    body = {"scan_id": scan_id, "code": badges[1].code, "scanned_at": timezone.now().isoformat()}
    answer = client.post(f"/api/v1/checkpoints/{door.pk}/scans/", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (409, "scan_id_reused")


def test_a_batch_is_recorded_once_and_one_of_it_taken_back(convening: Convening, caller: Caller) -> None:
    badge = issue_badge(attendee=make_team(convening, "confirmed").members.first(), by="user:1", at=NOW)
    door, client, scan_id = convening.checkpoints.create(name="North"), caller(convening), str(uuid.uuid4())
    at = timezone.now().isoformat()
    rows = [
        {"scan_id": scan_id, "code": badge.code, "scanned_at": at, "device_answer": "welcome"},
        {"scan_id": str(uuid.uuid4()), "code": "NOBODY", "scanned_at": at, "direction": "out"},
    ]
    url = f"/api/v1/checkpoints/{door.pk}/scans/batch/"
    told = [client.post(url, {"scans": rows}, content_type="application/json").json()["results"] for _time in (1, 2)]
    assert [[one["answer"] for one in each] for each in told] == [["welcome", "unknown"]] * 2
    assert [one["replayed"] for one in told[1]] == [True, True]
    taken = client.post(f"/api/v1/scans/{scan_id}/annul/", {"reason": "Wrong"}, content_type="application/json")
    assert taken.json()["scan_id"] == scan_id
    row = Scan.objects.get(scan_id=scan_id)
    assert (row.device_answer, row.annulled_because, Scan.objects.count()) == ("welcome", "Wrong", 2)
    assert scan(client, door, badge.code)["answer"] == "welcome"
    missing = client.post(f"/api/v1/scans/{uuid.uuid4()}/annul/", {"reason": "X"}, content_type="application/json")
    assert missing.status_code == 404


def test_a_batch_of_more_than_five_hundred_is_refused(convening: Convening, caller: Caller) -> None:
    url = f"/api/v1/checkpoints/{convening.checkpoints.create(name='North').pk}/scans/batch/"
    answer = caller(convening).post(url, {"scans": [{}] * 501}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (413, "batch_too_large")


def test_a_scan_costs_nine_statements_at_most(convening: Convening, caller: Caller) -> None:
    badge = issue_badge(attendee=make_team(convening, "confirmed").members.first(), by="user:1", at=NOW)
    door, client = convening.checkpoints.create(name="North"), caller(convening)

    with CaptureQueriesContext(connection) as found:
        assert scan(client, door, badge.code)["answer"] == "welcome"

    frame = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")
    statements = [query["sql"] for query in found if not query["sql"].startswith(frame)]
    assert len(statements) <= 9, "\n".join(statements)


def test_scan_of_another_convenings_checkpoint(convening: Convening, caller: Caller) -> None:
    elsewhere = make_convening().checkpoints.create(name="North")
    body = {"scan_id": str(uuid.uuid4()), "code": "X", "scanned_at": timezone.now().isoformat()}
    url = f"/api/v1/checkpoints/{elsewhere.pk}/scans/"

    assert caller(convening).post(url, body, content_type="application/json").status_code == 404


def test_a_busy_gate_is_not_held_up(convening: Convening, caller: Caller) -> None:
    door, client = convening.checkpoints.create(name="North"), caller(convening)

    for _reading in range(30):
        scan(client, door, "NOBODY")
        assert client.get("/api/v1/checkpoints/").status_code == 200


def test_page_and_api_refuse_alike(convening: Convening, caller: Caller) -> None:
    """A room that is taken: the same code and the same words from the domain and from the API."""
    room, slot = programme.room(convening, "201"), programme.slot(convening)
    programme.placed(room, slot, "Peer review")
    late = programme.session(convening, "Evaluation")
    words = ""
    try:
        place_session(session=late, room=room, slot=slot, version=0, by="user:1", at=NOW)
    except RoomTaken as refusal:
        words = str(refusal.words)

    answer = caller(convening).post(
        f"/api/v1/sessions/{late.pk}/place/", {"room": room.pk, "slot": slot.pk, "version": 0},
        content_type="application/json",
    )

    assert answer.status_code == 409
    assert answer.json() == {
        "type": "about:blank", "title": words, "status": 409, "code": "room_taken", "detail": words, "field": "room",
    }


def test_place_and_take_off(convening: Convening, caller: Caller) -> None:
    room, slot, session = programme.room(convening), programme.slot(convening), programme.session(convening)
    client, url = caller(convening), f"/api/v1/sessions/{session.pk}/place/"

    put = client.post(url, {"room": room.pk, "slot": slot.pk, "version": 0}, content_type="application/json")
    stale = client.delete(url + "?version=0")
    taken = client.delete(url + "?version=1")

    assert (put.json()["room"], put.json()["slot"], put.json()["version"]) == (room.pk, slot.pk, 1)
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    assert (taken.json()["room"], taken.json()["slot"]) == (None, None)


def test_assign_booths(convening: Convening, caller: Caller) -> None:
    hall = expo.hall(convening)
    expo.booths(hall, "")
    first, second = make_team(convening, "confirmed"), make_team(convening, "confirmed")
    client = caller(convening)

    outcome = client.post(f"/api/v1/halls/{hall.pk}/assignment/").json()

    assert (outcome["placed"], [one["team"] for one in outcome["unplaced"]]) == (1, [second.pk])
    assert [row["team"] for row in client.get("/api/v1/booths/").json()["results"]] == [first.pk]


def test_plan_a_rota_and_read_it(convening: Convening, caller: Caller) -> None:
    client, where = caller(convening), waved(convening)
    empty = expo.hall(convening)
    refused = client.post(f"/api/v1/halls/{empty.pk}/rota/")
    assert (refused.status_code, refused.json()["code"]) == (409, "no_waves")

    asked = client.post(f"/api/v1/halls/{where.pk}/rota/")
    work.run(job_id=asked.json()["id"], at=timezone.now())

    assert (asked.status_code, asked.json()["kind"]) == (202, "expo.rota")
    assert client.get(f"/api/v1/jobs/{asked.json()['id']}/").json()["result"]["planned"] == 1
    waves = client.get("/api/v1/waves/").json()["results"]
    shifts = client.get("/api/v1/shifts/").json()["results"]
    assert [wave["number"] for wave in waves] == [1, 2, 3, 4, 5, 6]
    assert sorted(shift["wave"] for shift in shifts) == [wave["id"] for wave in waves]
    assert {shift["team"] for shift in shifts} == {team_at(where).pk}
    assert caller(convening, Scope.ATTENDEES_READ).get("/api/v1/shifts/").status_code == 403


def test_journal_names_the_token(convening: Convening, caller: Caller) -> None:
    session, room, slot = programme.session(convening), programme.room(convening), programme.slot(convening)
    body = {"room": room.pk, "slot": slot.pk, "version": 0}
    caller(convening).post(f"/api/v1/sessions/{session.pk}/place/", body, content_type="application/json")

    assert Entry.objects.get(kind="session.placed").by.startswith("token:")


def test_scan_in_the_future_counts_as_now(convening: Convening, caller: Caller) -> None:
    door, ahead = convening.checkpoints.create(name="North"), timezone.now() + timedelta(days=1)
    body = {"scan_id": str(uuid.uuid4()), "code": "NOBODY", "scanned_at": ahead.isoformat()}
    caller(convening).post(f"/api/v1/checkpoints/{door.pk}/scans/", body, content_type="application/json")

    assert Scan.objects.get().scanned_at < ahead
