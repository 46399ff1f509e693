from django.db import models


class Statement(models.Model):
    """The text that is promised, in versions."""

    convening_id = models.BigIntegerField(db_index=True)
    title = models.CharField(max_length=200)
    current = models.ForeignKey("StatementVersion", null=True, on_delete=models.PROTECT, related_name="+")


class StatementVersion(models.Model):
    """One published text; never changed after it was published.

    `promises` is a list of {"title": str, "text": str}, the three promises apart.
    `sha256` is over `text`, the exact plain text that a signatory reads.
    """

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    opening = models.TextField()
    promises = models.JSONField()
    closing = models.TextField()  # a pledge, no contract; attestation of office
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    published_at = models.DateTimeField()
    published_by = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["statement", "number"], name="agreements_version_number_once"),
        ]
