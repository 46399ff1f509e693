from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from registration.models.attendee import Attendee
from registration.models.team import Team
from registration.states import AskedOf, QuestionKind


class CustomQuestionQuerySet(models.QuerySet["CustomQuestion"]):
    def asked(self, convening: Convening, of: str) -> Self:
        """What is asked now, in its order."""
        return self.filter(convening=convening, asked_of=of, retired_at__isnull=True).order_by("position", "pk")


class CustomQuestion(models.Model):
    """A question that organizers of one convening ask of every team, or of everybody who comes."""

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="custom_questions")
    text = models.CharField(_("question"), max_length=300)
    hint = models.CharField(_("help"), max_length=300, blank=True)
    kind = models.CharField(_("kind of answer"), max_length=10, choices=QuestionKind)
    asked_of = models.CharField(_("asked of"), max_length=10, choices=AskedOf)
    is_required = models.BooleanField(_("has to be answered"), default=False)
    choices = models.JSONField(default=list, blank=True)  # the answers to choose from, as words
    position = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True)  # asked no more; its answers stay

    objects: ClassVar = CustomQuestionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind__in=QuestionKind.values), name="registration_question_kind_known"
            ),
            models.CheckConstraint(
                condition=models.Q(asked_of__in=AskedOf.values), name="registration_question_asked_of_known"
            ),
        ]

    def __str__(self) -> str:
        return self.text


class CustomAnswer(models.Model):
    """What a team or an attendee answered; a file is named as it lies in the private storage."""

    question = models.ForeignKey(CustomQuestion, on_delete=models.PROTECT, related_name="answers")
    team = models.ForeignKey(Team, null=True, on_delete=models.CASCADE, related_name="answers")
    attendee = models.ForeignKey(Attendee, null=True, on_delete=models.CASCADE, related_name="answers")
    text = models.TextField(blank=True)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField(max_length=200, blank=True)  # as it was called where it came from
    file_type = models.CharField(max_length=40, blank=True)
    answered_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["question", "team"], name="registration_answer_of_team_once"),
            models.UniqueConstraint(fields=["question", "attendee"], name="registration_answer_of_attendee_once"),
            models.CheckConstraint(
                condition=models.Q(team__isnull=True, attendee__isnull=False)
                | models.Q(team__isnull=False, attendee__isnull=True),
                name="registration_answer_of_one",
            ),
        ]

    def __str__(self) -> str:
        return self.text or self.file_name

    @property
    def shown(self) -> str:
        """The answer in words."""
        if self.question.kind == QuestionKind.YES_NO:
            return str({"yes": _("Yes"), "no": _("No")}.get(self.text, self.text))
        return self.text
