"""Two scanners lose the network in mid-stream, one is reloaded, one crashes, one has a wrong clock: nothing is lost."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.checkin.test_scanner_browser import HELD, SENT, rows_of, until
from tests.harness.pages import new_context
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect: Any = pytest.importorskip("playwright.sync_api").expect
EACH, BOTH = 250, 10  # scans of each device, and how many of their people came to both doors
WRONG_MS = 3 * 3600 * 1000
WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
from checkin.domain.badges import issue_badges
from checkin.domain.devices import make_device
from checkin.models import Badge
from tests.checkin.factories import make_attendee, make_checkpoint, make_convening, make_somebody
now = timezone.now()
convening = make_convening(slug="door-alone", starts_at=now, ends_at=now + timedelta(hours=30))
for number in range(490):
    make_attendee(convening, make_somebody(convening, f"Guest {number:03}"))
issue_badges(convening=convening, by="system", at=now)
tokens = [make_device(checkpoint=make_checkpoint(convening, name), label=name, by="user:1", at=now) for name in "NS"]
codes = list(Badge.objects.of(convening).order_by("pk").values_list("code", flat=True))
print(json.dumps({"tokens": tokens, "codes": codes}))
"""
TYPE = """async (codes) => {
  for (const code of codes) {
    for (const key of [...code, "Enter"]) document.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
    await new Promise((done) => setTimeout(done, 4));
  }
}"""
WRONG_CLOCK = f"const right = Date.now; Date.now = () => right() + {WRONG_MS};"
KEPT = "navigator.serviceWorker.ready.then(() => caches.match('/door/')).then((page) => Boolean(page))"
LISTENS = "body[data-listening]"


HOLDS = HELD % "(await held.get('kept', 'list'))?.people.length === 490"


def ready(page: Any) -> None:
    """The scanner listens, and all that it needs alone is on the phone."""
    page.locator(LISTENS).wait_for()
    until(page, KEPT)
    until(page, HOLDS)


def test_500_scans_of_two_devices_alone_arrive_once_and_in_order(live_site: Site, browser: Any, tmp_path: Path) -> None:
    told = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    codes = told["codes"]
    north, south = codes[:EACH], codes[EACH - BOTH :]
    phones = [new_context(browser, viewport={"width": 390, "height": 844}) for _door in "NS"]
    phones[1].add_init_script(WRONG_CLOCK)
    pages = [phone.new_page() for phone in phones]
    for page, token in zip(pages, told["tokens"], strict=True):
        page.goto(f"{live_site.url}/door/open/{token}/")
        ready(page)
        expect(page.locator("[data-count]")).to_have_text("0 of 490 are in")
    for page, phone, scanned in zip(pages, phones, (north, south), strict=True):
        page.evaluate(TYPE, scanned[:40])
        phone.set_offline(True)  # while some are on their way
        page.evaluate(TYPE, scanned[40:120])
    expect(pages[0].locator("[data-word]")).to_have_text("Welcome")
    expect(pages[0].locator("[data-net]")).to_contain_text("No network, kept: ")
    pages[0].reload()  # opens from the phone alone
    pages[1].close()  # a crash: nothing was asked of it before
    pages[1] = phones[1].new_page()
    pages[1].goto(f"{live_site.url}/door/")
    for page, scanned in zip(pages, (north, south), strict=True):
        page.locator(LISTENS).wait_for()
        page.evaluate(TYPE, scanned[120:])
        expect(page.locator("[data-word]")).to_have_text("Welcome")
    for page, phone in zip(pages, phones, strict=True):
        phone.set_offline(False)
        until(page, SENT)
    for phone in phones:
        phone.close()

    rows = rows_of(live_site, "alone")
    assert len({row["scan_id"] for row in rows}) == len(rows) == 2 * EACH
    by_device = {row["by"]: [each["code"] for each in rows if each["by"] == row["by"]] for row in rows}
    assert list(by_device.values()) in ([north, south], [south, north])
    assert all(after["at"] >= before["at"] for before, after in pairwise(rows))
    assert max(row["at"] for row in rows) - min(row["at"] for row in rows) < 1800  # no clock was three hours away
    doubled = [row for row in rows if row["answer"] == "already_in"]
    assert {row["code"] for row in doubled} == set(north) & set(south)
    assert {row["device_answer"] for row in doubled} <= {"welcome", "already_in"}
    assert {row["answer"] for row in rows} == {"welcome", "already_in"}
    assert sum(row["device_answer"] == "welcome" for row in doubled) == BOTH
