from django.db import models

from expo.models.booth import Booth
from registration.models import Team
from registration.states import KEPT_PLACES


class PlacementQuerySet(models.QuerySet["Placement"]):
    def standing(self) -> "PlacementQuerySet":
        """Placements that count: a team that lost its place leaves its booth by that."""
        return self.filter(team__place__in=KEPT_PLACES)

    def lapsed(self) -> "PlacementQuerySet":
        """Rows of teams that lost their place; the next change of the floor clears them."""
        return self.exclude(team__place__in=KEPT_PLACES)


class Placement(models.Model):
    """One team at one booth. A pinned placement stays where an organizer put it."""

    booth = models.OneToOneField(Booth, on_delete=models.PROTECT, related_name="placement")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="placement")
    is_pinned = models.BooleanField(default=False)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=60)

    objects = PlacementQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.team}: {self.booth}"
