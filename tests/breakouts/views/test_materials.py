"""Organizers publish materials, and read what people said."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from breakouts.domain.feedback import FeedbackDraft, give_feedback
from breakouts.models import Material
from convenings.models import Convening
from tests.breakouts.factories import placed, presenter, released, room, session, slot
from tests.breakouts.views.test_schedule import address, organizer
from tests.registration.domain.test_questions import PDF
from tests.registration.factories import make_convening

__all__ = ["organizer"]
LINK = {"title": "What we read", "phase": "before", "url": "https://example.org/paper"}


def test_added_looked_at_and_published(organizer: Client, convening: Convening) -> None:
    where = session(convening, "<i>Pay</i>")
    own = address(convening, f"materials/sessions/{where.pk}/")
    assert organizer.post(own, LINK | {"url": "ftp://x"}).status_code == 422
    slides = {"title": "Slides", "phase": "after", "file": SimpleUploadedFile("a.pdf", PDF)}
    for sent in (LINK, slides):
        assert "Nobody else sees it before" in organizer.post(own, sent, follow=True).content.decode()
    page = organizer.get(address(convening, "materials/")).content.decode()
    assert "Waits to be published" in page
    assert "&lt;i&gt;Pay&lt;/i&gt;" in page
    made = Material.objects.get(title="Slides")
    assert organizer.get(address(convening, f"materials/{made.pk}/file/")).content == PDF
    organizer.post(address(convening, f"materials/{made.pk}/publish/"))
    shown = {"id": list(Material.objects.values_list("pk", flat=True))}
    late = Material.objects.create(
        session=where, phase="after", title="Late", url="https://example.org", added_by="user:1",
        added_at=convening.starts_at,
    )  # fmt: skip
    said = organizer.post(address(convening, "materials/publish/"), shown, follow=True).content.decode()
    assert "1 is published." in said
    assert list(Material.objects.filter(published_at=None)) == [late]  # nobody has looked at it
    late.delete()
    assert not Material.objects.filter(published_at=None).exists()
    organizer.post(address(convening, f"materials/{made.pk}/remove/"))
    assert Material.objects.count() == 1


@pytest.mark.parametrize("rest", ["file/", "publish/", "remove/"])
def test_nothing_of_another_convening(organizer: Client, convening: Convening, rest: str) -> None:
    elsewhere = session(make_convening())
    made = Material.objects.create(
        session=elsewhere, phase="after", title="x", url="https://example.org", added_by="user:1",
        added_at=convening.starts_at,
    )  # fmt: skip
    organizer.post(address(convening, "materials/publish/"), {"id": [made.pk, "x", "9" * 40]})
    act = organizer.get if rest == "file/" else organizer.post
    assert act(address(convening, f"materials/{made.pk}/{rest}")).status_code == 404
    made.refresh_from_db()
    assert made.published_at is None


def test_what_people_said_without_names(organizer: Client, convening: Convening) -> None:
    page = organizer.get(address(convening, "feedback/")).content.decode()
    assert "Nobody has said anything yet." in page
    held = placed(room(convening, "204"), slot(convening, 9), "Pay models")
    released(convening)
    assert held.slot is not None
    for number, words in enumerate(("=1+1", "Clear.", "")):
        if number == 2:
            assert "too few to be broken down" in organizer.get(address(convening, "feedback/")).content.decode()
        who, draft = presenter(convening, "Nora O'Dell"), FeedbackDraft("yes", "perhaps", words)
        give_feedback(attendee=who, session=held, draft=draft, by="public", at=held.slot.ends_at)
    page = organizer.get(address(convening, "feedback/")).content.decode()
    assert "Yes <b>3</b>, Partly <b>0</b>" in page
    assert "“Clear.”" in page
    assert "O&#x27;Dell" not in page
    table = organizer.get(address(convening, "feedback.csv")).content.decode("utf-8-sig")
    assert '"Thu, May 27, 9:00 a.m.",204,3,3,0,0,0,3,0,"\'=1+1\nClear."' in table
