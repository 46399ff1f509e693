"""Questions that organizers of a convening ask besides ours, and what is answered."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from agreements.domain.typed_names import has_control_characters
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain.answer_files import KeptFile, forget_files
from registration.models import Attendee, CustomAnswer, CustomQuestion, Team
from registration.states import AskedOf, QuestionKind

LONGEST_ANSWER = 4000
MOST_QUESTIONS, MOST_CHOICES = 30, 30


class QuestionRefused(Refusal):
    """Of a question that is made or changed; `field` says where."""

    code = "question_refused"
    status = 400


class AnswerRefused(Refusal):
    """Of an answer; `field` is "question_7"."""

    code = "answer_refused"
    status = 400


@dataclass(frozen=True)
class QuestionDraft:
    text: str
    kind: str
    asked_of: str
    hint: str = ""
    is_required: bool = False
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class AnswerDraft:
    """One answer as it was handed in; of a file, where it lies."""

    question: int
    text: str = ""
    file: str = ""
    file_name: str = ""
    file_type: str = ""

    @classmethod
    def of_file(cls, question: int, kept: KeptFile) -> "AnswerDraft":
        return cls(question, file=kept.file, file_name=kept.name, file_type=kept.type)


@transaction.atomic
def make_question(*, convening: Convening, draft: QuestionDraft, by: str, at: datetime) -> CustomQuestion:
    """One more question, asked from now on, the last in order. Locks the convening."""
    Convening.objects.locked(convening.pk)
    asked = CustomQuestion.objects.filter(convening=convening, retired_at__isnull=True)
    if asked.count() >= MOST_QUESTIONS:
        words = _("%(most)d questions are enough for anybody. Retire one first.")
        raise QuestionRefused(words % {"most": MOST_QUESTIONS})
    last = CustomQuestion.objects.filter(convening=convening).aggregate(last=Max("position"))["last"]
    question = CustomQuestion.objects.create(
        convening=convening, position=(last or 0) + 1, asked_of=AskedOf(draft.asked_of), **_checked(draft)
    )
    _record("question.made", question, by=by, at=at)
    return question


@transaction.atomic
def change_question(*, question: CustomQuestion, draft: QuestionDraft, by: str, at: datetime) -> CustomQuestion:
    """Other words, help or choices. What kind of answer and of whom stays: answers stand already."""
    locked = _locked(question)
    if (draft.kind, draft.asked_of) != (locked.kind, locked.asked_of):
        raise QuestionRefused(_("Retire this question and ask another: its answers are of another kind."), field="kind")
    values = _checked(draft)
    for name, value in values.items():
        setattr(locked, name, value)
    locked.save(update_fields=[*values])
    _record("question.changed", locked, by=by, at=at)
    return locked


@transaction.atomic
def retire_question(*, question: CustomQuestion, by: str, at: datetime) -> CustomQuestion:
    """Asked no more; what was answered stays. Idempotent."""
    locked = _locked(question)
    if locked.retired_at is None:
        locked.retired_at = at
        locked.save(update_fields=["retired_at"])
        _record("question.retired", locked, by=by, at=at)
    return locked


@transaction.atomic
def write_answers(
    *, of: Team | Attendee, drafts: Iterable[AnswerDraft], by: str, at: datetime
) -> list[CustomAnswer]:
    """Write what a team or an attendee answers to all that is asked of it; an empty answer takes an earlier one away.

    A file that was handed in before stays until another comes. Refusal: answer_refused, with the question's field.
    """
    by_question = {draft.question: draft for draft in drafts}
    asked_of = AskedOf.TEAM if isinstance(of, Team) else AskedOf.ATTENDEE
    asked = list(CustomQuestion.objects.asked(of.convening, asked_of))
    before = {answer.question_id: answer for answer in answers_of(of)}
    written, is_told = [], False
    for question in asked:
        draft = by_question.get(question.pk, AnswerDraft(question.pk))
        if question.kind == QuestionKind.FILE and not draft.file and question.pk in before:
            written.append(before[question.pk])
            continue
        if check_answer(question, draft):
            written.append(_write(of, question, draft, at=at))
            _forget_replaced(before.get(question.pk), draft)
            is_told = True
        elif question.pk in before:
            before[question.pk].delete()
            is_told = True
    if is_told:
        subject = f"{asked_of.value}:{of.pk}"
        entries.record(kind="questions.answered", by=by, at=at, subject=subject, convening_id=of.convening_id)
    return written


def check_answer(question: CustomQuestion, draft: AnswerDraft) -> bool:
    """Whether something was answered. Refuses what does not fit the question."""
    field, text = f"question_{question.pk}", draft.text.strip()
    if not text and not draft.file:
        if question.is_required:
            raise AnswerRefused(_("Please answer this."), field=field)
        return False
    fits = {
        QuestionKind.TEXT: len(text) <= LONGEST_ANSWER and not has_control_characters(" ".join(text.split())),
        QuestionKind.CHOICE: text in question.choices,
        QuestionKind.YES_NO: text in {"yes", "no"},
        QuestionKind.FILE: bool(draft.file) and not text,
    }
    if not fits[QuestionKind(question.kind)] or (draft.file and question.kind != QuestionKind.FILE):
        raise AnswerRefused(_("This answer does not fit. Please answer anew."), field=field)
    return True


def answers_of(subject: Team | Attendee) -> list[CustomAnswer]:
    """All answers with their questions, those that are asked no more among them. One statement."""
    return list(subject.answers.select_related("question").order_by("question__position", "question_id"))


def answers_by_subject(questions: Sequence[CustomQuestion]) -> Mapping[tuple[int, int], CustomAnswer]:
    """The answers to these questions by (question, team or attendee). One statement."""
    found = CustomAnswer.objects.filter(question__in=questions).select_related("question")
    return {(answer.question_id, answer.team_id or answer.attendee_id or 0): answer for answer in found}


def _write(of: Team | Attendee, question: CustomQuestion, draft: AnswerDraft, *, at: datetime) -> CustomAnswer:
    whose = {"team": of} if isinstance(of, Team) else {"attendee": of}
    values = {
        "text": draft.text.strip(), "file": draft.file, "file_name": draft.file_name[:200],
        "file_type": draft.file_type, "answered_at": at,
    }  # fmt: skip
    answer, _is_new = CustomAnswer.objects.update_or_create(question=question, **whose, defaults=values)
    return answer


def _forget_replaced(before: CustomAnswer | None, draft: AnswerDraft) -> None:
    """Another file takes the place of the one that was there, once that is certain."""
    if before is not None and before.file and before.file != draft.file:
        transaction.on_commit(partial(forget_files, [before.file]), robust=True)


def _checked(draft: QuestionDraft) -> dict[str, object]:
    text, hint = (" ".join(words.split()) for words in (draft.text, draft.hint))
    for field, words in (("text", text), ("hint", hint)):
        if len(words) > 300 or has_control_characters(words):
            raise QuestionRefused(_("300 characters at most, in one line."), field=field)
    if not text:
        raise QuestionRefused(_("Please write the question."), field="text")
    choices = tuple(dict.fromkeys(" ".join(choice.split()) for choice in draft.choices if choice.strip()))
    if draft.kind == QuestionKind.CHOICE and not 2 <= len(choices) <= MOST_CHOICES:
        raise QuestionRefused(_("Two answers or more to choose from, each on a line."), field="choices")
    if any(len(choice) > 200 for choice in choices):
        raise QuestionRefused(_("200 characters at most for each answer."), field="choices")
    kept = list(choices) if draft.kind == QuestionKind.CHOICE else []
    kind = QuestionKind(draft.kind)
    return {"text": text, "hint": hint, "kind": kind, "is_required": draft.is_required, "choices": kept}


def _locked(question: CustomQuestion) -> CustomQuestion:
    found: CustomQuestion = CustomQuestion.objects.select_for_update(of=("self",), no_key=True).get(pk=question.pk)
    return found


def _record(kind: str, question: CustomQuestion, *, by: str, at: datetime) -> None:
    subject = f"question:{question.pk}"
    entries.record(kind=kind, by=by, at=at, subject=subject, convening_id=question.convening_id)
