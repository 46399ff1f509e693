from django.db import models

from agreements.states import Requirement, Side
from registration.models.team_type import TeamType


class Office(models.Model):
    """A named role slot that a team type asks for, on one side of the table."""

    team_type = models.ForeignKey(TeamType, on_delete=models.CASCADE, related_name="offices")
    code = models.SlugField()
    label = models.CharField(max_length=120)
    side = models.CharField(max_length=10, choices=Side)
    requirement = models.CharField(max_length=20, choices=Requirement, default=Requirement.REQUIRED)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["team_type", "code"], name="registration_office_code_once"),
            models.UniqueConstraint(fields=["team_type", "position"], name="registration_office_position_once"),
        ]

    def __str__(self) -> str:
        return self.label
