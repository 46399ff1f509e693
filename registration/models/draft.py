from typing import ClassVar

from django.db import models

from accounts.models import Person
from convenings.models import Convening


class RegistrationDraft(models.Model):
    """A registration that somebody left to go on later: the form as it was typed, opened by a private link alone."""

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="registration_drafts")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registration_drafts")  # whose link it is
    fields = models.JSONField(default=dict)  # {"name": ["Mesa Verde"], …}; empty once it was handed in
    kept_at = models.DateTimeField()
    saved_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)
    finished_at = models.DateTimeField(null=True)

    objects: ClassVar = models.Manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(finished_at__isnull=True) | models.Q(fields={}),
                name="registration_draft_finished_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"draft {self.pk}"
