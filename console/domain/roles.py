"""Roles in a convening as its owners see them."""

from datetime import datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from convenings.domain.access import grant
from convenings.models import Convening, Grant
from convenings.permissions import Role
from journal.refusals import Refusal

if TYPE_CHECKING:
    from django.db.models import QuerySet


class NoSuchAccount(Refusal):
    code = "account_unknown"
    words = _("Nobody has an account with this address. Ask whoever runs this house to make one first.")
    field = "email"


class HeldBefore(Refusal):
    code = "role_held_before"
    words = _("This person holds the role already.")
    field = "role"


def roles_held(convening: Convening) -> "QuerySet[Grant]":
    """Every role given in the convening, by name. One statement."""
    return convening.grants.select_related("user").order_by("user__name", "user__email", "role")


@transaction.atomic
def invite_to_role(*, convening: Convening, email: str, role: str, by: str, at: datetime) -> Grant:
    """Give a role to whoever has the account with this address. Refusals: NoSuchAccount, HeldBefore."""
    user = User.objects.filter(email__iexact=email.strip(), is_active=True).first()
    if user is None:
        raise NoSuchAccount
    if convening.grants.filter(user=user, role=role).exists():
        raise HeldBefore
    return grant(convening=convening, user=user, role=Role(role), by=by, at=at)
