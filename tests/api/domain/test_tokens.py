from datetime import UTC, datetime, timedelta

import pytest

from accounts.models import User
from api.domain import tokens
from api.models import ApiToken
from api.scopes import Scope
from convenings.domain import access
from convenings.models import Convening
from convenings.permissions import Role
from journal.models import Entry

NOW = datetime(2027, 3, 1, 15, 0, tzinfo=UTC)
LATER = NOW + timedelta(days=30)


def make(convening: Convening, **over: object) -> tuple[ApiToken, str]:
    given = {"label": "Export", "scopes": [Scope.TEAMS_READ], "expires_at": LATER, "by": "user:1", "at": NOW}
    return tokens.make_token(convening=convening, **{**given, **over})  # type: ignore[arg-type]


def test_token_is_shown_once_and_stored_hashed(convening: Convening) -> None:
    token, secret = make(convening)

    assert secret.startswith("accord_")
    assert len(secret) >= 43
    stored = ApiToken.objects.values().get(pk=token.pk)
    assert secret not in str(stored)
    entry = Entry.objects.get(kind="token.made")
    assert (entry.subject, entry.by, entry.data) == (f"token:{token.pk}", "user:1", {"scopes": ["teams:read"]})


def test_token_opens_until_it_ends(convening: Convening) -> None:
    token, secret = make(convening)

    assert tokens.find_token(secret=secret, at=LATER - timedelta(seconds=1)) == token
    assert tokens.find_token(secret=secret, at=LATER) is None
    assert tokens.find_token(secret=secret + "x", at=NOW) is None


def test_revoked_token_opens_nothing(convening: Convening) -> None:
    token, secret = make(convening)

    tokens.revoke_token(token=token, by="user:1", at=NOW)

    assert tokens.find_token(secret=secret, at=NOW) is None
    with pytest.raises(tokens.AlreadyRevoked):
        tokens.revoke_token(token=token, by="user:1", at=NOW)
    assert Entry.objects.filter(kind="token.revoked").count() == 1


@pytest.mark.parametrize(
    ("over", "refusal"),
    [
        ({"label": "  "}, tokens.NoLabel),
        ({"scopes": []}, tokens.NoScopes),
        ({"scopes": ["everything"]}, tokens.NoScopes),
        ({"expires_at": NOW}, tokens.EndsInThePast),
        ({"expires_at": NOW + timedelta(days=367)}, tokens.EndsTooLate),
    ],
)
def test_refusals(convening: Convening, over: dict[str, object], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        make(convening, **over)

    assert not ApiToken.objects.exists()


def test_use_is_written_at_most_once_a_minute(convening: Convening) -> None:
    token, _secret = make(convening)
    for seconds, noted in [(0, 0), (59, 0), (60, 60), (61, 60)]:
        token.refresh_from_db()
        tokens.note_use(token=token, at=NOW + timedelta(seconds=seconds))
        token.refresh_from_db()
        assert token.last_used_at == NOW + timedelta(seconds=noted)


def test_tokens_end_with_the_last_role_of_who_made_them(convening: Convening, django_user_model: type[User]) -> None:
    maker, other = (django_user_model.objects.create_user(f"{name}@example.org") for name in ("maker", "other"))
    for user, role in [(maker, Role.OWNER), (maker, Role.DESK), (other, Role.OWNER)]:
        access.grant(convening=convening, user=user, role=role, by="system", at=NOW)
    _token, secret = make(convening, by=f"user:{maker.pk}")
    _others, kept = make(convening, by=f"user:{other.pk}")

    access.revoke(convening=convening, user=maker, role=Role.DESK, by=f"user:{other.pk}", at=NOW)
    assert tokens.find_token(secret=secret, at=NOW)
    access.revoke(convening=convening, user=maker, role=Role.OWNER, by=f"user:{other.pk}", at=NOW)

    assert tokens.find_token(secret=secret, at=NOW) is None
    assert tokens.find_token(secret=kept, at=NOW)
    assert Entry.objects.get(kind="token.revoked").by == f"user:{other.pk}"
