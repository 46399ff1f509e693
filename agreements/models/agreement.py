from typing import TYPE_CHECKING

from django.db import models

from accounts.models import Person
from agreements.models.statement import Statement
from agreements.states import Requirement, Side

if TYPE_CHECKING:
    from agreements.models.commitment import Commitment


class Agreement(models.Model):
    """One joint promise: a statement, and the parties who must answer it. `subject` names whose it is ("team:5")."""

    convening_id = models.BigIntegerField(db_index=True)
    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="agreements")
    subject = models.CharField(max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["subject"], name="agreements_agreement_subject_once")]


class Party(models.Model):
    """Who must answer in an agreement: one office, held by one person (the signatory).

    `accepted_missing_at` is set when an organizer accepts "we have none" of a `required_if_exists` office.
    `answer` is the newest commitment row of this party.
    """

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="parties")
    office = models.CharField(max_length=40)  # the office's code: "superintendent"
    label = models.CharField(max_length=120)  # "Superintendent"
    organization = models.CharField(max_length=200, blank=True)  # "Mesa Verde Education Association"
    side = models.CharField(max_length=10, choices=Side)
    requirement = models.CharField(max_length=20, choices=Requirement)
    position = models.PositiveSmallIntegerField()
    signatory = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="parties")
    reported_missing_at = models.DateTimeField(null=True)
    accepted_missing_at = models.DateTimeField(null=True)
    answer: "models.ForeignKey[Commitment | None, Commitment | None]" = models.ForeignKey(
        "agreements.Commitment", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["agreement", "position"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "office"], name="agreements_party_office_once"),
            models.UniqueConstraint(fields=["agreement", "position"], name="agreements_party_position_once"),
        ]
