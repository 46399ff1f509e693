from django.db import models


class Entry(models.Model):
    """One thing that happened. Rows are only ever appended; the sealing sweep alone numbers and chains them.

    `data` holds ids and codes. Personal values stand in an `EntryPayload`, which can be erased without
    breaking the chain, because only its salted digest is chained.
    """

    kind = models.CharField(max_length=60)  # "commitment.signed"
    at = models.DateTimeField()
    by = models.CharField(max_length=60)  # "user:3", "person:7", "device:2", "system"
    convening_id = models.BigIntegerField(null=True)
    subject = models.CharField(max_length=60)  # "team:12"
    data = models.JSONField(default=dict)
    payload_digest = models.CharField(max_length=64, blank=True)
    number = models.BigIntegerField(null=True)
    previous_digest = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64, blank=True)

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
            models.Index(fields=["id"], condition=models.Q(number__isnull=True), name="journal_entry_unsealed"),
        ]


class EntryPayload(models.Model):
    """The personal values of one entry: erasable. `values` is null and `salt` empty once erased."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="payload")
    person_id = models.BigIntegerField(null=True, db_index=True)
    salt = models.CharField(max_length=64)
    values = models.JSONField(null=True)
    erased_at = models.DateTimeField(null=True)
