"""Materials and feedback on attendees' own pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from breakouts.domain.feedback import FeedbackDraft, give_feedback
from breakouts.domain.materials import publish
from breakouts.models import Feedback, Material, Session
from registration.models import Attendee
from tests.breakouts.factories import BY, placed, presenter, released, room, slot
from tests.registration.domain.test_questions import PDF
from tests.registration.doors import hold, stand_still
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db
LINK = {"title": "What we read", "phase": "before", "url": "https://example.org/paper"}


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Session:
    """A session that is just over."""
    convening = make_convening()
    held = placed(room(convening), slot(convening, 9), "Pay models", (presenter(convening, "Ann Đặng"),))
    released(convening)
    assert held.slot is not None
    stand_still(monkeypatch, held.slot.ends_at)
    return held


def ann_of(held: Session) -> Attendee:
    found: Attendee = held.presentations.get().presenter
    return found


def come(client: Client, who: Attendee, held: Session) -> Client:
    assert held.slot is not None
    return hold(client, who.person, "attend", f"attendee:{who.pk}", at=held.slot.ends_at)


def file(name: str = "O'Brien.pdf", data: bytes = PDF) -> dict[str, Any]:
    return {"title": "Slides", "phase": "after", "file": SimpleUploadedFile(name, data)}


def test_a_presenter_adds_and_takes_away_what_is_not_published(client: Client, held: Session) -> None:
    ann = ann_of(held)
    own = f"/me/{ann.pk}/sessions/{held.pk}/"
    assert own in come(client, ann, held).get(f"/me/{ann.pk}/").content.decode()
    for _ in range(2):
        assert "publish it" in client.post(own, LINK, follow=True).content.decode()
    assert "publish it" in client.post(own, file(), follow=True).content.decode()
    link, slides = Material.objects.order_by("pk")
    page = client.get(own).content.decode()
    assert 'href="https://example.org/paper" rel="noopener noreferrer"' in page
    assert "example.org</span>" in page
    answer = client.get(f"/me/{ann.pk}/materials/{slides.pk}/")
    assert (answer.content, answer["Content-Type"]) == (PDF, "application/pdf")
    assert answer["Content-Disposition"] == 'attachment; filename="O\'Brien.pdf"'
    assert "sandbox" in answer["Content-Security-Policy"]
    assert client.get(f"/c/{held.convening.slug}/materials/{slides.pk}/").status_code == 404
    publish(material=slides, by=BY, at=held.slot.ends_at)  # type: ignore[union-attr]
    assert Client().get(f"/c/{held.convening.slug}/materials/{slides.pk}/").content == PDF
    client.post(f"/me/{ann.pk}/materials/{link.pk}/remove/")
    refused = client.post(f"/me/{ann.pk}/materials/{slides.pk}/remove/", follow=True).content.decode()
    assert "Ask the organizers to take it away." in refused
    assert list(Material.objects.all()) == [slides]
    assert "Slides" in client.get(f"/me/{ann.pk}/materials/").content.decode()


def test_what_is_no_file_and_no_link_is_refused(client: Client, held: Session) -> None:
    ann = ann_of(held)
    own = f"/me/{ann.pk}/sessions/{held.pk}/"
    come(client, ann, held)
    for wrong in (
        {}, LINK | {"url": ""}, LINK | {"url": "http://example.org"}, LINK | {"url": "javascript:alert(1)"},
        LINK | {"phase": "never"}, LINK | {"title": ""}, LINK | {"title": "A\x00"}, LINK | file(),
        file(data=b"<html>not a PDF"), file(data=b""),
    ):  # fmt: skip
        assert client.post(own, wrong).status_code == 422, wrong
    assert not Material.objects.exists()


def test_nobody_else_reaches_them(client: Client, held: Session) -> None:
    ann, bob = ann_of(held), presenter(held.convening, "Bob")
    come(client, ann, held).post(f"/me/{ann.pk}/sessions/{held.pk}/", file())
    slides = Material.objects.get()
    other = come(Client(), bob, held)
    for address in (f"sessions/{held.pk}/", f"materials/{slides.pk}/"):
        assert other.get(f"/me/{bob.pk}/{address}").status_code == 404
        assert other.get(f"/me/{ann.pk}/{address}").status_code == 403
    assert other.post(f"/me/{bob.pk}/materials/{slides.pk}/remove/").status_code == 404
    assert other.post(f"/me/{bob.pk}/sessions/{held.pk}/", LINK).status_code == 404
    assert "Slides" not in other.get(f"/me/{bob.pk}/materials/").content.decode()
    Attendee.objects.filter(pk=ann.pk).update(cancelled_at=held.convening.starts_at)
    for address in (f"sessions/{held.pk}/", "materials/", "feedback/"):
        assert client.get(f"/me/{ann.pk}/{address}").status_code == 410
    assert client.get(f"/me/{ann.pk}/materials/{slides.pk}/").status_code == 404
    assert list(Material.objects.all()) == [slides]


def test_feedback_in_two_taps_and_a_sentence(client: Client, held: Session) -> None:
    bob = presenter(held.convening, "Bob")
    come(client, bob, held)
    assert f"/me/{bob.pk}/feedback/" in client.get(f"/me/{bob.pk}/").content.decode()
    own = f"/me/{bob.pk}/feedback/{held.pk}/"
    assert own in client.get(f"/me/{bob.pk}/feedback/").content.decode()
    for wrong in ({}, {"useful": "yes"}, {"useful": "very", "takes_home": "yes"}):
        assert client.post(own, wrong).status_code == 422
    sent = {"useful": "yes", "takes_home": "no", "words": "<b>王小明</b>"}
    for _ in range(2):
        assert "Thank you." in client.post(own, sent, follow=True).content.decode()
    assert Feedback.objects.get().words == "<b>王小明</b>"
    page = client.get(own).content.decode()
    assert "&lt;b&gt;王小明&lt;/b&gt;" in page
    assert come(Client(), ann_of(held), held).get(f"/me/{ann_of(held).pk}/feedback/{held.pk}/").status_code == 404
    assert client.post(f"/me/{ann_of(held).pk}/feedback/{held.pk}/", sent).status_code == 403


def test_who_presents_reads_sentences_from_three_answers_on(client: Client, held: Session) -> None:
    ann, at = ann_of(held), held.slot.ends_at + timedelta(minutes=1)  # type: ignore[union-attr]
    come(client, ann, held)
    for number in range(3):
        page = client.get(f"/me/{ann.pk}/sessions/{held.pk}/").content.decode()
        assert "Clear words" not in page
        assert ("too few to be broken down" in page) == bool(number)
        draft = FeedbackDraft("yes", "yes", f"Clear words {number}")
        give_feedback(attendee=presenter(held.convening, "Guest"), session=held, draft=draft, by="public", at=at)
    page = client.get(f"/me/{ann.pk}/sessions/{held.pk}/").content.decode()
    assert "“Clear words 2”" in page
    assert "Guest" not in page


def test_as_many_statements_for_three_as_for_one(client: Client, held: Session) -> None:
    ann, bob = ann_of(held), presenter(held.convening, "Bob")
    come(client, ann, held).post(f"/me/{ann.pk}/sessions/{held.pk}/", LINK)
    publish(material=Material.objects.get(), by=BY, at=held.slot.ends_at)  # type: ignore[union-attr]
    come(client, bob, held)
    costs = []
    for more in (0, 2):
        for number in range(more):
            placed(room(held.convening), held.slot, f"More {number}")  # type: ignore[arg-type]
        for rest in ("materials/", "feedback/"):
            client.get(f"/me/{bob.pk}/{rest}")
            with CaptureQueriesContext(connection) as spent:
                assert client.get(f"/me/{bob.pk}/{rest}").status_code == 200
            costs.append(len(spent))
    assert costs[:2] == costs[2:]
