from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from agreements.states import Side
from convenings.models import Convening
from registration.models.team import Team
from registration.states import KEPT_PLACES, AttendeeKind


class AttendeeQuerySet(models.QuerySet["Attendee"]):
    def coming(self) -> Self:
        """Those who were not cancelled."""
        return self.filter(cancelled_at__isnull=True)

    def placed(self) -> Self:
        """Those who come for certain: on a team with a place, or not on a team at all."""
        on_placed = models.Q(team__place__in=KEPT_PLACES) | models.Q(team__isnull=True)
        return self.coming().filter(on_placed)


class Attendee(models.Model):
    """A person who comes, on a team or not. `office` names the office that a signatory holds in the team."""

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="attendees")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="attendances")
    team = models.ForeignKey(Team, null=True, on_delete=models.PROTECT, related_name="members")
    kind = models.CharField(max_length=10, choices=AttendeeKind, default=AttendeeKind.MEMBER)
    side = models.CharField(_("side"), max_length=10, choices=Side, blank=True)
    office = models.CharField(max_length=40, blank=True)
    job = models.CharField(_("work"), max_length=120, blank=True)
    organization = models.CharField(_("organization"), max_length=200, blank=True)
    substitute_for = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="substitutes")
    cancelled_at = models.DateTimeField(null=True)

    objects: ClassVar = AttendeeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "person"], name="registration_attendee_person_once"),
            models.CheckConstraint(
                condition=~models.Q(kind=AttendeeKind.MEMBER) | models.Q(team__isnull=False),
                name="registration_attendee_member_has_team",
            ),
        ]

    def __str__(self) -> str:
        return self.person.name
