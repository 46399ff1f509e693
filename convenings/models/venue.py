from django.db import models
from django.utils.translation import gettext_lazy as _


class Venue(models.Model):
    """Where a convening is held."""

    name = models.CharField(_("name"), max_length=200)
    street = models.CharField(_("street"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=100)
    state = models.CharField(_("state"), max_length=2, blank=True)

    def __str__(self) -> str:
        return f"{self.name}, {self.city}"
