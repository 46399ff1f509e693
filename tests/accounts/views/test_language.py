"""The language button: pages for everybody, mail for who is signed in."""

import pytest
from django.test import Client

from accounts.models import User
from journal.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def june() -> User:
    return User.objects.create_user("june@example.org", name="June Abernathy")


def press(client: Client, language: str) -> str:
    """The language of pages afterwards."""
    assert client.post("/language/", {"language": language, "next": "/"}).status_code == 302
    return str(client.get("/accounts/login/", follow=True)["Content-Language"])


def language_of(user: User) -> str:
    return User.objects.get(pk=user.pk).language


def test_who_is_signed_in_is_written_to_in_it(client: Client, june: User) -> None:
    client.force_login(june)
    assert press(client, "es") == "es"
    assert language_of(june) == "es"
    press(client, "es")
    entry = Entry.objects.get(kind="account.language_chosen")
    assert (entry.by, entry.subject) == (f"user:{june.pk}", f"user:{june.pk}")


def test_who_is_not_changes_pages_alone(client: Client, june: User) -> None:
    assert press(client, "es") == "es"
    assert language_of(june) == "en"
    assert not Entry.objects.exists()


@pytest.mark.parametrize("language", ["", "xx", "../../etc", "x" * 300])
def test_a_language_that_there_is_not_changes_nothing(client: Client, june: User, language: str) -> None:
    client.force_login(june)
    client.post("/language/", {"language": language})
    assert language_of(june) == "en"


def test_a_look_changes_nothing(client: Client, june: User) -> None:
    client.force_login(june)
    client.get("/language/?language=es")
    assert language_of(june) == "en"
