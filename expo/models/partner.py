from django.db import models
from django.utils.translation import gettext_lazy as _

from expo.models.booth import Booth


class PartnerStand(models.Model):
    """A partner of the resource marketplace at a booth, for one day of the convening."""

    booth = models.ForeignKey(Booth, on_delete=models.PROTECT, related_name="partners")
    on = models.DateField(_("day"))
    name = models.CharField(_("partner"), max_length=100)
    offers = models.CharField(_("what it offers"), max_length=200, blank=True)

    class Meta:
        ordering = ["on", "pk"]
        constraints = [models.UniqueConstraint(fields=["booth", "on"], name="expo_one_partner_a_day")]

    def __str__(self) -> str:
        return self.name
