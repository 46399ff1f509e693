"""The schedule by the API: the same checks and proposals as on the page."""

from datetime import timedelta

import pytest

from api.scopes import Scope
from breakouts.domain import timetable_planning
from breakouts.domain.availability import add_absence
from breakouts.models import Session
from convenings.models import Convening
from jobs.domain import work
from jobs.models import Proposal
from tests.api.conftest import Caller
from tests.breakouts import factories as programme
from tests.registration.factories import NOW

JSON = "application/json"
HOUR = timedelta(hours=1)


def test_checks_are_read_and_terms_written(convening: Convening, caller: Caller) -> None:
    where, when = programme.room(convening, "203", 44), programme.slot(convening, 9)
    made, client = programme.placed(where, when, "Pay models"), caller(convening)
    terms = {"needs": ["sound"], "demand": 60, "audience": ["board"]}
    answer = client.put(f"/api/v1/sessions/{made.pk}/terms/", terms, content_type=JSON)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["needs"], answer.json()["demand"], answer.json()["set_up"]) == (["sound"], 60, "")
    found = client.get("/api/v1/schedule/conflicts/").json()
    assert [(one["code"], one["level"]) for one in found] == [
        ("room_lacks", "impossible"), ("room_too_small", "unwise"), ("side_left_out", "unwise"),
        ("side_left_out", "unwise"), ("no_presenter", "hint"),
    ]  # fmt: skip
    assert found[0]["sessions"] == [made.pk]
    [spot] = client.get(f"/api/v1/sessions/{made.pk}/spots/").json()
    assert [one["code"] for one in spot["problems"]] == ["room_lacks", "room_too_small"]
    other = programme.session(convening)
    client.put(f"/api/v1/sessions/{other.pk}/terms/", {"needs": ["power"]}, content_type=JSON)
    refused = client.post(
        f"/api/v1/sessions/{other.pk}/place/", {"room": where.pk, "slot": when.pk, "version": 0}, content_type=JSON
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "room_taken")
    for bad in ({"needs": ["a lake"]}, {"most": 0}, {"least": -1}, {"comes_after": "x"}):
        assert client.put(f"/api/v1/sessions/{made.pk}/terms/", bad, content_type=JSON).status_code == 400
    wrong = client.put(f"/api/v1/sessions/{made.pk}/terms/", {"least": 9, "most": 8}, content_type=JSON)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "people_wrong")
    assert client.get("/api/v1/sessions/0/spots/").status_code == 404


