from typing import ClassVar

from django.db import models

from agreements.models import Party
from registration.models.team import Team


class SharedOffice(models.Model):
    """An organizer's leave for one person to hold two offices of a team, with the reason; for organizers alone."""

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="shared_offices")
    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # the office that was given to them
    with_party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="+")  # the one that they held
    reason = models.TextField()
    shared_by = models.CharField(max_length=60)
    shared_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~models.Q(reason=""), name="registration_shared_office_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.with_party}"
