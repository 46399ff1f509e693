from typing import ClassVar

from django.db import models

from mail.occasions import Source


class MailTemplateQuerySet(models.QuerySet["MailTemplate"]):
    def own(self) -> "MailTemplateQuerySet":
        """Those that are in force: what was reset stays as a row, so that its versions go on counting."""
        return self.exclude(subject="")


class MailTemplate(models.Model):
    """A convening's own words for an occasion, in one language. Empty: the default ones are in force again."""

    convening_id = models.BigIntegerField()
    occasion = models.CharField(max_length=60)
    language = models.CharField(max_length=10)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)  # whoever saves says which one they read
    changed_by = models.CharField(max_length=60)
    changed_at = models.DateTimeField()
    fault = models.TextField(blank=True)  # why a mail went out in the default words instead

    objects: ClassVar[MailTemplateQuerySet] = MailTemplateQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["convening_id", "occasion", "language"], name="mail_template_once"),
            models.CheckConstraint(
                condition=models.Q(subject="", body="") | ~models.Q(subject="") & ~models.Q(body=""),
                name="mail_template_whole_or_default",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion} ({self.language})"

    @property
    def source(self) -> Source:
        return Source(self.subject, self.body)
