from django.db import models
from django.utils.translation import gettext_lazy as _

from registration.models import Team


class Request(models.Model):
    """What a team needs of its booth: values of Feature, hard."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="booth_request")
    needs = models.JSONField(_("needs"), default=list, blank=True)

    def __str__(self) -> str:
        return str(self.team)
