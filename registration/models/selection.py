from typing import ClassVar, Self

from django.db import models

from convenings.models import Convening


class SelectionQuerySet(models.QuerySet["Selection"]):
    def standing(self, convening: Convening) -> Self:
        """The one that was applied and not taken back."""
        return self.filter(convening=convening, undone_at__isnull=True)


class Selection(models.Model):
    """Organizers chose among complete teams: by which rule, whom and why. Rows stay; one that is taken back says so.

    `chosen` and `waiting` are lists of {"team": id, "why": […], "by_hand": bool} in the order of completion.
    """

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="selections")
    number = models.PositiveSmallIntegerField()
    rule = models.JSONField()
    chosen = models.JSONField()
    waiting = models.JSONField()
    letters_at = models.DateTimeField()
    applied_at = models.DateTimeField()
    applied_by = models.CharField(max_length=40)
    undone_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)

    objects: ClassVar = SelectionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "number"], name="registration_selection_number_once"),
            models.UniqueConstraint(
                fields=["convening"],
                condition=models.Q(undone_at__isnull=True),
                name="registration_selection_one_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(undone_at__isnull=True) | models.Q(sent_at__isnull=True),
                name="registration_selection_sent_stays",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.convening} {self.number}"
