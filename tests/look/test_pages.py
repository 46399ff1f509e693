"""The sheet of components, the pages of signing in, and what a visitor reads when something is refused."""

import pytest
from django.test import Client

from accounts.models import User

PASSWORD = "ocean-lantern-42"


@pytest.fixture
def june(db: None) -> User:
    return User.objects.create_user("june@example.org", PASSWORD, name="June Abernathy")


def test_the_sheet_is_open_in_a_demonstration(client: Client, demo_mode: None) -> None:
    page = client.get("/components/")
    assert page.status_code == 200
    assert "Component sheet" in page.content.decode()


def test_the_sheet_is_closed_to_strangers_elsewhere(client: Client) -> None:
    assert client.get("/components/").status_code == 302


def test_the_sheet_is_open_to_organizers(client: Client, june: User) -> None:
    client.force_login(june)
    assert client.get("/components/").status_code == 200


def test_an_unknown_address_says_what_to_do(client: Client, db: None) -> None:
    page = client.get("/no/such/page/")
    assert page.status_code == 404
    assert "There is no page at this address." in page.content.decode()


def test_a_form_without_its_proof_says_what_to_do(db: None) -> None:
    page = Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": "june@example.org"})
    assert page.status_code == 403
    assert "This form was open for too long." in page.content.decode()


def test_signing_in_with_a_wrong_password_keeps_the_address(client: Client, june: User) -> None:
    page = client.post("/accounts/login/", {"login": "june@example.org", "password": "wrong"}).content.decode()
    assert 'value="june@example.org"' in page
    assert 'role="alert"' in page


@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/"])
def test_pages_of_signing_in_wear_the_look(client: Client, db: None, path: str) -> None:
    page = client.get(f"/accounts/{path}")
    assert page.status_code == 200
    assert "css/pages/account.css" in page.content.decode()


@pytest.mark.parametrize(
    "path",
    ["2fa/", "2fa/totp/activate/", "2fa/webauthn/add/", "2fa/webauthn/", "password/change/", "logout/"],
)
def test_pages_of_an_account_wear_the_look(client: Client, june: User, path: str) -> None:
    client.post("/accounts/login/", {"login": "june@example.org", "password": PASSWORD})
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    page = client.get(f"/accounts/{path}")
    assert page.status_code == 200, page.headers.get("Location")
    assert "css/pages/account.css" in page.content.decode()


def test_the_second_factor_is_asked_for_and_its_codes_shown(client: Client, june: User) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(june, generate_totp_secret())
    codes = RecoveryCodes.activate(june).get_unused_codes()
    asked = client.post("/accounts/login/", {"login": "june@example.org", "password": PASSWORD}, follow=True)
    assert "Type the six figures" in asked.content.decode()
    refused = client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert 'aria-invalid="true"' in refused.content.decode()
    let_in = client.post("/accounts/2fa/authenticate/", {"code": codes[0]})
    assert let_in.status_code == 302
    assert "9 codes are left." in client.get("/accounts/2fa/").content.decode()
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    assert codes[1] in client.get("/accounts/2fa/recovery-codes/").content.decode()


def test_the_language_can_be_changed_without_signing_in(client: Client, db: None) -> None:
    answer = client.post("/language/", {"language": "es", "next": "/accounts/login/"})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/accounts/login/")
    assert '<html lang="es">' in client.get("/accounts/login/").content.decode()
