from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from registration.models.bulk_mail import BulkMail


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def standing(self, at: datetime) -> Self:
        """Those that everybody sees: one of each convening at most."""
        return self.filter(ended_at__isnull=True, ends_at__gt=at)


class Announcement(models.Model):
    """What everybody who comes has to know at once. It stands until its end, or until it is ended or replaced.

    A correction is another row; the one that it replaces stays on record.
    """

    convening = models.ForeignKey(Convening, on_delete=models.PROTECT, related_name="announcements")
    text = models.CharField(_("announcement"), max_length=300)
    begins_at = models.DateTimeField()
    ends_at = models.DateTimeField(_("ends"))
    ended_at = models.DateTimeField(null=True)  # by hand, or by the one that replaced it
    made_by = models.CharField(max_length=60)
    ended_by = models.CharField(max_length=60, blank=True)
    replaces = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="replaced_by")
    mail = models.ForeignKey(BulkMail, null=True, on_delete=models.PROTECT, related_name="announcements")

    objects: ClassVar = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["convening"],
                condition=models.Q(ended_at__isnull=True),
                name="registration_announcement_one_stands",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("begins_at")), name="registration_announcement_ends_later"
            ),
        ]

    def __str__(self) -> str:
        return self.text
