from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from convenings.models import Convening
from registration.states import Rhythm


class DigestReader(models.Model):
    """Who gets digests of a convening: a coordinator or an organizer; how often, and up to when they were told."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="digest_readers")
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    rhythm = models.CharField(_("a summary by mail"), max_length=10, choices=Rhythm, default=Rhythm.DAILY)
    told_until_at = models.DateTimeField()

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening", "person"], name="registration_digest_person_once"),
            models.UniqueConstraint(fields=["convening", "user"], name="registration_digest_user_once"),
            models.CheckConstraint(
                condition=models.Q(person__isnull=True, user__isnull=False)
                | models.Q(person__isnull=False, user__isnull=True),
                name="registration_digest_of_one",
            ),
            models.CheckConstraint(
                condition=models.Q(rhythm__in=Rhythm.values), name="registration_digest_rhythm_known"
            ),
        ]
        indexes = [models.Index(fields=["convening", "rhythm", "told_until_at"])]

    def __str__(self) -> str:
        return f"{self.convening_id} {self.person_id or self.user_id}"
