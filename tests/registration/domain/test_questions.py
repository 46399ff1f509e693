"""The organizers' own questions: made, changed, retired; answered as they ask, by files that are what they say."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.storage import storages
from PIL import Image

from convenings.models import Convening
from journal.models import Entry
from registration.domain import answer_files, questions
from registration.domain.answer_files import DOCX, FileUnfit, keep_file, type_of
from registration.domain.questions import AnswerDraft, AnswerRefused, QuestionDraft, QuestionRefused, write_answers
from registration.models import CustomAnswer, CustomQuestion, Team
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n%%EOF\n"


def ask(convening: Convening, **over: Any) -> CustomQuestion:
    draft = QuestionDraft(**{"text": "Which hotel?", "kind": "text", "asked_of": "team", **over})
    return questions.make_question(convening=convening, draft=draft, by=BY, at=NOW)


def answer(team: Team, *drafts: AnswerDraft) -> list[CustomAnswer]:
    return write_answers(of=team, drafts=drafts, by="public", at=NOW)


def test_asked_in_order_until_retired() -> None:
    convening = make_convening()
    first, second = ask(convening), ask(convening, text="And when?")
    assert list(CustomQuestion.objects.asked(convening, "team")) == [first, second]
    questions.retire_question(question=first, by=BY, at=NOW)
    questions.retire_question(question=first, by=BY, at=NOW)
    assert list(CustomQuestion.objects.asked(convening, "team")) == [second]
    assert not CustomQuestion.objects.asked(convening, "attendee").exists()
    kinds = list(Entry.objects.filter(kind__startswith="question.").values_list("kind", flat=True).order_by("pk"))
    assert kinds == ["question.made", "question.made", "question.retired"]


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 301}, "text"),
        ({"hint": "a\x00b"}, "hint"),
        ({"kind": "choice", "choices": ("one", "one")}, "choices"),
        ({"kind": "choice", "choices": tuple(str(n) for n in range(31))}, "choices"),
        ({"kind": "choice", "choices": ("a", "b" * 201)}, "choices"),
    ],
)
def test_a_question_that_cannot_be_asked(over: dict[str, Any], field: str) -> None:
    with pytest.raises(QuestionRefused) as refused:
        ask(make_convening(), **over)
    assert refused.value.field == field


def test_too_many_questions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(questions, "MOST_QUESTIONS", 1)
    convening = make_convening()
    ask(convening)
    with pytest.raises(QuestionRefused):
        ask(convening)


def test_changed_in_words_and_never_in_kind() -> None:
    question = ask(make_convening())
    other = QuestionDraft("Which inn?", "text", "team", is_required=True)
    changed = questions.change_question(question=question, draft=other, by=BY, at=NOW)
    assert (changed.text, changed.is_required) == ("Which inn?", True)
    for kind, asked_of in (("yes_no", "team"), ("text", "attendee")):
        with pytest.raises(QuestionRefused):
            questions.change_question(question=question, draft=QuestionDraft("x", kind, asked_of), by=BY, at=NOW)


def test_answers_are_written_changed_and_taken_away() -> None:
    team = make_team()
    text, choice = ask(team.convening), ask(team.convening, kind="choice", choices=("Bus", "Train"))
    answer(team, AnswerDraft(text.pk, "  The Inn "), AnswerDraft(choice.pk, "Bus"))
    assert [one.text for one in questions.answers_of(team)] == ["The Inn", "Bus"]
    answer(team, AnswerDraft(choice.pk, "Train"))
    assert [one.text for one in questions.answers_of(team)] == ["Train"]


@pytest.mark.parametrize(
    ("over", "text"),
    [
        ({"is_required": True}, " "),
        ({}, "x" * 4001),
        ({}, "a\x00b"),
        ({"kind": "choice", "choices": ("Bus", "Train")}, "Boat"),
        ({"kind": "yes_no"}, "maybe"),
        ({"kind": "file"}, "words"),
        ({"kind": "file", "is_required": True}, ""),
    ],
)
def test_an_answer_that_does_not_fit(over: dict[str, Any], text: str) -> None:
    team = make_team()
    question = ask(team.convening, **over)
    with pytest.raises(AnswerRefused) as refused:
        answer(team, AnswerDraft(question.pk, text))
    assert refused.value.field == f"question_{question.pk}"
    assert not CustomAnswer.objects.exists()


def test_a_file_for_a_question_of_words_is_refused() -> None:
    team = make_team()
    question = ask(team.convening)
    with pytest.raises(AnswerRefused):
        answer(team, AnswerDraft(question.pk, file="answers/1/x.pdf", file_name="x.pdf"))


def test_another_convenings_question_is_not_answered() -> None:
    team, other = make_team(), ask(make_convening())
    assert answer(team, AnswerDraft(other.pk, "Hi")) == []
    assert not CustomAnswer.objects.exists()


def test_a_file_stays_until_another_comes() -> None:
    team = make_team()
    question = ask(team.convening, kind="file", is_required=True)
    kept = keep_file(data=PDF, name="../../etc/letter\n.pdf", folder="answers/1")
    answer(team, AnswerDraft.of_file(question.pk, kept))
    answer(team)
    found = CustomAnswer.objects.get()
    assert (found.file_name, found.file_type) == ("letter.pdf", "application/pdf")
    assert storages["private"].open(found.file).read() == PDF
    assert "letter" not in found.file


def test_a_file_goes_when_another_takes_its_place(django_capture_on_commit_callbacks: Any) -> None:
    team = make_team()
    question = ask(team.convening, kind="file")
    first, second = (keep_file(data=PDF, name="letter.pdf", folder="answers/1") for _ in range(2))
    for kept in (first, second, second):
        with django_capture_on_commit_callbacks(execute=True):
            answer(team, AnswerDraft.of_file(question.pk, kept))
    assert [storages["private"].exists(kept.file) for kept in (first, second)] == [False, True]


def picture(form: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (3, 3)).save(out, form)
    return out.getvalue()


def word(*parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for part in parts:
            archive.writestr(part, "x")
    return out.getvalue()


def test_files_are_known_by_their_content() -> None:
    assert type_of(PDF) == "application/pdf"
    assert type_of(picture("PNG")) == "image/png"
    assert type_of(picture("JPEG")) == "image/jpeg"
    assert type_of(word("[Content_Types].xml", "word/document.xml")) == DOCX


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"MZ\x90\x00 a program",
        b"<html><script>alert(1)</script>",
        b"%PDF-1.7 with no end",
        b"\x89PNG\r\n\x1a\n and nothing",
        picture("PNG")[:40],
        b"\xff\xd8\xff cut",
        b"PK\x03\x04 no archive",
        word("[Content_Types].xml", "xl/workbook.xml"),
        word("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        PDF + b" " * (10 * 1024 * 1024),
    ],
)
def test_what_is_not_what_it_says_is_refused(data: bytes) -> None:
    with pytest.raises(FileUnfit):
        type_of(data)


def test_a_zip_that_lists_more_than_can_be_read_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten megabytes hold 180,000 names, which took six seconds."""
    data = word("[Content_Types].xml", "word/document.xml", *(f"media/{n}" for n in range(9)))
    monkeypatch.setattr(answer_files, "MOST_PARTS", 11)
    assert type_of(data) == DOCX
    monkeypatch.setattr(answer_files, "MOST_PARTS", 10)
    monkeypatch.setattr(zipfile, "ZipFile", None)
    with pytest.raises(FileUnfit):
        type_of(data)


def test_what_was_left_empty_is_no_answer_in_the_journal() -> None:
    team = make_team()
    question = ask(team.convening)
    answer(team, AnswerDraft(question.pk))
    assert not Entry.objects.filter(kind="questions.answered").exists()
    answer(team, AnswerDraft(question.pk, text="The Lodge"))
    answer(team, AnswerDraft(question.pk))  # taken away
    assert Entry.objects.filter(kind="questions.answered").count() == 2
