from typing import ClassVar

from django.db import models

from checkin.models.device import Device
from registration.models import Attendee


class KioskAsk(models.Model):
    """Somebody typed a name at a kiosk. Whom it names is looked up by a worker, so that no answer tells.

    `name` is folded, and emptied when it was looked up; `digest` is of the name, to know it again. `tries`: of codes.
    """

    device = models.ForeignKey(Device, on_delete=models.CASCADE, related_name="asks")
    name = models.CharField(max_length=200, blank=True)
    digest = models.CharField(max_length=64)
    asked_at = models.DateTimeField()
    looked_up_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["device", "asked_at"], name="checkin_kiosk_asked")]

    def __str__(self) -> str:
        return f"{self.device_id}, {self.asked_at}"


class KioskCode(models.Model):
    """Six digits, mailed to one person whom a name at a kiosk may mean. Made while the mail is written: see `digest`.

    `digest` is empty until then; the digits are kept nowhere in clear. A code is used once, at the kiosk that asked.
    One that is not mailed only says whom the name means, who holds others of this kiosk.
    """

    ask = models.ForeignKey(KioskAsk, on_delete=models.CASCADE, related_name="codes")
    attendee = models.ForeignKey(Attendee, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField()
    is_mailed = models.BooleanField(default=True)
    digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "attendee"], name="checkin_kiosk_code_once")]

    def __str__(self) -> str:
        return f"{self.ask_id}, {self.attendee_id}"
