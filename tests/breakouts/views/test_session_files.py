"""Sessions by file: sent, looked at, applied."""

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from breakouts.domain.session_import import NAME, SessionImport
from breakouts.models import Session
from convenings.models import Convening
from jobs.domain.imports import keep_upload, run_job
from jobs.models import ImportUpload, Job
from tests.breakouts.factories import AT, BY
from tests.breakouts.views.test_schedule import address, organizer
from tests.registration.factories import make_convening

__all__ = ["organizer"]


def send(organizer: Client, convening: Convening, data: bytes, name: str = "a.csv") -> tuple[int, str]:
    answer = organizer.post(address(convening, "files/"), {"file": SimpleUploadedFile(name, data)})
    return answer.status_code, answer.headers.get("Location", "")


def test_shown_first_and_then_applied(organizer: Client, convening: Convening) -> None:
    code, page = send(organizer, convening, b"KEY,TITLE,KIND\n1,<b>Pay</b>,\n2,,\n3,X,party\n")
    assert code == 302
    text = organizer.get(page).content.decode()
    assert "New: 1." in text
    assert "One of breakout, plenary, meal, gathering." in text
    assert "&lt;b&gt;Pay&lt;/b&gt;" in organizer.get(f"{page}?show=new").content.decode()
    assert not Session.objects.exists()
    for _ in range(2):  # a double click
        said = organizer.post(f"{page}apply/", follow=True).content.decode()
    assert "The sessions are being written." in said
    job = Job.objects.get()
    run_job(job=job, progress=lambda done, total: None, at=AT)
    assert [one.title for one in Session.objects.all()] == ["<b>Pay</b>"]
    assert "New: 0. Changed: 0. As they are: 1." in organizer.get(page).content.decode()


def test_what_is_no_such_file_is_refused_with_words(organizer: Client, convening: Convening) -> None:
    for data in (b"%PDF-1.7", b"KEY\n1", b'<!DOCTYPE x [<!ENTITY a "b">]><schedule>&a;</schedule>'):
        assert send(organizer, convening, data, "schedule.xml")[0] == 422
    assert organizer.post(address(convening, "files/")).status_code == 422
    assert not ImportUpload.objects.exists()


def test_nothing_of_another_convening(organizer: Client, convening: Convening) -> None:
    elsewhere = make_convening()
    options = {"convening": elsewhere.pk}
    upload = keep_upload(
        kind=SessionImport(options, ""), data=b"KEY,TITLE\n1,Pay\n", name="a.csv", options=options,
        convening_id=elsewhere.pk, by=BY, at=AT,
    )  # fmt: skip
    assert upload.kind == NAME
    assert organizer.get(address(convening, f"files/{upload.pk}/")).status_code == 404
    assert organizer.post(address(convening, f"files/{upload.pk}/apply/")).status_code == 404
    assert not Job.objects.exists()
