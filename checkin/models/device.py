from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.models.checkpoint import Checkpoint


class Device(models.Model):
    """A volunteer's scanner, opened by a link that an organizer hands out and can revoke; its token is stored hashed."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.CASCADE, related_name="devices")
    label = models.CharField(_("label"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=60)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return self.label
