from django.db import models
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening


class Hall(models.Model):
    """A hall of the expo. Widths and depths are in feet; `version` counts changes of its drawing and placements."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="halls")
    name = models.CharField(_("name"), max_length=100)
    width = models.PositiveIntegerField(_("width, feet"))
    depth = models.PositiveIntegerField(_("depth, feet"))
    opens_at = models.DateTimeField(_("expo begins"))
    closes_at = models.DateTimeField(_("expo ends"))
    version = models.PositiveIntegerField(default=0)
    backdrop = models.CharField(max_length=200, blank=True, editable=False)  # a picture in the private storage

    class Meta:
        verbose_name = _("hall")
        verbose_name_plural = _("halls")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["convening", "name"], name="expo_hall_name_once"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")), name="expo_hall_closes_after_opening"
            ),
            models.CheckConstraint(condition=models.Q(width__gte=1, depth__gte=1), name="expo_hall_has_size"),
        ]

    def __str__(self) -> str:
        return self.name
