from typing import ClassVar, Self

from django.db import models

from accounts.models import Person
from agreements.models import Party


class PreparationQuerySet(models.QuerySet["Preparation"]):
    def standing(self) -> Self:
        """Those that were not taken back, of who holds the office now."""
        return self.filter(revoked_at=None, principal=models.F("party__signatory"))


class Preparation(models.Model):
    """What an assistant prepared of a promise, for one holder of an office. They promise nothing themselves.

    Rows stay: one that was taken back, by hand or with the office, says when. `email` is an address that the assistant
    holds for the right one: the side's coordinator or an organizer changes it, or does not.
    """

    party = models.ForeignKey(Party, on_delete=models.PROTECT, related_name="preparations")
    principal = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    assistant = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="preparations")
    asked_at = models.DateTimeField()
    asked_by = models.CharField(max_length=60)
    revoked_at = models.DateTimeField(null=True)
    prepared_at = models.DateTimeField(null=True)
    typed_name = models.CharField(max_length=200, blank=True)
    organization = models.CharField(max_length=200, blank=True)
    votes_on = models.DateField(null=True)  # the day of a vote, for who answers later
    email = models.EmailField(blank=True)
    notes = models.TextField(blank=True)  # for the principal alone

    objects: ClassVar = PreparationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party"],
                condition=models.Q(revoked_at__isnull=True),
                name="registration_preparation_one_stands",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.party}, {self.assistant}"
