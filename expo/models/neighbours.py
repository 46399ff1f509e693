from django.db import models

from expo.models.booth import Booth


class NeighbourCorrection(models.Model):
    """An organizer knows better than the drawing whether two booths are neighbours. `one` has the lower id."""

    one = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Booth, on_delete=models.CASCADE, related_name="+")
    are_neighbours = models.BooleanField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="expo_neighbours_corrected_once"),
            models.CheckConstraint(condition=models.Q(one__lt=models.F("other")), name="expo_neighbours_in_order"),
        ]
