"""What a request may bring along: its size, its host, and hops that it claims."""

import re
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.core import mail as box
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db
LONG = "x" * 6_000_000


@pytest.mark.parametrize(
    ("address", "body", "content_type"),
    [
        ("/c/here/register/", f"name={LONG}", "application/x-www-form-urlencoded"),
        ("/door/scan/", f'"{LONG}"', "application/json"),
        ("/api/v1/checkpoints/1/scans/", f'"{LONG}"', "application/json"),
    ],
)
def test_a_great_body_gets_a_sentence(client: Client, address: str, body: str, content_type: str) -> None:
    make_convening(slug="here")
    response = client.post(address, data=body, content_type=content_type)
    assert response.status_code == 413
    assert "5 MB at most" in response.content.decode()


@pytest.mark.parametrize(
    "address",
    ["/c/here/register/places/?find=%00ab", "/verify/%00/", "/verify/hours/%00/", "/organize/here/teams/?q=%00"],
)
def test_an_address_with_a_nul_is_none(client: Client, address: str) -> None:
    """PostgreSQL takes no NUL, and failed."""
    make_convening(slug="here")
    response = client.get(address)
    assert (response.status_code, "<h1" in response.content.decode()) == (404, True)


def test_nor_is_a_great_file_stored_where_nobody_asked_for_one(client: Client, settings: Any) -> None:
    settings.MOST_BODY = 1_000_000
    make_convening(slug="here")
    great = SimpleUploadedFile("film.mov", b"x" * 1_000_001)
    assert client.post("/c/here/register/", {"film": great}).status_code == 413


def test_the_mail_for_a_new_password_leads_to_our_address(client: Client, settings: Any) -> None:
    """A health check may ask us as "localhost"; a mail never sends anybody there, nor to another port."""
    settings.ACCORD_URL = "https://accord.example.org"
    settings.ALLOWED_HOSTS = ["accord.example.org", "localhost"]
    get_user_model().objects.create_user("june@example.org", "promise-together")
    client.post("/accounts/password/reset/", {"email": "june@example.org"}, headers={"host": "localhost:6666"})
    (mail,) = box.outbox
    (link,) = re.findall(r"https?://\S+/password/reset/key/\S+", str(mail.body))
    assert link.startswith("https://accord.example.org/accounts/password/reset/key/")
    assert "localhost" not in str(mail.body)


@pytest.mark.parametrize("next_page", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:x()"])
def test_nobody_is_sent_elsewhere(client: Client, next_page: str) -> None:
    get_user_model().objects.create_user("june@example.org", "promise-together")
    typed = {"login": "june@example.org", "password": "promise-together", "next": next_page}
    assert client.post("/accounts/login/", typed)["Location"] == "/organize/"
    assert client.post("/language/", {"language": "es", "next": next_page})["Location"] == "/"


@pytest.mark.parametrize("prefix", ["", "/accord"])
@pytest.mark.parametrize("address", ["/organize/", "/admin/"])
def test_no_page_for_organizers_without_the_second_factor(
    client: Client, settings: Any, prefix: str, address: str
) -> None:
    """Nor where the house stands below a prefix, which is part of the path but not of our addresses."""
    settings.REQUIRE_SECOND_FACTOR = True
    user = get_user_model().objects.create_superuser("june@example.org", "promise-together")
    client.force_login(user, backend=settings.AUTHENTICATION_BACKENDS[0])
    response = client.get(address, SCRIPT_NAME=prefix)
    assert (response.status_code, response["Location"].endswith("/accounts/2fa/")) == (302, True)
