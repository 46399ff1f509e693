from collections.abc import Iterable
from datetime import datetime
from typing import ClassVar

from django.db import models

from accounts.models.person import Person

_LETS_IN = ("person", "purpose", "subject", "expires_at", "revoked_at", "sent_to", "replaces_earlier")


class PrivateLinkQuerySet(models.QuerySet["PrivateLink"]):
    def live(self, at: datetime) -> "PrivateLinkQuerySet":
        """Links that still open."""
        return self.filter(revoked_at__isnull=True, expires_at__gt=at)

    def held(self, ids: Iterable[int]) -> "PrivateLinkQuerySet":
        """The links of a session, newest first: as much of them as says whether they let in, and whom."""
        return self.filter(pk__in=list(ids)).only(*_LETS_IN).order_by("-pk")


class PrivateLink(models.Model):
    """A random token, stored hashed, for one purpose and one person, with an end date."""

    token_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=30)  # registered by the higher room: "coordinate", "answer", "attend"
    subject = models.CharField(max_length=60)  # "team:5", "party:9", "attendee:2"
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)  # the first time; a mail scanner may have been it
    revoked_at = models.DateTimeField(null=True)
    renewable = models.BooleanField(default=True)  # false once it was taken back for good: the office changed hands
    replaces_earlier = models.BooleanField(default=False)  # sent for a lost one, which ends at the first act by this
    sent_to = models.CharField(max_length=254, blank=True)  # the mail address that it went to: evidence names it

    objects: ClassVar[PrivateLinkQuerySet] = PrivateLinkQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="accounts_link_token_once")]
        indexes = [models.Index(fields=["purpose", "subject"])]

    def __str__(self) -> str:
        return f"{self.purpose} {self.subject}"

    @property
    def subject_id(self) -> str:
        """What the subject's number is: "5" of "team:5"."""
        return self.subject.partition(":")[2]
