"""A kiosk in a real browser: name, mail, code, badge; a badge before its camera; nothing for axe to find; nothing left
of who went away, nor of what the browser was before.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.checkin.test_pages_browser import look
from tests.checkin.test_scanner_browser import camera_page, film, rows_of, world  # noqa: F401  (a fixture)
from tests.harness.pages import type_as_scanner
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect: Any = pytest.importorskip("playwright.sync_api").expect
WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
from checkin.domain.badges import issue_badges
from checkin.domain.devices import make_kiosk
from checkin.models import Badge
from tests.checkin.factories import make_attendee, make_checkpoint, make_convening, make_somebody
now = timezone.now()
convening = make_convening(slug="kiosk", starts_at=now, ends_at=now + timedelta(hours=30))
for name in ("Ann O'Brien-Nuñez", "王小明"):
    make_attendee(convening, make_somebody(convening, name))
issue_badges(convening=convening, by="system", at=now)
place = make_checkpoint(convening)
token = make_kiosk(checkpoint=place, label="Tablet", paper="label_62", by="user:1", at=now)
print(json.dumps({"token": token, "other": Badge.objects.get(attendee__person__name="王小明").code}))
"""
MAILED = """
import re
from django.utils import timezone
from checkin.domain.kiosk_codes import look_up_waiting
from mail.domain.delivery import deliver_due
from rehearsal.domain.mailbox import newest
look_up_waiting(at=timezone.now())
while deliver_due(at=timezone.now()):
    pass
(mail,) = newest(count=1, to="kiosk")
print(re.search("[0-9]{6}", mail.text)[0])
"""
TOUCHED = """
window.print = () => document.body.toggleAttribute("data-on-paper");
setInterval(() => {
  if (!sessionStorage.alone) document.body?.dispatchEvent(new Event("input", { bubbles: true }));
}, 500);
"""
ALONE = "sessionStorage.alone = 1"  # else somebody touches the page now and then: it does not close in mid-test
NOT_ALONE = "sessionStorage.removeItem('alone')"
KEEPS = """async () => {
  const { openDB } = await import("/static/vendor/idb/index.js");
  const held = await openDB("accord-door", 1, { upgrade: (made) => made.createObjectStore("kept") });
  await held.put("kept", "names of a scanner", "list");
  held.close();
  await (await caches.open("accord-badge-7")).put("/me/7/badge/", new Response("somebody's badge"));
}"""
SENDS = re.compile("/door/(scan|batch)/")
LEFT = "async () => [(await indexedDB.databases()).length, (await caches.keys()).length]"
KIOSK = """
from django.utils import timezone
from checkin.domain.devices import make_kiosk
from checkin.models import Checkpoint
place = Checkpoint.objects.get(convening__slug="door-%s")
print(make_kiosk(checkpoint=place, label="Tablet", by="user:1", at=timezone.now()))
"""


def test_name_code_badge_and_nothing_left(live_site: Site, page: Any) -> None:
    told = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    start = f"{live_site.url}/kiosk/"
    page.clock.install()
    page.add_init_script(TOUCHED)
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    page.evaluate(KEEPS)
    page.get_by_role("button", name="Open the kiosk here").click()
    page.wait_for_url(start)
    assert page.evaluate(LEFT) == [0, 0]
    look(page, "light")

    page.get_by_role("link", name="Type your name").click()
    look(page, "dark")
    page.get_by_label("First and last name").fill("ann nunez")
    page.context.set_offline(True)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_text("Nobody can check in here just now.")).to_be_visible()
    page.context.set_offline(False)
    page.get_by_role("button", name="Mail me a code").click()
    expect(page.get_by_role("heading", name="Look into your mail")).to_be_visible()
    look(page, "light")

    page.get_by_label("The six digits").fill(live_site.python(MAILED).strip().splitlines()[-1])
    page.get_by_role("button", name="Check in").click()
    expect(page.get_by_role("heading", name="Welcome, Ann O'Brien-Nuñez")).to_be_visible()
    look(page, "dark")
    page.route("**/badge.svg*", lambda route: route.fulfill(status=500))
    page.get_by_role("button", name="Print my badge").click()
    expect(page.get_by_role("heading", name="Your badge was not printed")).to_be_visible()
    look(page, "light")
    page.unroute("**/badge.svg*")
    page.get_by_role("link", name="Try once more").click()
    page.get_by_role("button", name="Print my badge").click()
    expect(page.locator("body")).to_have_attribute("data-on-paper", "")
    expect(page.get_by_role("heading", name="Your badge is printed")).to_be_visible()
    look(page, "light")
    look(page, "dark")
    paper = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type /Page\b", paper)) == 1
    box = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert box
    assert [round(float(side) / 72 * 25.4) for side in box.groups()] == [100, 62]

    page.evaluate(ALONE)
    page.get_by_role("button", name="I need more time").click()
    page.clock.fast_forward(60_000)
    expect(page.get_by_role("heading", name="Your badge is printed")).to_be_visible()
    page.clock.fast_forward(61_000)
    page.wait_for_url(start)
    page.evaluate(NOT_ALONE)
    for _back in range(3):
        page.go_back()
        page.wait_for_url(start)
        assert "Ann" not in page.content()

    expect(page.locator("body")).to_have_attribute("data-listening", "")
    type_as_scanner(page, told["other"])
    expect(page.get_by_role("heading", name="Welcome, 王小明")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    page.wait_for_url(start)
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    type_as_scanner(page, "NOTHINGOFOURS")
    expect(page.get_by_role("heading", name="Please go to the desk")).to_be_visible()
    look(page, "dark")
    page.evaluate(ALONE)
    page.clock.fast_forward(31_000)
    page.wait_for_url(start)


def test_a_badge_before_the_kiosks_camera_checks_in(
    live_site: Site, camera_page: Callable[[Path], Any], tmp_path: Path  # noqa: F811
) -> None:
    told = world(live_site, "tablet", tmp_path)
    token = live_site.python(KIOSK % "tablet").strip().splitlines()[-1]
    film(tmp_path / "badge.png", tmp_path / "badge.y4m")
    page = camera_page(tmp_path / "badge.y4m")
    page.goto(f"{live_site.url}/door/open/{token}/")
    page.get_by_role("button", name="Open the kiosk here").click()
    expect(page.get_by_role("heading", name=f"Welcome, {told['names'][0]}")).to_be_visible()
    page.get_by_role("link", name="Done").click()
    expect(page.get_by_text("You were checked in before. Nothing more is needed.")).to_be_visible()


def test_a_scanner_becomes_a_kiosk_when_its_scans_are_sent(live_site: Site, page: Any, tmp_path: Path) -> None:
    told = world(live_site, "turned", tmp_path)
    token = live_site.python(KIOSK % "turned").strip().splitlines()[-1]
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    page.route(SENDS, lambda route: route.fulfill(status=503))
    page.get_by_label("Or type the code").fill(told["codes"][0])
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("[data-net]")).to_contain_text("kept: 1")
    page.goto(f"{live_site.url}/door/open/{token}/")
    expect(page.locator("[data-left]")).to_have_text("1")
    expect(page.get_by_role("button", name="Open the kiosk here")).to_be_disabled()
    page.unroute(SENDS)
    page.get_by_role("button", name="Open the kiosk here").click()
    page.wait_for_url(f"{live_site.url}/kiosk/")
    assert [row["code"] for row in rows_of(live_site, "turned")] == [told["codes"][0]]
