from typing import ClassVar, Self

from django.db import models

from checkin.models.badge import Badge
from convenings.models import Convening


class BadgePrintQuerySet(models.QuerySet["BadgePrint"]):
    def newest_of(self, convening: Convening) -> Self:
        """The newest print of each active badge."""
        newest = BadgePrint.objects.filter(badge=models.OuterRef("badge")).order_by("-pk").values("pk")[:1]
        return self.filter(badge__in=Badge.objects.active().of(convening), pk=models.Subquery(newest))


class BadgePrint(models.Model):
    """One time that a badge was put on paper. Rows only grow.

    `face` is the digest, under the project's key, of what stood on its front. `job` is the sheet it stood on; None: it
    was printed at a kiosk or by a scanner, which print each badge once.
    """

    badge = models.ForeignKey(Badge, on_delete=models.PROTECT, related_name="prints")
    at = models.DateTimeField()
    by = models.CharField(max_length=60)
    face = models.CharField(max_length=32)
    job = models.PositiveBigIntegerField(null=True)

    objects: ClassVar = BadgePrintQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["badge", "job"], name="checkin_print_once_a_sheet"),
            models.UniqueConstraint(
                fields=["badge"], condition=models.Q(job__isnull=True), name="checkin_print_once_at_kiosks"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.badge}, {self.at}"
