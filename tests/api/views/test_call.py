"""The call, materials, feedback and sessions by file, by REST: the same rules as on the pages."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from api.scopes import Scope
from breakouts.domain.feedback import FeedbackDraft, give_feedback
from breakouts.models import Call, Material, Session
from convenings.models import Convening
from jobs.models import Job
from tests.api.conftest import Caller
from tests.breakouts.call_factories import invitation, proposal
from tests.breakouts.factories import placed, presenter, released, room, session, slot
from tests.registration.domain.test_questions import PDF
from tests.registration.doors import stand_still
from tests.registration.factories import make_convening

API = "/api/v1/"


@pytest.fixture(autouse=True)
def _now(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


def post(client: Client, rest: str, body: Any = None) -> tuple[int, Any]:
    answer = client.post(f"{API}{rest}", body or {}, content_type="application/json")
    return answer.status_code, answer.json()


def test_the_call_is_set_and_read(convening: Convening, caller: Caller) -> None:
    client = caller(convening, Scope.PROGRAMME_READ, Scope.PROGRAMME_WRITE)
    assert client.get(f"{API}call/").json() == {"text": "", "opens_at": None, "closes_at": None}
    sent = {"text": "Show it.", "opens_at": "2027-02-01T05:00:00Z", "closes_at": "2027-03-20T03:59:00Z"}
    for _ in range(2):
        assert client.put(f"{API}call/", sent, content_type="application/json").status_code == 200
    assert client.get(f"{API}call/").json() == sent
    ends = client.put(f"{API}call/", sent | {"closes_at": sent["opens_at"]}, content_type="application/json")
    assert (ends.status_code, ends.json()["code"]) == (409, "call_ends_too_early")
    assert Call.objects.count() == 1


def test_proposals_are_asked_about_decided_and_told(convening: Convening, caller: Caller) -> None:
    guest = invitation(convening)
    yes, no = proposal(guest), proposal(guest)
    proposal(guest, draft=True)
    client = caller(convening, Scope.SUBMISSIONS_READ, Scope.SUBMISSIONS_WRITE)
    assert [one["id"] for one in client.get(f"{API}submissions/").json()["results"]] == [yes.pk, no.pk]
    assert post(client, f"submissions/{no.pk}/questions/", {"text": "Who?"})[1]["state"] == "asked"
    for _ in range(2):
        said = post(client, f"submissions/{no.pk}/comments/", {"text": " Overlaps with Đặng’s. "})[1]["remarks"]
        assert [(one["kind"], one["text"]) for one in said][1:] == [("comment", "Overlaps with Đặng’s.")]
    assert post(client, f"submissions/{no.pk}/comments/", {"text": ""})[0] == 400
    assert post(client, f"submissions/{no.pk}/rejection/", {"text": "No room."})[1]["decision"] == "No room."
    for _ in range(2):
        code, told = post(client, f"submissions/{yes.pk}/acceptance/")
        assert (code, told["state"], told["session"]) == (200, "accepted", Session.objects.get().pk)
    assert post(client, f"submissions/{yes.pk}/undo/")[1]["session"] is None
    assert post(client, f"submissions/{yes.pk}/acceptance/")[0] == 200
    assert post(client, "submissions/letters/") == (200, {"told": 2})
    assert post(client, "submissions/letters/")[1]["code"] == "nothing_to_tell"
    assert post(client, f"submissions/{yes.pk}/undo/")[1]["code"] == "already_told"
    told = client.get(f"{API}submissions/{no.pk}/").json()
    assert [one["kind"] for one in told["remarks"]] == ["question", "comment"]
    assert guest.person.email not in str(told)


def test_nothing_of_another_convening_and_nothing_without_its_scope(convening: Convening, caller: Caller) -> None:
    theirs = proposal(invitation(make_convening()))
    client = caller(convening)
    assert client.get(f"{API}submissions/").json()["results"] == []
    for step in ("acceptance", "undo", "comments"):
        assert post(client, f"submissions/{theirs.pk}/{step}/")[0] == 404
    assert post(client, f"sessions/{session(theirs.call.convening).pk}/links/")[0] == 404
    weak = caller(convening, Scope.PROGRAMME_READ)
    for address in ("submissions/", "feedback/"):
        assert weak.get(f"{API}{address}").status_code == 403
    assert post(weak, "submissions/letters/")[0] == 403


def test_links_are_added_and_published(convening: Convening, caller: Caller) -> None:
    where, client = session(convening), caller(convening)
    sent = {"phase": "after", "title": "Slides", "url": "https://example.org/s"}
    code, made = post(client, f"sessions/{where.pk}/links/", sent)
    assert (code, made["published_at"]) == (201, None)
    assert post(client, f"sessions/{where.pk}/links/", sent | {"url": "javascript:alert(1)"})[1]["code"] == "link_unfit"
    for _ in range(2):
        assert post(client, f"materials/{made['id']}/publication/")[1]["published_at"]
    assert [one["id"] for one in client.get(f"{API}materials/").json()["results"]] == [made["id"]]
    assert Material.objects.count() == 1


def test_files_are_added_and_taken_away(convening: Convening, caller: Caller) -> None:
    where, client = session(convening), caller(convening)

    def send(data: bytes) -> tuple[int, Any]:
        file = SimpleUploadedFile("O'Brien.pdf", data)
        answer = client.post(f"{API}sessions/{where.pk}/files/", {"phase": "before", "title": "Paper", "file": file})
        return answer.status_code, answer.json()

    (code, made), again = send(PDF), send(PDF)
    assert (code, made["file_name"], made["published_at"], made["id"]) == (201, "O'Brien.pdf", None, again[1]["id"])
    assert send(b"MZ no PDF")[1]["code"] == "file_unfit"
    theirs = caller(make_convening())
    assert theirs.delete(f"{API}materials/{made['id']}/").status_code == 404
    assert client.delete(f"{API}materials/{made['id']}/").status_code == 204
    assert client.delete(f"{API}materials/{made['id']}/").status_code == 404
    assert not Material.objects.exists()


def test_feedback_is_broken_down_from_three_answers_on(convening: Convening, caller: Caller) -> None:
    held = placed(room(convening), slot(convening), "Pay models")
    released(convening)
    assert held.slot is not None
    for number in range(3):
        who, draft = presenter(convening, "Nora"), FeedbackDraft("yes", "no", f"Words {number}")
        give_feedback(attendee=who, session=held, draft=draft, by="public", at=held.slot.ends_at)
        (told,) = caller(convening).get(f"{API}feedback/").json()
        assert (told["answers"], bool(told["useful"])) == (number + 1, number == 2)
    assert told["useful"][0] == {"answer": "Yes", "people": 3}
    assert "Nora" not in str(told)


def test_a_file_of_sessions_is_looked_at_and_applied(convening: Convening, caller: Caller) -> None:
    client = caller(convening)
    file = SimpleUploadedFile("a.csv", b"KEY,TITLE\n1,Pay\n2,\n")
    made = client.post(f"{API}sessions/imports/", {"file": file})
    assert (made.status_code, made.json()["counts"]["new"]) == (201, 1)
    plan = client.get(f"{API}sessions/imports/{made.json()['id']}/").json()
    assert (plan["new"][0]["after"]["title"], plan["bad"][0]["line"]) == ("Pay", 3)
    assert [post(client, f"sessions/imports/{made.json()['id']}/")[0] for _ in range(2)] == [202, 202]
    assert Job.objects.count() == 1
    bad = client.post(f"{API}sessions/imports/", {"file": SimpleUploadedFile("a.xml", b"<!DOCTYPE x><schedule/>")})
    assert (bad.status_code, bad.json()["code"]) == (400, "file_refused")
