"""Organizers ask without code: on the page where teams register, and on everybody's own."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from convenings.models import Convening
from registration.models import CustomAnswer, CustomQuestion, HeldRegistration, Team
from tests.registration.doors import as_attendee, stand_still
from tests.registration.factories import make_convening, make_team
from tests.registration.views.test_register import typed

PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


def ask(owner: Client, convening: Convening, **over: str) -> CustomQuestion:
    sent = {"text": "Which hotel?", "kind": "text", "asked_of": "team", **over}
    assert owner.post(f"/organize/{convening.slug}/questions/", sent).status_code == 302
    made = CustomQuestion.objects.latest("pk")
    assert isinstance(made, CustomQuestion)
    return made


def test_asked_of_teams_where_they_register(convening: Convening, owner: Client) -> None:
    text = ask(owner, convening, is_required="on")
    choice = ask(owner, convening, text="How do you come?", kind="choice", choices="Bus\n\nTrain\n")
    file = ask(owner, convening, text="=A letter", kind="file")
    public, address = Client(), f"/c/{convening.slug}/register/"
    page = public.get(address).content.decode()
    assert "Which hotel?" in page
    assert 'enctype="multipart/form-data"' in page
    refused = public.post(address, typed())
    assert refused.status_code == 422
    assert f'id="id_question_{text.pk}_error"' in refused.content.decode()
    answers = {f"question_{text.pk}": "=The Inn", f"question_{choice.pk}": "Train"}
    program = SimpleUploadedFile("letter.pdf", b"MZ", content_type="application/pdf")
    refused = public.post(address, {**typed(), **answers, f"question_{file.pk}": program})
    assert "none of them, whatever its name" in refused.content.decode()
    letter = SimpleUploadedFile("letter.pdf", PDF, content_type="text/html")
    assert public.post(address, {**typed(), **answers, f"question_{file.pk}": letter}).status_code == 302

    team = Team.objects.get()
    page = owner.get(f"/organize/{convening.slug}/teams/{team.pk}/").content.decode()
    assert "=The Inn" in page
    assert "letter.pdf" in page
    table = owner.get(f"/organize/{convening.slug}/answers/team.csv").content.decode("utf-8-sig")
    assert "'=The Inn,Train,letter.pdf" in table
    assert "'=A letter" in table
    kept = CustomAnswer.objects.get(question=file)
    got = owner.get(f"/organize/{convening.slug}/answers/{kept.pk}/file/")
    assert got.headers["Content-Disposition"] == 'attachment; filename="letter.pdf"'
    assert got.headers["Content-Type"] == "application/pdf"
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]


def test_a_held_registration_keeps_its_answers(convening: Convening, owner: Client) -> None:
    question = ask(owner, convening)
    address = f"/c/{convening.slug}/register/"
    assert Client().post(address, {**typed(), f"question_{question.pk}": "A"}).status_code == 302
    other = {**typed(coordinator_email="ann@example.org"), f"question_{question.pk}": "B"}
    assert Client().post(address, other).status_code == 302
    held = HeldRegistration.objects.get()
    owner.post(f"/organize/{convening.slug}/held/{held.pk}/pass/")
    assert sorted(CustomAnswer.objects.values_list("text", flat=True)) == ["A", "B"]


def test_asked_of_everybody_on_their_own_page(convening: Convening, owner: Client, client: Client) -> None:
    question = ask(owner, convening, asked_of="attendee", kind="yes_no", text="Do you need a shuttle?")
    file = ask(owner, convening, asked_of="attendee", kind="file", text="Your talk")
    member = make_team(convening, members=1).members.select_related("person").get(office="")
    as_attendee(client, member)
    address = f"/me/{member.pk}/details/"
    sent = {"name": member.person.name, f"question_{question.pk}": "yes"}
    talk = SimpleUploadedFile("talk.pdf", PDF)
    assert client.post(address, {**sent, f"question_{file.pk}": talk}).status_code == 302
    assert "talk.pdf" in client.get(address).content.decode()
    assert client.post(address, {**sent, f"question_{question.pk}": "no"}).status_code == 302
    assert list(CustomAnswer.objects.order_by("question_id").values_list("text", "file_name")) == [
        ("no", ""), ("", "talk.pdf"),
    ]  # fmt: skip
    table = owner.get(f"/organize/{convening.slug}/answers/attendee.csv").content.decode("utf-8-sig")
    assert "No,talk.pdf" in table


def test_changed_and_retired(convening: Convening, owner: Client) -> None:
    question = ask(owner, convening, kind="choice", choices="A\nB")
    address = f"/organize/{convening.slug}/questions/"
    assert 'A\nB</textarea>' in owner.get(f"{address}{question.pk}/").content.decode()
    assert owner.post(f"{address}{question.pk}/", {"text": "Other?", "choices": "C\nD"}).status_code == 302
    question.refresh_from_db()
    assert (question.text, question.choices, question.kind) == ("Other?", ["C", "D"], "choice")
    owner.post(f"{address}{question.pk}/retire/")
    assert owner.get(f"{address}{question.pk}/").status_code == 404
    assert "Other?" not in Client().get(f"/c/{convening.slug}/register/").content.decode()
    assert owner.post(address, {"text": "", "kind": "text", "asked_of": "team"}).status_code == 422
    assert owner.get(f"/organize/{convening.slug}/answers/other.csv").status_code == 404


def test_of_another_convening(convening: Convening, owner: Client) -> None:
    question = ask(owner, convening)
    other = make_convening()
    for path in (f"questions/{question.pk}/", "answers/1/file/"):
        assert owner.get(f"/organize/{other.slug}/{path}").status_code == 404
