"""Somebody does not help to run convenings any more: their roles end, and with the account all that it opened."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain.closing import close_account
from accounts.models import User
from convenings.domain.access import NotAllowed, permissions_of, revoke
from convenings.models import Grant
from convenings.permissions import Permission, Role
from journal.refusals import Refusal


class OwnAccount(Refusal):
    code = "own_account"
    words = _("Nobody closes the account that they are signed in with. Ask another owner.")


class HelpsElsewhere(Refusal):
    code = "helps_elsewhere"
    words = _("They help to run a convening that is not yours. Take the roles here; its owner closes the account.")


@transaction.atomic
def close_organizer(*, user: User, by: User, at: datetime) -> None:
    """Takes all roles and closes the account: sessions and tokens end. Locks the convenings.

    Refusals: own_account; helps_elsewhere, where the closer owns not all convenings of theirs; last_owner; not_allowed
    for who runs the house. Not when it is closed already: then nothing is left to do.
    """
    if user.pk == by.pk:
        raise OwnAccount
    if user.is_superuser and not by.is_superuser:
        raise NotAllowed
    held = list(Grant.objects.filter(user=user).select_related("convening").order_by("convening_id", "role"))
    if any(Permission.GRANT_ROLES not in permissions_of(by, given.convening) for given in held):
        raise HelpsElsewhere
    for given in held:
        revoke(convening=given.convening, user=user, role=Role(given.role), by=f"user:{by.pk}", at=at)
    close_account(user=user, by=f"user:{by.pk}", at=at)
