"""The organizers' own questions as fields of a form, and what was answered to them."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from journal.refusals import Refusal
from registration.domain.answer_files import MOST_BYTES, FileUnfit, forget_files, keep_file, type_of
from registration.domain.questions import LONGEST_ANSWER, AnswerDraft
from registration.models import CustomAnswer, CustomQuestion
from registration.states import QuestionKind


class CheckedFileField(forms.FileField):
    """A file that is what it says it is."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        file = super().clean(data, initial)
        if isinstance(file, UploadedFile):
            if file.size and file.size > MOST_BYTES:
                words = _("The file is larger than %(most)d MB.")
                raise forms.ValidationError(words % {"most": MOST_BYTES // 1024 // 1024})
            try:
                type_of(file.read())
            except FileUnfit as refusal:
                raise forms.ValidationError(str(refusal)) from None
            file.seek(0)
        return file


def field_name(question: CustomQuestion) -> str:
    return f"question_{question.pk}"


def add_questions(
    form: forms.Form, questions: Iterable[CustomQuestion], answers: Mapping[int, CustomAnswer] | None = None
) -> None:
    """Add a field for each question, with what was answered before."""
    for question in questions:
        before = (answers or {}).get(question.pk)
        form.fields[field_name(question)] = _field(question, before)
        if before is not None and question.kind != QuestionKind.FILE:
            form.initial[field_name(question)] = before.text


@contextmanager
def answer_drafts(
    form: forms.Form, questions: Iterable[CustomQuestion], *, folder: str
) -> Iterator[list[AnswerDraft]]:
    """What was answered, the files stored; none of them stays where what is done with them is refused.

    Refusal: file_unfit, beside its field.
    """
    drafts: list[AnswerDraft] = []
    try:
        drafts.extend(_draft(question, form.cleaned_data.get(field_name(question)), folder) for question in questions)
        yield drafts
    except Exception:
        forget_files(draft.file for draft in drafts)
        raise


def _draft(question: CustomQuestion, given: Any, folder: str) -> AnswerDraft:
    if not isinstance(given, UploadedFile):
        return AnswerDraft(question.pk, text=given or "")
    try:
        kept = keep_file(data=given.read(), name=given.name or "", folder=folder)
    except Refusal as refusal:
        raise FileUnfit(refusal.words, field=field_name(question)) from refusal
    return AnswerDraft.of_file(question.pk, kept)


def _field(question: CustomQuestion, before: CustomAnswer | None) -> forms.Field:
    missing = {"required": _("Please answer this.")}
    asked: dict[str, Any] = {
        "label": question.text, "help_text": question.hint, "required": question.is_required, "error_messages": missing,
    }  # fmt: skip
    if question.kind == QuestionKind.TEXT:
        return forms.CharField(max_length=LONGEST_ANSWER, widget=forms.Textarea(attrs={"rows": 3}), **asked)
    if question.kind == QuestionKind.CHOICE:
        empty = [("", _("Choose one"))]
        return forms.ChoiceField(choices=[*empty, *((words, words) for words in question.choices)], **asked)
    if question.kind == QuestionKind.YES_NO:
        return forms.ChoiceField(choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect, **asked)
    said = [question.hint, _("PDF, PNG, JPEG or Word, 10 MB at most. Nothing about single students, please.")]
    if before is not None:
        asked["required"] = False
        said.append(_("We have “%(name)s”; another file takes its place.") % {"name": before.file_name})
    asked["help_text"] = " ".join(words for words in said if words)
    return CheckedFileField(allow_empty_file=True, **asked)
