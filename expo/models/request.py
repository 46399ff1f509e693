from django.db import models
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from expo.states import Nearness
from registration.models import Team


class Request(models.Model):
    """What a team asks of its booth: needs (values of Feature) are hard, zones are wishes, the dearest first."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="booth_request")
    needs = models.JSONField(_("needs"), default=list, blank=True)
    zones = models.JSONField(_("zones"), default=list, blank=True)
    shows = models.CharField(_("what it shows"), max_length=200, blank=True)

    def __str__(self) -> str:
        return str(self.team)


class NeighbourWish(models.Model):
    """A team wants to stand near another one, or apart from it. The other team never learns of it."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="neighbour_wishes")
    other = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")
    nearness = models.CharField(max_length=5, choices=Nearness)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["team", "other"], name="expo_neighbour_wish_once"),
            models.CheckConstraint(condition=~models.Q(team=models.F("other")), name="expo_neighbour_wish_of_others"),
            models.CheckConstraint(
                condition=models.Q(nearness__in=Nearness.values), name="expo_neighbour_wish_known"
            ),
        ]


class RequestDeadline(models.Model):
    """Until when teams may write what they ask of their booths. No row: until the first hall opens."""

    convening = models.OneToOneField(Convening, on_delete=models.CASCADE, related_name="+")
    until_at = models.DateTimeField()
