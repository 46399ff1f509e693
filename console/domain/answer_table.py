"""The answers to the organizers' own questions as a table: a row for each team, or for each who comes."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from convenings.models import Convening
from registration.domain.questions import answers_by_subject
from registration.models import Attendee, CustomAnswer, CustomQuestion, Team
from registration.states import AskedOf


def answer_columns(convening: Convening, *, of: str) -> list[str]:
    """The heads of the table of teams' answers, or of attendees'."""
    named = [_("Name"), _("Team") if of == AskedOf.ATTENDEE else _("State")]
    return [*named, *(question.text for question in _questions(convening, of))]


def answer_rows(convening: Convening, *, of: str) -> Iterator[list[str]]:
    """A row for each; of a file its name. Three statements."""
    questions = _questions(convening, of)
    answers = answers_by_subject(questions)
    for subject in answer_subjects(convening, of=of):
        yield [*_named(subject), *(_said(answers.get((question.pk, subject.pk))) for question in questions)]


def answer_subjects(convening: Convening, *, of: str) -> QuerySet[Any]:
    """Who may have answered, by name: teams, or those who come."""
    if of == AskedOf.TEAM:
        return Team.objects.filter(convening=convening).order_by("folded_name", "pk")
    found = Attendee.objects.coming().filter(convening=convening).select_related("person", "team")
    return found.order_by("person__folded_name", "pk")


def _questions(convening: Convening, of: str) -> list[CustomQuestion]:
    return list(CustomQuestion.objects.filter(convening=convening, asked_of=of).order_by("position", "pk"))


def _named(subject: Team | Attendee) -> list[str]:
    if isinstance(subject, Team):
        return [subject.name, subject.us_state]
    return [subject.person.name, subject.team.name if subject.team else ""]


def _said(answer: CustomAnswer | None) -> str:
    return (answer.file_name or answer.shown) if answer else ""
