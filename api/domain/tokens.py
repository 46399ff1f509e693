"""API tokens: made once, shown once, stored hashed."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from api.models import ApiToken
from api.scopes import Scope
from convenings.domain.access import permissions_of
from convenings.models import Convening
from convenings.permissions import Permission
from journal.domain import entries
from journal.refusals import Refusal

PREFIX = "accord_"
LONGEST = timedelta(days=366)
USE_NOTED_EVERY = timedelta(minutes=1)


class NoLabel(Refusal):
    code = "token_label_missing"
    words = _("Say what the token is for, such as “Registration export”.")
    field = "label"


class NoScopes(Refusal):
    code = "token_scopes_missing"
    words = _("Choose at least one thing that the token may do.")
    field = "scopes"


class EndsInThePast(Refusal):
    code = "token_ends_in_past"
    words = _("Choose an end date in the future.")
    field = "expires_on"


class EndsTooLate(Refusal):
    code = "token_ends_too_late"
    words = _("Choose an end date within a year. Make a new token then.")
    field = "expires_on"


class AlreadyRevoked(Refusal):
    code = "token_revoked_before"
    words = _("This token was revoked before.")


def token_names(ids: set[int]) -> dict[int, str]:
    """What pages call these tokens. One query."""
    said = gettext("API token “%(label)s”")
    return {token.pk: said % {"label": token.label} for token in ApiToken.objects.filter(pk__in=ids)}


def digest(token: str) -> str:
    """What is stored of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_token(
    *, convening: Convening, label: str, scopes: Sequence[str], expires_at: datetime, by: str, at: datetime
) -> tuple[ApiToken, str]:
    """A new token and its secret, which nobody can read again.

    Refusals: NoLabel, NoScopes, EndsInThePast, EndsTooLate.
    """
    if not label.strip():
        raise NoLabel
    if not scopes or not set(scopes) <= set(Scope.values):
        raise NoScopes
    if expires_at <= at:
        raise EndsInThePast
    if expires_at > at + LONGEST:
        raise EndsTooLate
    secret = PREFIX + secrets.token_urlsafe(32)
    token = ApiToken.objects.create(
        convening=convening, label=label.strip(), scopes=sorted(set(scopes)), token_hash=digest(secret),
        made_by=by, made_at=at, expires_at=expires_at,
    )
    entries.record(
        kind="token.made", by=by, at=at, subject=token.actor, convening_id=convening.pk, data={"scopes": token.scopes}
    )
    return token, secret


@transaction.atomic
def revoke_token(*, token: ApiToken, by: str, at: datetime) -> ApiToken:
    """End a token now. Refusal: AlreadyRevoked."""
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=at):
        raise AlreadyRevoked
    token.revoked_at = at
    entries.record(kind="token.revoked", by=by, at=at, subject=token.actor, convening_id=token.convening_id)
    return token


@transaction.atomic
def revoke_tokens_of(*, user: User, convening: Convening, by: str, at: datetime) -> None:
    """End what the user made, once they may make no tokens here any more. Idempotent."""
    if Permission.MANAGE_API in permissions_of(user, convening):
        return
    for token in ApiToken.objects.live(at).filter(convening=convening, made_by=f"user:{user.pk}"):
        revoke_token(token=token, by=by, at=at)


@transaction.atomic
def revoke_all_tokens_of(*, user: User, by: str, at: datetime) -> None:
    """End what the user made, in whatever convening: the account is closed. Idempotent."""
    for token in ApiToken.objects.live(at).filter(made_by=f"user:{user.pk}"):
        revoke_token(token=token, by=by, at=at)


def find_token(*, secret: str, at: datetime) -> ApiToken | None:
    """The live token with this secret and its convening, in one statement. None where its maker's account is closed,
    by whatever door: a token counts as its organizer."""
    # Unordered: to write ORDER BY, Django compares every column that it reads.
    found = ApiToken.objects.live(at).of_open_accounts().select_related("convening").filter(token_hash=digest(secret))
    return next(iter(found.order_by()), None)


def note_use(*, token: ApiToken, at: datetime) -> None:
    """Remember when the token was last used; writes at most once a minute."""
    before = at - USE_NOTED_EVERY
    if token.last_used_at is None or token.last_used_at <= before:
        unused = Q(last_used_at=None) | Q(last_used_at__lte=before)
        ApiToken.objects.filter(unused, pk=token.pk).update(last_used_at=at)
