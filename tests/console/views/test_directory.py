"""Sending the directory's file: looked at first, applied by a worker."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from convenings.models import Convening
from convenings.permissions import Role
from jobs.domain import work
from jobs.models import ImportUpload, Job
from jobs.states import JobState
from registration.models import DirectoryEntry
from tests.console.conftest import SignIn
from tests.registration.factories import NOW, make_convening

ROWS = "LEAID,LEA_NAME,ST,MEMBER\n0100005,=cmd|' /C calc'!A0,AL,5000\n0100006,Bad,XX,1\n"


def send(client: Client, convening: Convening, data: bytes = ROWS.encode()) -> str:
    file = SimpleUploadedFile("lea.csv", data, content_type="text/csv")
    answer = client.post(f"/organize/{convening.slug}/directory/", {"file": file, "source": "CCD", "year": "2023"})
    return answer.headers.get("Location", "") or answer.content.decode()


def test_looked_at_first_then_applied(convening: Convening, owner: Client) -> None:
    address = send(owner, convening)
    page = owner.get(address).content.decode()
    assert "New: 1. Changed: 0. As they are: 0." in page
    assert "The postal code of a state" in page
    assert "Albertville" not in owner.get(f"{address}?show=gone").content.decode()
    assert "calc" in owner.get(f"{address}?show=new").content.decode()
    assert not DirectoryEntry.objects.exists()
    text = owner.get(f"{address}report.csv").content.decode("utf-8-sig")
    assert "'=cmd|" in text

    answer = owner.post(f"{address}apply/")
    assert answer.headers["Location"] == f"/organize/{convening.slug}/jobs/"
    assert work.run(job_id=Job.objects.get().pk, at=NOW) == JobState.DONE
    assert DirectoryEntry.objects.get().enrollment == 5000
    assert "There is nothing to write." in owner.get(address).content.decode()
    assert "1 place" in owner.get(f"/organize/{convening.slug}/directory/").content.decode()


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04zip", b"\x89PNG\r\n", b"LEAID\n1\n"])
def test_what_is_no_such_file_is_refused_beside_the_field(convening: Convening, owner: Client, data: bytes) -> None:
    page = send(owner, convening, data)
    assert 'id="id_file_error"' in page
    assert not ImportUpload.objects.exists()


def test_another_convenings_file_is_not_there(convening: Convening, owner: Client, sign_in: SignIn) -> None:
    other = make_convening()
    address = send(sign_in(other, Role.OWNER, name="Ann Other"), other)
    pk = address.rstrip("/").rpartition("/")[2]
    for path in (f"{pk}/", f"{pk}/report.csv"):
        assert owner.get(f"/organize/{convening.slug}/directory/{path}").status_code == 404
    assert owner.post(f"/organize/{convening.slug}/directory/{pk}/apply/").status_code == 404
