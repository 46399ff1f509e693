from typing import ClassVar

from django.db import models

from accounts.models import Person
from agreements.models import Party


class PromiseCode(models.Model):
    """Six digits, mailed to the holder of an office, who types them before promising.

    `digest` is empty until the mail is written: the digits are made then, and kept nowhere in clear.
    """

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="codes")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    digest = models.CharField(max_length=64, blank=True)
    expires_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    proved_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        indexes = [models.Index(fields=["party", "asked_at"], name="registration_code_asked")]

    def __str__(self) -> str:
        return f"{self.party_id}, {self.asked_at}"
