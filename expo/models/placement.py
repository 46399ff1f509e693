from django.db import models

from expo.models.booth import Booth
from registration.models import Team


class Placement(models.Model):
    """One team at one booth. A pinned placement stays where an organizer put it."""

    booth = models.OneToOneField(Booth, on_delete=models.PROTECT, related_name="placement")
    team = models.OneToOneField(Team, on_delete=models.PROTECT, related_name="placement")
    is_pinned = models.BooleanField(default=False)
    placed_at = models.DateTimeField()
    placed_by = models.CharField(max_length=60)
