from django.db import models

from convenings.models.convening import Convening


class Element(models.Model):
    """A theme of the convening, by which teams name their focus and sessions are tagged."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="elements")
    name = models.CharField(max_length=120)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "name"], name="convenings_element_name_once"),
        ]

    def __str__(self) -> str:
        return self.name
