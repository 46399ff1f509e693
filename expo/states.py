from django.db import models
from django.utils.translation import gettext_lazy as _


class Feature(models.TextChoices):
    """What a booth offers and a team may need."""

    POWER = "power", _("power")
    ACCESS = "access", _("step-free access")
    CORNER = "corner", _("corner")
    SCREEN = "screen", _("screen")
