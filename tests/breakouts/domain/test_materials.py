"""Materials of a session: who adds them, what is taken, and when others see them."""

from typing import Any

import pytest
from django.core.files.storage import storages

from breakouts.domain.material_list import own_of, published_in, published_of
from breakouts.domain.materials import (
    MOST,
    MaterialDraft,
    add_file,
    add_link,
    publish,
    publish_all,
    remove,
)
from breakouts.domain.presenters import add_presenter
from breakouts.domain.sessions import place_session, remove_session
from breakouts.models import Material, Programme, Session
from breakouts.states import MaterialPhase
from convenings.models import Convening
from journal.refusals import Refusal
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, presenter, released, room, session, slot
from tests.registration.domain.test_questions import PDF

BEFORE = MaterialDraft(MaterialPhase.BEFORE, "What we read first")


def refusal_of(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(**given)
    return refused.value.code


@pytest.fixture
def where(convening: Convening) -> Session:
    return session(convening)


@pytest.fixture
def ann(where: Session) -> Attendee:
    ann = presenter(where.convening)
    add_presenter(session=where, attendee=ann, by=BY, at=AT)
    return ann


def test_a_presenter_adds_and_an_organizer_publishes(where: Session, ann: Attendee) -> None:
    by = f"person:{ann.person_id}"
    for _ in range(2):  # a double click
        made = add_link(session=where, draft=BEFORE, url=" https://example.org/a?b=c ", by=by, at=AT)
    assert (made.url, made.domain, Material.objects.count()) == ("https://example.org/a?b=c", "example.org", 1)
    assert published_in(where.convening) == published_of(where.pk) == []
    assert [one.materials for one in own_of(ann)] == [[made]]
    assert refusal_of(publish, material=made, by=by, at=AT) == "not_your_session"
    version = Programme.objects.get().version
    for _ in range(2):
        publish(material=made, by=BY, at=AT)
    assert Programme.objects.get().version == version + 1  # pages that were sent before are stale, once
    assert [one.materials for one in published_in(where.convening)] == []  # of what is not released nobody reads
    place_session(session=where, room=room(where.convening), slot=slot(where.convening), version=0, by=BY, at=AT)
    released(where.convening)
    assert [one.materials for one in published_in(where.convening)] == [[made]]
    assert refusal_of(remove, material=made, by=by, at=AT) == "material_published"
    for _ in range(2):
        remove(material=made, by=BY, at=AT)
    assert not Material.objects.exists()


def test_nobody_else_adds_or_takes_away(where: Session, ann: Attendee) -> None:
    other = presenter(where.convening, "Bob")
    made = add_link(session=where, draft=BEFORE, url="https://example.org", by=BY, at=AT)
    for by in (f"person:{other.person_id}", "public", "person:x", f"device:{ann.person_id}"):
        given: dict[str, Any] = {"by": by, "at": AT}
        link = {"url": "https://example.org"}
        assert refusal_of(add_link, session=where, draft=BEFORE, **link, **given) == "not_your_session"
        file = {"data": PDF, "name": "a.pdf"}
        assert refusal_of(add_file, session=where, draft=BEFORE, **file, **given) == "not_your_session"
        assert refusal_of(remove, material=made, **given) == "not_your_session"
        assert refusal_of(publish, material=made, **given) == "not_your_session"


@pytest.mark.parametrize(
    "url",
    [
        "", "http://example.org", "javascript:alert(1)", "https://", "https://localhost/x", "https://10.0.0.1/",
        "https://[::1]/", "https://user:pw@example.org/", "https://intranet/", "https://example.org/ x",
        "https://printer.local/", "ftp://example.org", "//example.org", "https://example.org/" + "x" * 500,
        "data:text/html,x", "https://example.org\n.evil.com/",
    ],
)  # fmt: skip
def test_only_links_that_everybody_can_open(where: Session, url: str) -> None:
    assert refusal_of(add_link, session=where, draft=BEFORE, url=url, by=BY, at=AT) == "link_unfit"


@pytest.fixture
def shelf(settings: Any) -> None:
    """An empty one for private files: what other tests keep is out of sight."""
    settings.STORAGES = dict(settings.STORAGES)


@pytest.mark.usefixtures("shelf")
def test_files_are_judged_by_what_is_in_them_and_no_other_stays(where: Session) -> None:
    given: dict[str, Any] = {"session": where, "draft": BEFORE, "by": BY, "at": AT}
    made = [add_file(**given, data=PDF, name="../O'Brien-Nuñez.pdf") for _ in range(2)]
    assert made[0] == made[1]
    assert (made[0].file_name, made[0].media_type, made[0].size) == ("O'Brien-Nuñez.pdf", "application/pdf", len(PDF))
    private = storages["private"]
    assert private.exists(made[0].file)
    assert len(private.listdir(f"materials/{where.convening_id}")[1]) == 1
    for data in (b"", b"<html><script>alert(1)</script>", b"MZ\x90\x00", b"PK\x03\x04rubbish"):
        assert refusal_of(add_file, **given, data=data, name="slides.pdf") == "file_unfit"
    untitled = given | {"draft": MaterialDraft(MaterialPhase.AFTER, " \u200b ")}
    assert refusal_of(add_file, **untitled, data=PDF, name="b.pdf") == "title_missing"
    assert len(private.listdir(f"materials/{where.convening_id}")[1]) == 1


@pytest.mark.django_db(transaction=True)
def test_a_file_goes_with_its_session() -> None:
    from tests.registration.factories import make_convening

    where = session(make_convening())
    made = add_file(session=where, draft=BEFORE, data=PDF, name="a.pdf", by=BY, at=AT)
    remove_session(session=where, by=BY, at=AT)
    assert not storages["private"].exists(made.file)


def test_a_few_at_most_and_all_published_at_once(where: Session) -> None:
    for number in range(MOST):
        draft = MaterialDraft(MaterialPhase.AFTER, f"Part {number}")
        add_link(session=where, draft=draft, url="https://example.org", by=BY, at=AT)
    assert refusal_of(add_link, session=where, draft=BEFORE, url="https://example.org", by=BY, at=AT) == (
        "too_many_materials"
    )
    ids = list(Material.objects.values_list("pk", flat=True))
    for some, published in ((ids[:2], 2), (ids, MOST - 2), (ids, 0)):
        assert publish_all(convening=where.convening, ids=some, by=BY, at=AT) == published
