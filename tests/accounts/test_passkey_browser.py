"""A passkey, made and used in a real browser at the address that `make run` prints: browsers make none for a number."""

from typing import Any

import pytest

from tests.harness.pages import follow
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
EMAIL, OUR_PASSWORD = "june.passkey@example.org", "a good password 1"
KEY = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}


def test_a_passkey_is_made_and_signs_in(live_site: Site, page: Any) -> None:
    make_user = f"User.objects.create_user({EMAIL!r}, {OUR_PASSWORD!r}, name='June')"
    live_site.python(f"from accounts.models import User; {make_user}")
    keys = page.context.new_cdp_session(page)
    keys.send("WebAuthn.enable")
    keys.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    page.goto(f"{live_site.url}/accounts/login/")
    page.get_by_label("Mail address").fill(EMAIL)
    page.get_by_label("Password").fill(OUR_PASSWORD)
    follow(page.get_by_role("button", name="Sign in", exact=True))
    page.wait_for_url("**/organize/")
    page.goto(f"{live_site.url}/accounts/2fa/")
    follow(page.get_by_role("link", name="Add a key"))
    page.get_by_label("Password").fill(OUR_PASSWORD)
    follow(page.get_by_role("button", name="Go on"))
    page.get_by_label("Name").fill("My phone")
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("The key is added.").wait_for()
    page.goto(f"{live_site.url}/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()
    page.get_by_text("You are signed out.").wait_for()
    page.goto(f"{live_site.url}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.wait_for_url("**/organize/")
