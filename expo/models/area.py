from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models.hall import Hall
from expo.states import AreaKind


class Area(models.Model):
    """What is drawn beside booths: an aisle, or a place such as the coffee; in feet, as booths are."""

    hall = models.ForeignKey(Hall, on_delete=models.CASCADE, related_name="areas")
    kind = models.CharField(_("kind"), max_length=5, choices=AreaKind, default=AreaKind.PLACE)
    name = models.CharField(_("name"), max_length=40, blank=True)
    x = models.PositiveIntegerField(_("feet from the left"))
    y = models.PositiveIntegerField(_("feet from the top"))
    width = models.PositiveIntegerField(_("width, feet"))
    depth = models.PositiveIntegerField(_("depth, feet"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(width__gte=1, depth__gte=1), name="expo_area_has_size"),
            models.CheckConstraint(condition=models.Q(kind__in=AreaKind.values), name="expo_area_kind_known"),
        ]

    def __str__(self) -> str:
        return self.name or str(self.get_kind_display())
