from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from checkin.models.checkpoint import Checkpoint
from checkin.states import BadgeFormat, DeviceKind


class DeviceQuerySet(models.QuerySet["Device"]):
    def live(self, at: datetime) -> "DeviceQuerySet":
        """Devices whose link works at that time."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)


class Device(models.Model):
    """A volunteer's scanner or a kiosk, opened by a link that an organizer hands out and can revoke.

    The token is kept hashed. A scanner begins at `checkpoint` and may be switched to those of `also`; one that
    registers walk-ups may print their badges. A kiosk stays where it is, and is one browser: the one whose secret has
    the hash `browser`; `opened_at`: when its present link was opened, which it is once. Either prints on `paper`, and
    has no printer where that is empty.
    """

    kind = models.CharField(_("what it is"), max_length=10, choices=DeviceKind, default=DeviceKind.SCANNER)
    checkpoint = models.ForeignKey(
        Checkpoint, on_delete=models.CASCADE, related_name="devices", verbose_name=_("checkpoint")
    )
    also = models.ManyToManyField(Checkpoint, blank=True, related_name="+", verbose_name=_("also at"))
    registers_walk_ups = models.BooleanField(_("registers who was not expected"), default=False)
    paper = models.CharField(_("what it prints on"), max_length=10, choices=BadgeFormat, blank=True)
    label = models.CharField(_("label"), max_length=100)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(_("made"))
    made_by = models.CharField(max_length=60)
    expires_at = models.DateTimeField(_("expires"))
    revoked_at = models.DateTimeField(_("revoked"), null=True)
    opened_at = models.DateTimeField(_("opened"), null=True)
    browser = models.CharField(max_length=64, blank=True)

    objects = DeviceQuerySet.as_manager()

    class Meta:
        verbose_name = _("scanner")
        verbose_name_plural = _("scanners")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=DeviceKind.SCANNER, paper="")
                | models.Q(kind=DeviceKind.SCANNER, registers_walk_ups=True, paper__in=BadgeFormat.values)
                | models.Q(kind=DeviceKind.KIOSK, registers_walk_ups=False, paper__in=["", *BadgeFormat.values]),
                name="checkin_device_kiosk_does_less",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def is_live(self, at: datetime) -> bool:
        return self.revoked_at is None and self.expires_at > at
