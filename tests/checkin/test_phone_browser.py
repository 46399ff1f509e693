"""The badge on the phone, in a real browser: opened once, it opens without a network."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect: Any = pytest.importorskip("playwright.sync_api").expect
WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
from accounts.domain import links
from checkin.domain import badges
from tests.checkin.factories import make_attendee, make_convening, make_somebody
now = timezone.now()
convening = make_convening(slug="phone", starts_at=now, ends_at=now + timedelta(hours=30))
own = make_attendee(convening, make_somebody(convening, "Đặng Nuñez"))
badge = badges.issue_badge(attendee=own, by="system", at=now)
token = links.mint(
    person=own.person, purpose="attend", subject=f"attendee:{own.pk}", expires_at=now + timedelta(days=2), at=now
)
print(json.dumps({"own": own.pk, "link": links.url_for(token), "badge": badge.pk}))
"""
REPLACE = """
from django.utils import timezone
from checkin.domain.badges import replace_badge
from checkin.models import Badge
replace_badge(badge=Badge.objects.get(pk=%s), by="user:1", at=timezone.now())
"""
END = """
from django.utils import timezone
from accounts.models import PrivateLink
PrivateLink.objects.filter(subject="attendee:%s").update(revoked_at=timezone.now())
"""


def lose_network(page: Any) -> None:
    """The page is told besides: what is emulated for its worker, begun later, may take back what the page was told."""
    page.context.set_offline(True)
    page.add_init_script("Object.defineProperty(navigator, 'onLine', { get: () => false })")


def opened_until(page: Any, address: str, met: Callable[[Any], bool]) -> None:
    """Opens the page again while its server is slower than the patience of who stands at a door."""
    for _ in range(20):
        if met(page.goto(address)):
            return
    raise AssertionError(address)


def test_a_badge_is_kept_by_the_own_page_alone(live_site: Site, page: Any) -> None:
    told = json.loads(live_site.python(WORLD.replace('"phone"', '"own-page"')).strip().splitlines()[-1])
    page.goto(live_site.url + "/l/" + told["link"].partition("/l/")[2])
    expect(page.locator("[data-kept]")).to_be_attached()
    lose_network(page)
    page.goto(f"{live_site.url}/me/{told['own']}/badge/")  # for the first time
    expect(page.locator("h1")).to_have_text("Đặng Nuñez")
    expect(page.locator("[data-offline]")).to_be_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith("Overpass")
    assert page.locator("svg.qr").bounding_box()["width"] > 300


def test_a_badge_opened_once_opens_without_a_network(live_site: Site, page: Any) -> None:
    told = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(live_site.url + "/l/" + told["link"].partition("/l/")[2])
    own = f"{live_site.url}/me/{told['own']}/"
    page.goto(f"{own}badge/")
    expect(page.locator("[data-kept]")).to_be_attached()
    expect(page.locator("[data-offline]")).to_be_hidden()
    first = page.locator(".bs-code").inner_text()
    lose_network(page)
    for address in (f"{own}badge/", own):
        page.goto(address)
        expect(page.locator("h1")).to_have_text("Đặng Nuñez")
        expect(page.locator(".bs-code")).to_have_text(first)
        expect(page.locator("[data-offline]")).to_be_visible()
        assert page.locator("svg.qr").bounding_box()["width"] > 300
    page.context.set_offline(False)
    live_site.python(REPLACE % told["badge"])
    opened_until(page, f"{own}badge/", lambda answer: page.locator(".bs-code").inner_text() != first)
    live_site.python(END % told["own"])
    opened_until(page, f"{own}badge/", lambda answer: answer.status == 410)
    assert page.evaluate("caches.match(location.pathname)") is None
