from typing import ClassVar

from django.db import models

from convenings.models import Convening
from registration.models.team import Team
from registration.states import HeldState


class HeldRegistration(models.Model):
    """A registration of a place that had a team already, as it was handed in, until an organizer has looked at it."""

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="held_registrations")
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="held_registrations")
    name = models.CharField(max_length=200)
    coordinator_name = models.CharField(max_length=200)
    coordinator_email = models.EmailField()
    payload = models.JSONField()  # registration.domain.registering.Registration
    state = models.CharField(max_length=10, choices=HeldState, default=HeldState.HELD)
    held_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=60, blank=True)
    passed_as = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=HeldState.values), name="registration_held_state_known"
            ),
            models.CheckConstraint(
                condition=models.Q(state=HeldState.PASSED, passed_as__isnull=False)
                | (~models.Q(state=HeldState.PASSED) & models.Q(passed_as__isnull=True)),
                name="registration_held_passed_is_a_team",
            ),
        ]
        indexes = [models.Index(fields=["convening", "state"])]

    def __str__(self) -> str:
        return self.name
