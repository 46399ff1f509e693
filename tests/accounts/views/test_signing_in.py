"""Signing in and out, in our own words."""

import re

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.django_db
OUR_PASSWORD = "a long enough one"


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/password/reset/"])
def test_the_address_is_called_as_everywhere(client: Client, path: str) -> None:
    page = client.get(path).content.decode()
    assert "Mail address" in page
    assert "Email" not in page
    assert "placeholder" not in page


def test_signing_in_needs_no_message_and_signing_out_has_ours(client: Client) -> None:
    User.objects.create_user("june@example.org", OUR_PASSWORD, name="June Abernathy")
    typed = {"login": "june@example.org", "password": OUR_PASSWORD}
    inside = client.post("/accounts/login/", typed, follow=True)
    assert inside.wsgi_request.user.is_authenticated
    assert [str(message) for message in inside.context["messages"]] == []
    outside = client.post("/accounts/logout/", follow=True)
    assert [str(message) for message in outside.context["messages"]] == ["You are signed out."]


def test_a_forgotten_password_is_mended_without_saying_who_has_an_account(client: Client) -> None:
    told = []
    User.objects.create_user("june@example.org", OUR_PASSWORD, name="June Abernathy")
    for email in ("june@example.org", "stranger@example.org"):
        page = client.post("/accounts/password/reset/", {"email": email}, follow=True)
        told.append(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()))
        assert "Look in your mail." in told[-1]
    assert told[0] == told[1]
