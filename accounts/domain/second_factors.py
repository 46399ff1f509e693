"""What second factors keep in the database: secrets, encrypted; and what an operator may do about them."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from accounts.domain import encryption
from accounts.models import User
from journal.domain import entries

SECRETS = ("secret", "seed")  # of an app on the phone, and of recovery codes; a passkey keeps none


@transaction.atomic
def renew_secrets() -> int:
    """Encrypts all of them with the present key, after which an earlier one may go; how many rows. Idempotent."""
    rows = list(Authenticator.objects.select_for_update().exclude(type=Authenticator.Type.WEBAUTHN))
    for row in rows:
        row.data = with_secrets(row.data, encryption.renewed)
        row.save(update_fields=["data"])
    return len(rows)


@transaction.atomic
def drop(*, user: User, by: str, at: datetime) -> int:
    """Forgets all second factors of somebody who lost them, and sets up new ones after the next sign-in; how many."""
    dropped, _by_model = Authenticator.objects.filter(user=user).delete()
    entries.record(kind="user.second_factors_dropped", by=by, at=at, subject=f"user:{user.pk}", convening_id=None)
    return dropped


def with_secrets(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """The data of an authenticator with its secrets changed."""
    changed: dict[str, Any] = {name: change(data[name]) for name in SECRETS if name in data}
    if "migrated_codes" in data:  # recovery codes that came from elsewhere
        changed["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return {**data, **changed}
