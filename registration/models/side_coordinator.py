from typing import ClassVar, Self

from django.db import models

from accounts.models import Person
from agreements.states import Side
from registration.models.team import Team


class SideCoordinatorQuerySet(models.QuerySet["SideCoordinator"]):
    def standing(self) -> Self:
        """Those who coordinate now."""
        return self.filter(ended_at=None)


class SideCoordinator(models.Model):
    """Who coordinates a side of a team beside its lead, the one who registered it (`Team.coordinator`).

    One for each side. Rows stay: one that ended says when.
    """

    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="side_coordinators")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="coordinated_sides")
    side = models.CharField(max_length=10, choices=Side)
    named_at = models.DateTimeField()
    named_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)

    objects: ClassVar = SideCoordinatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(side__in=Side.values), name="registration_side_coordinator_side_known"
            ),
            models.UniqueConstraint(
                fields=["team", "side"],
                condition=models.Q(ended_at__isnull=True),
                name="registration_side_coordinator_one_a_side",
            ),
            models.UniqueConstraint(
                fields=["team", "person"],
                condition=models.Q(ended_at__isnull=True),
                name="registration_side_coordinator_one_side_each",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}, {self.side}"
