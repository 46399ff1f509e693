"""A closed account opens nothing, from that moment on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from accounts.domain.closing import close_account, reopen_account
from accounts.models import User
from api.domain.tokens import find_token, make_token
from api.models import ApiToken
from api.scopes import Scope
from convenings.models import Convening, Grant
from convenings.permissions import Role
from journal.models import Entry
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db
AT = datetime.now(UTC)  # as the pages read it
PASSWORD = "a long enough one"


@pytest.fixture
def convening() -> Convening:
    return make_convening(slug="here")


@pytest.fixture
def june(convening: Convening) -> User:
    user = User.objects.create_user("june@example.org", PASSWORD, name="June Abernathy")
    Grant.objects.create(convening=convening, user=user, role=Role.OWNER)
    return user


def sign_in(client: Client) -> int:
    return int(client.post("/accounts/login/", {"login": "june@example.org", "password": PASSWORD}).status_code)


def token_of(user: User, convening: Convening) -> str:
    return make_token(
        convening=convening, label="Export", scopes=list(Scope), expires_at=AT + timedelta(days=9),
        by=f"user:{user.pk}", at=AT,
    )[1]  # fmt: skip


def test_pages_and_rest_end_at_once_and_for_good(june: User, convening: Convening) -> None:
    client, other = Client(), make_convening(slug="other")
    assert sign_in(client) == 302
    secrets = [token_of(june, where) for where in (convening, other)]
    api = [Client(headers={"Authorization": f"Bearer {secret}"}) for secret in secrets]
    page, rest = "/organize/here/", "/api/v1/convening/"
    assert [client.get(page).status_code, *(one.get(rest).status_code for one in api)] == [200, 200, 200]
    close_account(user=june, by="system", at=AT)
    refused = client.get(page)
    assert (refused.status_code, refused["Location"][:16]) == (302, "/accounts/login/")
    assert [one.get(rest).status_code for one in api] == [401, 401]
    assert client.post("/organize/here/teams/", {}).status_code == 302
    assert sign_in(Client()) == 200
    reopen_account(user=june, by="system", at=AT)
    assert client.get(page).status_code == 302
    assert [one.get(rest).status_code for one in api] == [401, 401]
    kinds = ["user.closed", "token.revoked", "token.revoked", "user.reopened"]
    assert list(Entry.objects.filter(kind__in=kinds).order_by("pk").values_list("kind", flat=True)) == kinds


def test_by_whatever_door_it_was_closed(june: User, convening: Convening, django_assert_num_queries: Any) -> None:
    """A row that was changed by hand, as an operator may: no token opens, others do."""
    secret, made_by_none = token_of(june, convening), token_of(User(pk=10 * june.pk), convening)
    User.objects.filter(pk=june.pk).update(is_active=False)
    assert ApiToken.objects.filter(revoked_at=None).count() == 2
    with django_assert_num_queries(1):
        assert find_token(secret=secret, at=AT) is None
    assert find_token(secret=made_by_none, at=AT) is not None


def test_the_second_factor_is_not_reached_either(june: User) -> None:
    client = Client()
    assert sign_in(client) == 302
    assert client.get("/accounts/2fa/").status_code == 200
    close_account(user=june, by="system", at=AT)
    assert client.get("/accounts/2fa/").status_code == 302


def test_twice_is_once(june: User) -> None:
    for _ in range(2):
        close_account(user=june, by="system", at=AT)
    for _ in range(2):
        reopen_account(user=june, by="system", at=AT)
    assert Entry.objects.filter(kind__startswith="user.").count() == 2


def test_a_reopened_account_gets_its_password_by_mail(june: User, mailoutbox: Any) -> None:
    call_command("close_account", "june@example.org")
    Client().post("/accounts/password/reset/", {"email": "june@example.org"})
    assert not any("/reset/key/" in mail.body for mail in mailoutbox)
    call_command("close_account", "JUNE@example.org", "--reopen")
    Client().post("/accounts/password/reset/", {"email": "june@example.org"})
    assert "/reset/key/" in mailoutbox[-1].body
    with pytest.raises(CommandError):
        call_command("close_account", "nobody@example.org")
