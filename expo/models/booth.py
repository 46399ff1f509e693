from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models.hall import Hall


class Feature(models.TextChoices):
    """What a booth offers and a team may need."""

    POWER = "power", _("power")
    ACCESS = "access", _("step-free access")
    CORNER = "corner", _("corner")
    SCREEN = "screen", _("screen")


class Booth(models.Model):
    """A numbered booth on the floor; `x`, `y` of its upper left corner, `width` and `depth` in feet."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="booths")
    number = models.PositiveIntegerField(_("number"))
    x = models.PositiveIntegerField()
    y = models.PositiveIntegerField()
    width = models.PositiveIntegerField(default=10)
    depth = models.PositiveIntegerField(default=10)
    features = models.JSONField(_("features"), default=list, blank=True)  # values of Feature

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["hall", "number"], name="expo_booth_number_once")]

    def __str__(self) -> str:
        return str(self.number)
