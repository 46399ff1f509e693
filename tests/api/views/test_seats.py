"""Seats by REST: the same rules as on the pages."""

import pytest
from django.test import Client

from api.scopes import Scope
from breakouts.models import Choice, Programme, Seat, Session
from convenings.models import Convening
from jobs.domain import work
from registration.models import Attendee
from tests.api.conftest import Caller
from tests.breakouts.seat_factories import people, seat, seated_rounds, sits
from tests.registration.doors import stand_still
from tests.registration.factories import NOW, make_convening

JSON = "application/json"


@pytest.fixture(autouse=True)
def _now(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


@pytest.fixture
def sessions(convening: Convening) -> list[Session]:
    ((one, two),) = seated_rounds(convening, 1, 5)
    return [one, two]


@pytest.fixture
def pair(convening: Convening) -> list[Attendee]:
    return people(convening, 2)


def put(client: Client, who: Attendee, **sent: object) -> tuple[int, dict[str, object]]:
    answer = client.post(f"/api/v1/attendees/{who.pk}/seats/", sent, content_type=JSON)
    return answer.status_code, answer.json()


def test_seated_waiting_and_taken_away(
    convening: Convening, caller: Caller, sessions: list[Session], pair: list[Attendee]
) -> None:
    client, (one, __), (ann, bob) = caller(convening), sessions, pair
    status, answer = put(client, ann, session=one.pk, pinned=True)
    assert status == 200
    assert [(row["session"], row["is_pinned"], row["why"]) for row in answer["seats"]] == [  # type: ignore[attr-defined]
        (one.pk, True, "Set by the organizers.")
    ]
    assert put(client, bob, session=one.pk)[1]["code"] == "session_full"
    assert put(client, bob, session=one.pk, or_wait=True)[1]["waits"][0]["number"] == 1  # type: ignore[index]
    assert client.get(f"/api/v1/seats/?session={one.pk}").json()["results"][0]["attendee"] == ann.pk
    assert client.get(f"/api/v1/seats/?attendee={bob.pk}").json()["results"] == []
    assert [row["attendee"] for row in client.get("/api/v1/seats/waiting/").json()["results"]] == [bob.pk]
    gone = client.delete(f"/api/v1/attendees/{ann.pk}/seats/{one.pk}/")
    assert (gone.status_code, gone.json()["seats"]) == (200, [])
    assert sits(bob) == ["Talk 1.1"]
    assert put(client, ann, session=one.pk, or_wait=True)[0] == 200
    assert client.delete(f"/api/v1/attendees/{ann.pk}/waits/{one.pk}/").json()["waits"] == []
    assert client.get(f"/api/v1/attendees/{bob.pk}/seats/").json()["seats"][0]["why"] == "Moved up from the waitlist."


def test_what_is_wrong(
    convening: Convening, caller: Caller, sessions: list[Session], pair: list[Attendee]
) -> None:
    client, (ann, __) = caller(convening), pair
    elsewhere = seated_rounds(make_convening(slug="elsewhere"), 5)[0][0]
    assert put(client, ann, session=elsewhere.pk)[0] == 404
    for sent in ({}, {"session": 2**63}, {"session": sessions[0].pk, "pinned": "perhaps"}):
        assert put(client, ann, **sent)[0] == 400
    assert not Seat.objects.exists()


def test_a_scope_each_to_read_and_to_write(
    convening: Convening, caller: Caller, sessions: list[Session], pair: list[Attendee]
) -> None:
    others = [scope for scope in Scope if scope not in (Scope.SEATS_READ, Scope.SEATS_WRITE)]
    reader, writer, neither = (
        caller(convening, *scopes) for scopes in ([Scope.SEATS_READ], [Scope.SEATS_WRITE], others)
    )
    assert [client.get("/api/v1/seats/").status_code for client in (reader, writer, neither)] == [200, 403, 403]
    session = sessions[1].pk
    assert [put(client, pair[0], session=session)[0] for client in (reader, neither, writer)] == [403, 403, 200]


def test_proposed_applied_undone_and_discarded(
    convening: Convening, caller: Caller, sessions: list[Session], pair: list[Attendee]
) -> None:
    client, (one, two), (ann, bob) = caller(convening), sessions, pair
    for who in pair:
        for rank, session in enumerate(sessions, 1):
            Choice.objects.create(attendee=who, slot=one.slot, session=session, rank=rank)

    def search() -> int:
        job = client.post("/api/v1/seats/proposals/", {"mode": "anew"}, content_type=JSON)
        assert job.status_code == 202
        work.run(job_id=job.json()["id"], at=NOW)
        return int(client.get(f"/api/v1/jobs/{job.json()['id']}/").json()["result"]["proposal"])

    assert client.post("/api/v1/seats/proposals/", {"mode": "best"}, content_type=JSON).status_code == 400
    url = f"/api/v1/seats/proposals/{search()}/"
    told = client.get(url).json()
    assert (told["state"], told["is_outdated"], len(told["rows"])) == ("proposed", False, 2)
    assert told["rows"][0]["moves"] == [
        {
            "slot": one.slot_id, "from": None, "to": two.pk,
            "why": "The second choice. “Talk 1.1” is full: there is room for 1, and 2 people wanted it as much.",
        }
    ]  # fmt: skip
    done = client.post(f"{url}apply/", {"accepted": [told["rows"][0]["key"]]}, content_type=JSON)
    assert done.json()["state"] == "applied"
    assert Seat.objects.count() == 1
    assert client.post(f"{url}apply/", {}, content_type=JSON).json()["code"] == "proposal_decided"
    assert client.post(f"{url}undo/").json()["state"] == "undone"
    assert not Seat.objects.exists()
    assert client.post(f"/api/v1/seats/proposals/{search()}/discard/").json()["state"] == "refused"
    states = [row["state"] for row in client.get("/api/v1/seats/proposals/").json()["results"]]
    assert states == ["refused", "undone"]
    assert sits(ann) == sits(bob) == []


def test_opened_and_hidden(
    convening: Convening, caller: Caller, sessions: list[Session], pair: list[Attendee]
) -> None:
    client = caller(convening)
    Programme.objects.update(seats_open_at=None)

    def turn(are_open: bool) -> dict[str, object]:
        sent = {"are_open": are_open}
        answer: dict[str, object] = client.put("/api/v1/seats/opening/", sent, content_type=JSON).json()
        return answer

    assert turn(True)["code"] == "nothing_to_open"
    seat(pair[0], sessions[0])
    assert turn(True) == {"are_open": True}
    assert turn(False) == {"are_open": False} == client.get("/api/v1/seats/opening/").json()


def test_rules_in_the_way_are_read_and_released(
    convening: Convening, caller: Caller, sessions: list[Session], pair: list[Attendee]
) -> None:
    client, address = caller(convening, Scope.SEATS_READ, Scope.SEATS_WRITE), "/api/v1/seats/contradiction/"
    assert client.get(address).json() == {"words": "", "is_smallest": True, "rules": []}
    one, two = sessions
    for who in pair:
        Choice.objects.create(attendee=who, slot=one.slot, session=one, rank=1)
        Choice.objects.create(attendee=who, slot=one.slot, session=two)
    asked = client.post("/api/v1/seats/proposals/", {"mode": "anew"}, content_type=JSON)
    assert (asked.status_code, asked.json()["code"]) == (409, "seats_contradict")
    (rule,) = client.get(address).json()["rules"]
    assert (rule["words"], rule["session"]) == ("2 people would rather not sit in “Talk 1.2”", two.pk)
    unknown = client.post(address, {"key": "never:0"}, content_type=JSON)
    assert (unknown.status_code, unknown.json()["code"]) == (409, "rule_unknown")
    released = client.post(address, {"key": rule["key"]}, content_type=JSON)
    assert released.json() == {"words": "", "is_smallest": True, "rules": []}
    assert caller(convening, Scope.SEATS_READ).post(address, {"key": "x"}, content_type=JSON).status_code == 403
