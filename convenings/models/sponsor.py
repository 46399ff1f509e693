from django.db import models

from convenings.models.convening import Convening


class Sponsor(models.Model):
    """An organization that co-sponsors the convening."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="sponsors")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["convening", "name"], name="convenings_sponsor_name_once")]

    def __str__(self) -> str:
        return self.name
