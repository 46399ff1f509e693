"""The answers to the organizers' own questions as a table: a row for each team, or for each who comes."""

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from convenings.models import Convening
from jobs.domain.tables import write_table
from registration.domain.questions import answers_by_subject
from registration.models import Attendee, CustomAnswer, CustomQuestion, Team
from registration.states import AskedOf


def answer_table(convening: Convening, *, of: str) -> bytes:
    """CSV of all answers of teams, or of attendees; of a file its name. Three statements."""
    questions = list(CustomQuestion.objects.filter(convening=convening, asked_of=of).order_by("position", "pk"))
    subjects = _teams(convening) if of == AskedOf.TEAM else _attendees(convening)
    answers = answers_by_subject(questions)
    rows = ([*named, *(_said(answers.get((question.pk, pk))) for question in questions)] for pk, named in subjects)
    return write_table([_("Name"), _("Team") if of == AskedOf.ATTENDEE else _("State"), *_titles(questions)], rows)


def _said(answer: CustomAnswer | None) -> str:
    return (answer.file_name or answer.shown) if answer else ""


def _titles(questions: Sequence[CustomQuestion]) -> list[str]:
    return [question.text for question in questions]


def _teams(convening: Convening) -> Iterator[tuple[int, list[str]]]:
    for team in Team.objects.filter(convening=convening).order_by("folded_name", "pk"):
        yield team.pk, [team.name, team.us_state]


def _attendees(convening: Convening) -> Iterator[tuple[int, list[str]]]:
    found = Attendee.objects.coming().filter(convening=convening).select_related("person", "team")
    for attendee in found.order_by("person__folded_name", "pk"):
        yield attendee.pk, [attendee.person.name, attendee.team.name if attendee.team else ""]
