from typing import ClassVar

from django.db import models

from agreements.models import Commitment, StatementVersion
from registration.models.team import Team


class Certificate(models.Model):
    """That a team was complete: the promises that made it so, the day, and the text in force on it.

    One for each time that the team became complete (`number`). `code` is all that its public page is known by.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="certificates")
    number = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=32, unique=True)
    version = models.ForeignKey(StatementVersion, on_delete=models.PROTECT, related_name="+")
    promises = models.ManyToManyField(Commitment, related_name="certificates")
    completed_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "number"], name="registration_certificate_number_once"),
        ]

    def __str__(self) -> str:
        return f"{self.team_id}, {self.number}"
