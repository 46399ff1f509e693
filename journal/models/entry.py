from typing import ClassVar

from django.db import models

from journal.models.append_only import AppendOnlyModel, AppendOnlyQuerySet


class EntryQuerySet(AppendOnlyQuerySet["Entry"]):
    def of_subject(self, subject: str) -> "EntryQuerySet":
        """What happened to "team:12", oldest first."""
        return self.filter(subject=subject).order_by("id")

    def of_convening(self, convening_id: int) -> "EntryQuerySet":
        """What happened in a convening, newest first."""
        return self.filter(convening_id=convening_id).order_by("-id")


class Entry(AppendOnlyModel):
    """One thing that happened. Rows are only ever appended; the sealing sweep alone numbers and chains them.

    `data` holds ids and codes. Personal values stand in an `EntryPayload`, which can be erased without
    breaking the chain, because only its salted digest is chained. A trigger in the database refuses
    to change or delete a row (journal/guards.py).
    """

    kind = models.CharField(max_length=60)  # "commitment.signed"
    at = models.DateTimeField()
    by = models.CharField(max_length=60)  # "user:3", "person:7", "device:2", "system"
    convening_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=60)  # "team:12"
    data = models.JSONField(default=dict)
    payload_digest = models.CharField(max_length=64, blank=True)
    number = models.BigIntegerField(null=True)  # its place in the chain, which is the order of sealing
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

    objects: ClassVar[EntryQuerySet] = EntryQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["number"], name="journal_entry_number_once"),
            models.CheckConstraint(
                condition=models.Q(number__isnull=True, digest="") | models.Q(number__isnull=False, digest__gt=""),
                name="journal_entry_sealed_with_digest",
            ),
        ]
        indexes = [
            models.Index(fields=["subject", "id"]),
            models.Index(fields=["convening_id", "id"]),
            models.Index(fields=["convening_id", "number"]),  # the last number of a convening: the public page's stamp
            models.Index(fields=["id"], condition=models.Q(number__isnull=True), name="journal_entry_unsealed"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject}"


class EntryPayload(AppendOnlyModel):
    """The personal values of one entry: erasable. `values` is null and `salt` empty once erased."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="payload")
    person_id = models.BigIntegerField(null=True, db_index=True)
    salt = models.CharField(max_length=64, blank=True)
    values = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"payload of entry {self.entry_id}"
