"""What happens below that ends tokens."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts.models import User
from accounts.signals import account_closed
from api.domain.tokens import revoke_all_tokens_of, revoke_tokens_of
from convenings.models import Convening
from convenings.signals import role_revoked


@receiver(role_revoked)
def end_tokens(*, convening: Convening, user: User, by: str, at: datetime, **_kwargs: Any) -> None:
    """A token does what whoever made it may do, and not longer."""
    revoke_tokens_of(user=user, convening=convening, by=by, at=at)


@receiver(account_closed)
def end_all_tokens(*, user: User, by: str, at: datetime, **_kwargs: Any) -> None:
    """For good: they stay ended when the account is opened again."""
    revoke_all_tokens_of(user=user, by=by, at=at)
