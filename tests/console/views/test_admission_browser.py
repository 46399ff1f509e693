"""The pages of admission in a real browser: nothing for axe to find, nothing wider than a phone, in light and dark."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.harness.pages import follow
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 390, 360)
WORLD = """
import json
from datetime import timedelta
from accounts.domain import links
from accounts.models import User
from convenings.models import Convening, Grant
from registration.domain import holds, teams
from tests.registration.factories import BY, NOW, make_convening, make_team
from django.utils import timezone
now = timezone.now()
when = {"opens_at": now - timedelta(days=9), "promise_by_at": now + timedelta(days=20)}
when |= {"plan_due_at": now + timedelta(days=25), "starts_at": now + timedelta(days=30)}
when |= {"ends_at": now + timedelta(days=31)}
user = User.objects.create_user("june.pages@example.org", "a good password 1", name="June Abernathy")
rule = {"balance": ["us_state", "enrollment"], "bounds": [
    {"dimension": "us_state", "value": "*", "least": None, "most": 1},
    {"dimension": "poverty", "value": "from_75", "least": 1, "most": None}]}
faq = [{"question": "May we bring four from one side?", "answer": "Yes, if each side is there."}]
choosing = make_convening(
    slug="choosing", capacity_teams=3, admission="selection", selection_rule=rule, questions=faq, **when)
for state in ("OH", "OH", "TX", "UT"):
    make_team(choosing, "committed", us_state=state, at=now)
lining = make_convening(slug="lining", capacity_teams=2, promotion="confirmed", **when)
first, held, offered = (make_team(lining, s, at=now, members=1) for s in ("confirmed", "confirmed", "waitlisted"))
holds.hold_team(team=held, until_at=now + timedelta(days=5), reason="A strike", by=BY, at=now)
teams.withdraw_team(team=first, reason="", by=BY, at=now)
for convening in (choosing, lining):
    Grant.objects.create(convening=convening, user=user, role="owner")
def link(purpose):
    named = {"purpose": purpose, "subject": f"team:{offered.pk}", "expires_at": now + timedelta(days=2), "at": now}
    return links.mint(person=offered.coordinator, **named)
member = held.members.get(office="")
print(json.dumps({
    "held": held.pk, "offered": offered.pk, "member": member.pk, "links": [link("coordinate"), link("offer")],
}))
"""


def look(page: Any, scheme: str, name: str) -> None:
    """Fails for what axe finds and for what is cut off, at each width."""
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        if folder := os.environ.get("ACCORD_TEST_PICTURES"):
            page.screenshot(path=Path(folder, f"{name}-{width}-{scheme}.png"), full_page=True)
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == [], (page.url, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def test_axe_finds_nothing_on_any_page(site_maker: Callable[..., Site], page: Any) -> None:
    site = site_maker(parts="web", demo=True)
    told = json.loads(site.python(WORLD).strip().splitlines()[-1])
    page.goto(f"{site.url}/accounts/login/")
    page.fill("[name=login]", "june.pages@example.org")
    page.fill("[name=password]", "a good password 1")
    follow(page.locator("main form button").first)
    held, offered = (f"/organize/lining/teams/{told[name]}/" for name in ("held", "offered"))
    paths = {
        "selection": "/organize/choosing/selection/", "admission": "/organize/choosing/admission/",
        "faq": "/organize/choosing/faq/", "public": "/c/choosing/", "attendees": "/organize/lining/attendees/",
        "new": "/organize/lining/attendees/new/", "cancel": f"/organize/lining/attendees/{told['member']}/cancel/",
        "held": held, "hold": f"{held}hold/", "end": f"{held}end-hold/", "member": f"{held}members/",
        "over": f"{held}hand-over/", "offered": offered, "take": f"{offered}accept-offer/",
    }  # fmt: skip
    for name, path in paths.items():
        assert page.goto(site.url + path).status == 200
        look(page, "light", name)
    page.goto(site.url + paths["selection"])
    look(page, "dark", "selection")
    for token in told["links"]:
        page.goto(f"{site.url}/l/{token}/")
    own = f"/team/{told['offered']}/"
    for name, path in {
        "team": own, "team-offer": f"{own}offer/", "withdraw": f"{own}withdraw/", "hand": f"{own}hand-over/",
        "offer": f"/offer/{told['offered']}/",
    }.items():
        assert page.goto(site.url + path).status == 200
        look(page, "light", name)
