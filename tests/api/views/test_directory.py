"""Questions and answers, and imports of the directory, by another system."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from convenings.models import Convening
from jobs.models import ImportUpload
from journal.models import Entry
from registration.models import DirectoryEntry
from tests.api.conftest import Caller
from tests.registration.factories import make_convening

GOOD = b"LEAID,LEA_NAME,ST,MEMBER\n0100005,Albertville City,AL,5000\n0100006,=Marshall,AL,x\n"


@pytest.fixture
def client(convening: Convening, caller: Caller) -> Client:
    return caller(convening)


def send(client: Client, data: bytes = GOOD, **more: Any) -> Any:
    return client.post("/api/v1/directory/imports/", {"file": SimpleUploadedFile("../d.csv", data), **more})


def test_a_file_is_kept_and_shown_before_it_is_applied(client: Client) -> None:
    kept = send(client, year=2024)
    assert kept.status_code == 201, kept.content
    assert (kept.json()["name"], kept.json()["counts"]) == (
        "d.csv", {"new": 1, "changed": 0, "unchanged": 0, "gone": 0, "bad": 1}
    )
    plan = client.get(f"/api/v1/directory/imports/{kept.json()['id']}/").json()
    assert [(row["line"], row["after"]["name"], row["after"]["year"]) for row in plan["new"]] == [
        (2, "Albertville City", 2024)
    ]
    assert [(row["line"], row["column"]) for row in plan["bad"]] == [(3, "MEMBER")]
    none = client.get(f"/api/v1/directory/imports/{kept.json()['id']}/?limit=0").json()
    assert (none["new"], none["counts"]["new"]) == ([], 1)
    assert not DirectoryEntry.objects.exists()
    assert Entry.objects.get(kind="import.uploaded").by.startswith("token:")


def test_applying_it_is_work_and_asked_twice_the_same(client: Client) -> None:
    upload = send(client).json()["id"]
    first = client.post(f"/api/v1/directory/imports/{upload}/apply/")
    again = client.post(f"/api/v1/directory/imports/{upload}/apply/")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json()["id"] == again.json()["id"]
    (row,) = client.get("/api/v1/directory/imports/").json()["results"]
    assert row["job"] == first.json()["id"]


@pytest.mark.parametrize("data", [b"PK\x03\x04 a workbook", b"%PDF-1.7", b"\x00\x01\x02", b"LEAID,ST\n1,AL\n"])
def test_what_is_no_such_file_is_refused_and_not_kept(client: Client, data: bytes) -> None:
    answer = send(client, data)
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (400, "file_refused", "file")
    assert not ImportUpload.objects.exists()


def test_no_file_or_json_instead(client: Client) -> None:
    assert client.post("/api/v1/directory/imports/", {}).json()["code"] == "invalid"
    answer = client.post("/api/v1/directory/imports/", {"file": "x"}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (415, "unsupported_media_type")


def test_another_convenings_file(client: Client, caller: Caller) -> None:
    theirs = send(caller(make_convening())).json()["id"]
    assert client.get(f"/api/v1/directory/imports/{theirs}/").status_code == 404
    assert client.post(f"/api/v1/directory/imports/{theirs}/apply/").status_code == 404
    assert client.get("/api/v1/directory/imports/").json()["count"] == 0


def test_questions_are_written_as_one_list(client: Client, convening: Convening) -> None:
    asked = {"questions": [{"question": "May Đặng come?", "answer": "Yes."}, {"question": "Why?", "answer": "<b>"}]}
    assert client.put("/api/v1/questions/", asked, content_type="application/json").json() == asked
    assert client.get("/api/v1/questions/").json() == asked
    assert Entry.objects.filter(kind="convening.changed").get().by.startswith("token:")
    half = {"questions": [{"question": "Why?", "answer": " "}]}
    refused = client.put("/api/v1/questions/", half, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (400, "invalid")
    assert client.get("/api/v1/questions/").json() == asked
