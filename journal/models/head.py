from django.db import models


class ChainHead(models.Model):
    """The last sealed number and digest, in one row, so that a cut tail shows."""

    number = models.BigIntegerField(default=0)
    digest = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_chainhead_single")]
