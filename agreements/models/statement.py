from typing import ClassVar

from django.db import models

from agreements.states import Side
from journal.models import AppendOnlyModel, AppendOnlyQuerySet


class Statement(models.Model):
    """The text that is promised, in versions."""

    convening_id = models.BigIntegerField(db_index=True)
    title = models.CharField(max_length=200)
    current = models.ForeignKey("StatementVersion", null=True, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.title


class StatementVersion(AppendOnlyModel):
    """One published text; never changed after it was published.

    `promises` is a list of {"title": str, "text": str}, the three promises apart.
    `sha256` is over `text`, the exact plain text that a signatory reads.
    `counts_from` is the number of the oldest version whose signed answers still count now:
    its own number after a material change, that of the version before it after an editorial one.
    `asked_sides` are those whom a material change touched, where it did not touch all: their promises were asked anew,
    the others carried on.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    counts_from = models.PositiveIntegerField()
    asked_sides = models.JSONField(default=list)  # agreements.states.Side; empty: all sides, or none
    opening = models.TextField()
    promises = models.JSONField()
    closing = models.TextField()  # a pledge, no contract; attestation of office
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    note = models.TextField(blank=True)  # why it was changed, for those who are asked again
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    objects: ClassVar = AppendOnlyQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="agreements_version_number_once"),
            models.CheckConstraint(
                condition=models.Q(counts_from__gte=1) & models.Q(counts_from__lte=models.F("number")),
                name="agreements_version_counts_from_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.statement_id}, {self.number}"

    @property
    def is_material(self) -> bool:
        """Whether somebody's promise to an earlier text ended with this one."""
        return self.number > 1 and (self.counts_from == self.number or bool(self.asked_sides))

    @property
    def asked_in_words(self) -> str:
        """The sides that were asked again, where it was not all; "" else."""
        return ", ".join(str(side.label) for side in Side if side in self.asked_sides)
