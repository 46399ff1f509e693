"""Who may do what in a convening."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import F, FilteredRelation, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from convenings import signals
from convenings.models import Convening, Grant
from convenings.permissions import ROLES, Permission, Role
from journal.domain import entries
from journal.refusals import Refusal

Anybody = AbstractBaseUser | AnonymousUser


class NotAllowed(Refusal):
    code = "not_allowed"
    status = 403
    words = _("Your role in this convening does not include this. Ask its owner.")


class LastOwner(Refusal):
    code = "last_owner"
    words = _("A convening keeps at least one owner. Name another one first.")


@transaction.atomic
def grant(*, convening: Convening, user: User, role: Role, by: str, at: datetime) -> Grant:
    """Gives a role. Idempotent."""
    given, is_new = Grant.objects.get_or_create(convening=convening, user=user, role=Role(role))
    if is_new:
        _record("role.granted", convening, user, role, by=by, at=at)
    return given


@transaction.atomic
def revoke(*, convening: Convening, user: User, role: Role, by: str, at: datetime) -> None:
    """Takes a role. Refuses to take the last owner's. Idempotent. Locks the convening."""
    Convening.objects.locked(convening.pk)
    held = Grant.objects.filter(convening=convening, role=Role(role))
    if role == Role.OWNER and list(held.values_list("user_id", flat=True)) == [user.pk]:
        raise LastOwner
    deleted, _by_model = held.filter(user=user).delete()
    if deleted:
        _record("role.revoked", convening, user, role, by=by, at=at)
        signals.role_revoked.send(sender=Grant, convening=convening, user=user, by=by, at=at)


def permissions_of(user: Anybody, convening: Convening) -> frozenset[Permission]:
    """All that the user's roles allow in this convening. Superusers hold all; no role, none. One query."""
    if not user.is_active or not user.is_authenticated:
        return frozenset()
    if getattr(user, "is_superuser", False):
        return frozenset(Permission)
    roles = Grant.objects.filter(convening=convening, user_id=user.pk).values_list("role", flat=True)
    return _all_of(roles)


def _all_of(roles: Iterable[str]) -> frozenset[Permission]:
    return frozenset().union(*(ROLES[Role(role)] for role in roles))


def opened_by(user: Anybody, slug: str) -> tuple[Convening | None, frozenset[Permission]]:
    """A convening by its address, and what the user's roles allow in it. One query for both."""
    mine = FilteredRelation("grants", condition=Q(grants__user=user.pk))
    found = list(Convening.objects.filter(slug=slug).annotate(mine=mine, held=F("mine__role")))
    if not found or not user.is_active or not user.is_authenticated:
        return None, frozenset()
    if getattr(user, "is_superuser", False):
        return found[0], frozenset(Permission)
    return found[0], _all_of(row.held for row in found if row.held)


def require(*, user: Anybody, convening: Convening, permission: Permission) -> None:
    """Refuses who may not."""
    if permission not in permissions_of(user, convening):
        raise NotAllowed


def convenings_of(user: Anybody, permission: Permission = Permission.VIEW_CONVENING) -> QuerySet[Convening]:
    """The convenings in which the user holds a permission."""
    if not user.is_active or not user.is_authenticated:
        return Convening.objects.none()
    if getattr(user, "is_superuser", False):
        return Convening.objects.all()
    roles = [role for role, allowed in ROLES.items() if permission in allowed]
    held = Grant.objects.filter(user_id=user.pk, role__in=roles)
    return Convening.objects.filter(pk__in=held.values("convening_id"))


def _record(kind: str, convening: Convening, user: User, role: Role, *, by: str, at: datetime) -> None:
    entries.record(
        kind=kind,
        by=by,
        at=at,
        subject=f"user:{user.pk}",
        convening_id=convening.pk,
        data={"role": str(role)},
    )
