from django.db import models

from expo.models.hall import Hall
from expo.states import StepKind


class FloorStep(models.Model):
    """What somebody did to the drawing of a hall at once; steps of a hall are numbered under its lock, so in order."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="steps")
    kind = models.CharField(max_length=8, choices=StepKind)
    by = models.CharField(max_length=60)
    at = models.DateTimeField()
    undone_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]


class BoothChange(models.Model):
    """One booth in a step, as it was and as it is; None where it was not there. `booth` is an id: it may be removed."""

    step = models.ForeignKey(FloorStep, on_delete=models.CASCADE, related_name="changes")
    booth = models.BigIntegerField(db_index=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["pk"]
