from django.db import models

from checkin.states import BadgeState
from registration.models import Attendee


class QrImage(models.Model):
    """The QR code of one badge code, rendered ahead by a worker: PNG bytes."""

    code = models.CharField(max_length=20, unique=True)
    png = models.BinaryField()
    rendered_at = models.DateTimeField()


class Badge(models.Model):
    """An attendee's badge: an opaque code in the QR alphanumeric alphabet, with a check character."""

    attendee = models.ForeignKey(Attendee, on_delete=models.PROTECT, related_name="badges")
    code = models.CharField(max_length=20)
    state = models.CharField(max_length=10, choices=BadgeState, default=BadgeState.ACTIVE)
    issued_at = models.DateTimeField()
    replaced_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="checkin_badge_code_once"),
            models.UniqueConstraint(
                fields=["attendee"], condition=models.Q(state=BadgeState.ACTIVE), name="checkin_badge_one_active"
            ),
        ]
