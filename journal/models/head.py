from django.db import models


class ChainHead(models.Model):
    """The last sealed number and digest, in one row, so that a cut tail shows. Whoever seals holds its lock."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_chainhead_single")]

    def __str__(self) -> str:
        return f"sealed up to {self.number}"
