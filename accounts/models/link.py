from django.db import models

from accounts.models.person import Person


class PrivateLink(models.Model):
    """A random token, stored hashed, for one purpose and one person, with an end date."""

    token_hash = models.CharField(max_length=64)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="links")
    purpose = models.CharField(max_length=30)  # registered by the higher room: "coordinate", "answer", "attend"
    subject = models.CharField(max_length=60)  # "team:5", "party:9", "attendee:2"
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token_hash"], name="accounts_link_token_once")]
        indexes = [models.Index(fields=["purpose", "subject"])]
