from django.db import models
from django.utils.translation import gettext_lazy as _


class SessionKind(models.TextChoices):
    BREAKOUT = "breakout", _("breakout")
    PLENARY = "plenary", _("plenary")
    MEAL = "meal", _("meal")
    GATHERING = "gathering", _("gathering")
