"""An organizer's account that is closed: nothing is opened by it any more, from this moment on."""

from datetime import datetime

from django.db import transaction

from accounts import signals
from accounts.models import User
from journal.domain import entries


@transaction.atomic
def close_account(*, user: User, by: str, at: datetime) -> None:
    """Ends the account, its sessions for good, and what higher rooms gave to it. Idempotent.

    Sessions hang on the password: without one they stay closed when the account is opened again.
    """
    locked = _locked(user)
    if not locked.is_active:
        return
    locked.is_active = False
    locked.set_unusable_password()
    locked.save(update_fields=["is_active", "password"])
    _record("user.closed", locked, by=by, at=at)
    signals.account_closed.send(sender=User, user=locked, by=by, at=at)


@transaction.atomic
def reopen_account(*, user: User, by: str, at: datetime) -> None:
    """Lets them in again, by a new password that they set by mail. Roles are as they were; tokens stay ended."""
    locked = _locked(user)
    if locked.is_active:
        return
    locked.is_active = True
    locked.save(update_fields=["is_active"])
    _record("user.reopened", locked, by=by, at=at)


def _locked(user: User) -> User:
    return User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)


def _record(kind: str, user: User, *, by: str, at: datetime) -> None:
    entries.record(kind=kind, by=by, at=at, subject=f"user:{user.pk}", convening_id=None)
