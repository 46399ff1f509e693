"""Wrong passwords are few, and no stranger keeps an organizer out by typing them."""

from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache
from django.test import Client

from accounts import password_tries
from accounts.models import User

pytestmark = pytest.mark.django_db
ADDRESS, PASSWORD = "june@example.org", "a long enough one"
HERE, BESIDE, ELSEWHERE = "192.0.2.7", "192.0.2.8", "203.0.113.9"
WAIT = "Too many tries were wrong."


@pytest.fixture(autouse=True)
def june() -> User:
    cache.clear()
    return User.objects.create_user(ADDRESS, PASSWORD, name="June Abernathy")


def try_(client: Client, password: str = "wrong", *, address: str = ADDRESS, at: str = HERE) -> Any:
    return client.post("/accounts/login/", {"login": address, "password": password}, REMOTE_ADDR=at)


def is_in(client: Client, **over: str) -> bool:
    return bool(try_(client, PASSWORD, **over).status_code == 302)


def spend(most: int, **over: str) -> None:
    """As many wrong passwords as are looked at, by a browser that nobody knows."""
    for _ in range(most):
        assert WAIT not in try_(Client(), **over).content.decode()


def test_a_stranger_elsewhere_keeps_nobody_out() -> None:
    spend(password_tries.MOST_FOR_AN_ADDRESS_HERE, at=ELSEWHERE)
    refused = try_(Client(), PASSWORD, at=ELSEWHERE)
    assert (refused.status_code, WAIT in refused.content.decode()) == (200, True)
    assert is_in(Client(), at=HERE)


@pytest.mark.parametrize(
    ("limit", "most"), [("MOST_FOR_AN_ADDRESS_HERE", 5), ("MOST_OF_A_NETWORK", 3), ("MOST_FOR_AN_ADDRESS", 3)]
)
def test_a_known_browser_has_tries_of_its_own(limit: str, most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    known = Client()
    assert is_in(known)
    known.post("/accounts/logout/")
    monkeypatch.setattr(password_tries, limit, most)
    spend(most, at=BESIDE)
    assert not is_in(Client(), at=BESIDE)
    assert is_in(known)


def test_a_known_browser_does_not_guess_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_tries, "MOST_OF_A_KNOWN_BROWSER", 2)
    known = Client()
    assert is_in(known)
    known.post("/accounts/logout/")
    answers = [try_(known).content.decode() for _ in range(3)]
    assert [WAIT in answer for answer in answers] == [False, False, True]
    assert not is_in(known)
    assert is_in(Client()), "what it did counts for nobody else"


def test_a_browser_is_known_for_the_address_that_signed_in_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    User.objects.create_user("eve@example.org", PASSWORD, name="Eve")
    monkeypatch.setattr(password_tries, "MOST_FOR_AN_ADDRESS", 2)
    eve = Client()
    assert is_in(eve, address="eve@example.org")
    eve.post("/accounts/logout/")
    spend(2, at=ELSEWHERE)
    assert not is_in(eve)


def test_a_forged_cookie_is_no_known_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_tries, "MOST_FOR_AN_ADDRESS", 2)
    spend(2, at=ELSEWHERE)
    forged = Client()
    forged.cookies[password_tries.COOKIE] = f"{password_tries._mark(ADDRESS)}.x:y:z"
    assert not is_in(forged)


@pytest.mark.parametrize("limit", ["MOST_FOR_AN_ADDRESS", "MOST_FOR_AN_ADDRESS_HERE", "MOST_OF_A_NETWORK"])
def test_right_passwords_count_nowhere(limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_tries, limit, 1)
    assert all(is_in(Client()) for _ in range(3))


def test_a_school_that_signs_in_is_not_held_up() -> None:
    """More than the thirty a minute that the library lets one address send."""
    assert {try_(Client(), at=HERE, address=f"{n}@example.org").status_code for n in range(40)} == {200}
    assert is_in(Client())


def test_whoever_has_no_account_is_answered_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_tries, "MOST_FOR_AN_ADDRESS_HERE", 1)
    told = [
        [WAIT in try_(Client(), address=address).content.decode() for _ in range(2)]
        for address in (ADDRESS, "nobody@example.org")
    ]
    assert told == [[False, True]] * 2


def new_password(client: Client, mailoutbox: Any, password: str) -> Any:
    """Set by the mail of "Forgot your password?"."""
    client.post("/accounts/password/reset/", {"email": ADDRESS})
    link = next(word for word in mailoutbox[0].body.split() if "/reset/key/" in word).partition("//")[2]
    page = client.get(f"/{link.partition('/')[2]}", follow=True)
    return client.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def test_the_mail_lets_its_owner_in_whatever_strangers_do(mailoutbox: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(password_tries, "MOST_FOR_AN_ADDRESS", 1)
    spend(1, at=ELSEWHERE)
    client = Client()
    assert not is_in(client)
    assert new_password(client, mailoutbox, "another long one")["Location"] == "/organize/"
    assert client.get("/accounts/password/change/").wsgi_request.user.is_authenticated
    client.post("/accounts/logout/")
    assert try_(client, "another long one").status_code == 302


def test_the_mail_does_not_stand_for_the_second_factor(june: User, mailoutbox: Any) -> None:
    TOTP.activate(june, "JBSWY3DPEHPK3PXP")
    client = Client()
    assert new_password(client, mailoutbox, "another long one")["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/organize/").status_code == 302
    assert password_tries.COOKIE not in client.cookies
    wrong = [client.post("/accounts/2fa/authenticate/", {"code": "000000"}).content.decode() for _ in range(6)]
    assert [WAIT in page for page in wrong] == [False] * 5 + [True]


def test_a_strangers_mailbox_is_not_filled(mailoutbox: Any) -> None:
    asked = [Client().post("/accounts/password/reset/", {"email": "v@example.org"}) for _ in range(7)]
    assert [answer.status_code for answer in asked[-2:]] == [429, 429]
    assert "too often for now" in asked[-1].content.decode()
    assert len(mailoutbox) == 5