def test_a_timetable_is_asked_for_applied_and_undone(
    convening: Convening, caller: Caller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(timetable_planning, "ITERATIONS", 500)
    client = caller(convening)
    empty = client.post("/api/v1/timetable/", {"mode": "least"}, content_type=JSON)
    assert (empty.status_code, empty.json()["code"]) == (409, "nothing_to_timetable")
    programme.placed(programme.room(convening, "203"), programme.slot(convening, 9), "First")
    programme.slot(convening, 11)
    second = programme.session(convening, "Second")
    asked = client.post("/api/v1/timetable/", {"mode": "least"}, content_type=JSON)
    assert asked.status_code == 202, asked.content
    work.run(job_id=asked.json()["id"], at=NOW)
    [row] = client.get("/api/v1/timetable/proposals/").json()["results"]
    assert [(move["session"], move["from_slot"], move["why"]) for move in row["moves"]] == [(second.pk, None, "new")]
    base = f"/api/v1/timetable/proposals/{row['id']}/"
    assert client.post(f"{base}apply/", {}, content_type=JSON).json()["state"] == "applied"
    assert Session.objects.get(pk=second.pk).slot is not None
    assert client.post(f"{base}undo/").json()["state"] == "undone"
    assert client.get(base).json()["is_outdated"] is False
    asked = client.post("/api/v1/timetable/", {"mode": "least"}, content_type=JSON)
    work.run(job_id=asked.json()["id"], at=NOW)
    programme.session(convening, "Third")
    newest = Proposal.objects.latest("pk")
    refused = client.post(f"/api/v1/timetable/proposals/{newest.pk}/apply/", {}, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "schedule_changed")
    assert client.post(f"/api/v1/timetable/proposals/{newest.pk}/discard/").json()["state"] == "refused"
    full = client.post("/api/v1/timetable/", {"mode": "anew"}, content_type=JSON)
    assert (full.status_code, full.json()["code"]) == (409, "rules_contradict")


def test_rules_in_the_way_are_read_and_released(convening: Convening, caller: Caller) -> None:
    client, address = caller(convening), "/api/v1/timetable/contradiction/"
    nothing = {"words": "", "is_smallest": True, "rules": []}
    assert client.get(address).json() == nothing  # nor where there are no breakouts yet
    programme.room(convening, "203")
    programme.slot(convening, 9)
    made = programme.session(convening, "Pay models")
    client.put(f"/api/v1/sessions/{made.pk}/terms/", {"needs": ["power"]}, content_type=JSON)
    asked = client.post("/api/v1/timetable/", {"mode": "anew"}, content_type=JSON)
    assert (asked.status_code, asked.json()["code"]) == (409, "rules_contradict")
    (rule,) = client.get(address).json()["rules"]
    assert (rule["kind"], rule["session"], rule["presenter"]) == ("need", made.pk, None)
    unknown = client.post(address, {"key": f"pinned:{made.pk}:0"}, content_type=JSON)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "rule_unknown")
    assert client.post(address, {}, content_type=JSON).status_code == 400
    assert client.post(address, {"key": rule["key"]}, content_type=JSON).json() == nothing
    assert caller(convening, Scope.PROGRAMME_READ).post(address, rule, content_type=JSON).status_code == 403


def test_a_time_is_moved_and_a_public_session_let_go(convening: Convening, caller: Caller) -> None:
    when, client = programme.slot(convening, 9, label="Breakouts A"), caller(convening)
    made = programme.placed(programme.room(convening), when, "Pay models", (ann := programme.presenter(convening),))
    add_absence(attendee=ann, starts_at=when.ends_at, ends_at=when.ends_at + HOUR, by=programme.BY, at=programme.AT)
    seen = {"seen_starts_at": when.starts_at.isoformat(), "seen_ends_at": when.ends_at.isoformat()}
    shorter = {"starts_at": when.starts_at.isoformat(), "ends_at": (when.ends_at - HOUR / 2).isoformat()}
    answer = client.put(f"/api/v1/slots/{when.pk}/", {**shorter, **seen}, content_type=JSON)
    assert answer.status_code == 200, answer.content
    assert (answer.json()["label"], answer.json()["ends_at"]) == ("Breakouts A", "2027-05-27T13:45:00Z")
    late = client.put(f"/api/v1/slots/{when.pk}/", {**shorter, **seen, "label": "A"}, content_type=JSON)
    assert (late.status_code, late.json()["code"]) == (409, "changed_meanwhile")
    seen["seen_ends_at"] = shorter["ends_at"]
    longer = {"starts_at": seen["seen_starts_at"], "ends_at": (when.ends_at + HOUR).isoformat()}
    refused = client.put(f"/api/v1/slots/{when.pk}/", {**longer, **seen}, content_type=JSON)
    assert (refused.status_code, refused.json()["code"]) == (409, "presenter_away")
    for absurd, status in (("2028-05-27T09:00Z", 409), ("0001-01-01T00:00:00+14:00", 400), ("noon", 400), (None, 400)):
        answer = client.put(f"/api/v1/slots/{when.pk}/", {**longer, **seen, "ends_at": absurd}, content_type=JSON)
        assert answer.status_code == status, absurd
    let = client.put(f"/api/v1/sessions/{made.pk}/may-move/", {"may_move": True}, content_type=JSON)
    assert (let.status_code, let.json()["may_move"]) == (200, True)
    assert client.put(f"/api/v1/sessions/{made.pk}/may-move/", {}, content_type=JSON).status_code == 400
