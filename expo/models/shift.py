from typing import ClassVar, Self

from django.db import models

from breakouts.models import Presentation
from expo.models.late_arrival import LateArrival
from expo.models.wave import Wave
from registration.models import Attendee
from registration.states import KEPT_PLACES


class ShiftQuerySet(models.QuerySet["Shift"]):
    def standing(self) -> Self:
        """Shifts that count: of those who come, of a team that has a booth in the wave's hall, who are there by then
        and present nowhere else meanwhile. All this is derived: whoever falls ill or presents leaves the booth by that.
        """
        presents = Presentation.objects.filter(
            presenter=models.OuterRef("attendee"),
            slot__starts_at__lt=models.OuterRef("wave__ends_at"),
            slot__ends_at__gt=models.OuterRef("wave__begins_at"),
        )
        late = LateArrival.objects.filter(
            attendee=models.OuterRef("attendee"), from_at__gt=models.OuterRef("wave__begins_at")
        )
        return self.filter(
            ~models.Exists(presents),
            ~models.Exists(late),
            attendee__cancelled_at=None,
            attendee__team__place__in=KEPT_PLACES,
            attendee__team__placement__booth__hall=models.F("wave__hall"),
        )


class Shift(models.Model):
    """Somebody of a team at its booth in a wave. A pinned one stays, whatever is planned later.

    `offered_at`: when they offered it to their team; None while they keep it. `swaps`: a team mate may also give one of
    theirs for it.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="shifts")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="shifts")
    is_pinned = models.BooleanField(default=False)
    offered_at = models.DateTimeField(null=True)
    swaps = models.BooleanField(default=False)

    objects: ClassVar = ShiftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["wave", "attendee"], name="expo_shift_once_a_wave")]

    def __str__(self) -> str:
        return f"{self.attendee}: {self.wave}"
