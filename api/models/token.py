from datetime import datetime

from django.db import models
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from convenings.models import Convening


class TokenQuerySet(models.QuerySet["ApiToken"]):
    def live(self, at: datetime) -> "TokenQuerySet":
        """Neither revoked nor expired."""
        return self.filter(revoked_at=None, expires_at__gt=at)

    def of_open_accounts(self) -> "TokenQuerySet":
        """Without those whose maker's account is closed."""
        actor = Concat(models.Value("user:"), Cast("pk", models.CharField()))
        closed = User.objects.filter(is_active=False).alias(actor=actor).filter(actor=models.OuterRef("made_by"))
        return self.exclude(models.Exists(closed))


class ApiToken(models.Model):
    """What another system shows to read or write one convening; stored hashed. `scopes` holds values of Scope."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="api_tokens")
    label = models.CharField(_("what it is for"), max_length=100)
    token_hash = models.CharField(max_length=64)
    scopes = models.JSONField(default=list)
    made_by = models.CharField(max_length=60)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_used_at = models.DateTimeField(null=True)  # at most once a minute, so that a busy gate writes little

    objects = TokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["token_hash"], name="api_token_hash_once"),
            models.CheckConstraint(condition=models.Q(label__gt=""), name="api_token_has_label"),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def is_authenticated(self) -> bool:
        """A token stands where the REST framework expects a user."""
        return True

    @property
    def actor(self) -> str:
        """The name in the journal."""
        return f"token:{self.pk}"
