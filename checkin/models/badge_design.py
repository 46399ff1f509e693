from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.states import RibbonColour
from convenings.models import Convening, Sponsor
from registration.states import AttendeeKind


class BadgeDesign(models.Model):
    """What stands on the badges of one kind of person. A convening that has none uses checkin.domain.designs."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="badge_designs")
    kind = models.CharField(_("kind of person"), max_length=10, choices=AttendeeKind)
    ribbon = models.CharField(_("words on the ribbon"), max_length=30, blank=True)
    colour = models.CharField(_("colour"), max_length=10, choices=RibbonColour, default=RibbonColour.PLAIN)
    shows_pronunciation = models.BooleanField(_("how the name is said"), default=True)
    shows_job = models.BooleanField(_("work and organization"), default=True)
    shows_team = models.BooleanField(_("team"), default=True)
    shows_side = models.BooleanField(_("side, of those who promised for it"), default=False)
    shows_booth = models.BooleanField(_("the team’s booth at the expo, once booths are told"), default=False)
    shows_logos = models.BooleanField(_("logos of the sponsors"), default=False)
    shows_agenda = models.BooleanField(_("own agenda, on the back"), default=False)

    objects = models.Manager()

    class Meta:
        verbose_name = _("badge design")
        verbose_name_plural = _("badge designs")
        constraints = [
            models.UniqueConstraint(fields=["convening", "kind"], name="checkin_design_kind_once"),
            models.CheckConstraint(condition=models.Q(kind__in=AttendeeKind.values), name="checkin_design_kind_known"),
            models.CheckConstraint(
                condition=models.Q(colour__in=RibbonColour.values), name="checkin_design_colour_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())


class SponsorLogo(models.Model):
    """A sponsor's logo for print: a PNG that was drawn anew from what was sent."""

    sponsor = models.OneToOneField(Sponsor, on_delete=models.CASCADE, related_name="logo")
    png = models.BinaryField()

    objects = models.Manager()

    def __str__(self) -> str:
        return str(self.sponsor)
