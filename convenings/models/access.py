from django.conf import settings
from django.db import models

from convenings.models.convening import Convening
from convenings.permissions import Role


class Grant(models.Model):
    """A role that one organizer holds in one convening."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="grants")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=20, choices=Role)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "user", "role"], name="convenings_grant_once"),
        ]
