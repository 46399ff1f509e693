"""The scanner in a real browser when the phone is full, revoked or over, is renewed, or has a lamp."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.checkin.test_scanner_browser import HELD, HOLDS, SENT, rows_of, until
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.harness.pages import new_context, type_as_scanner
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect: Any = pytest.importorskip("playwright.sync_api").expect
DEVICES = 5
WORLD = f"""
import json
from datetime import timedelta
from django.utils import timezone
from checkin.domain.badges import issue_badges
from checkin.domain.devices import make_device
from checkin.models import Badge
from tests.checkin.factories import make_attendee, make_checkpoint, make_convening, make_somebody
now = timezone.now()
convening = make_convening(slug="door-trouble", starts_at=now, ends_at=now + timedelta(hours=30))
for number in range(2 * {DEVICES}):
    make_attendee(convening, make_somebody(convening, f"Guest {{number:03}}"))
issue_badges(convening=convening, by="system", at=now)
door = make_checkpoint(convening)
tokens = [make_device(checkpoint=door, label=str(one), by="user:1", at=now) for one in range({DEVICES})]
codes = list(Badge.objects.of(convening).order_by("pk").values_list("code", flat=True))
print(json.dumps({{"tokens": tokens, "codes": codes}}))
"""
REVOKE = """
from django.utils import timezone
from checkin.models import Device
Device.objects.filter(checkpoint__convening__slug="door-trouble", label="%s").update(revoked_at=timezone.now())
"""
FORGOTTEN = HELD % "!(await held.get('kept', 'list'))"
WAITING = HELD % "await held.count('queue')"
THREE_DAYS_LATER = "const right = performance.now.bind(performance); performance.now = () => right() + 3 * 864e5"
NEW_VERSION = """async () => {
  await navigator.serviceWorker.ready;
  const old = await caches.open("accord-door-older");
  await old.put("/door/nothing-of-now", new Response("old"));
  const taken = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
  await navigator.serviceWorker.register("/door/worker.js?newer", { scope: "/door/" });
  await taken;
}"""
OLD_IS_GONE = "caches.has('accord-door-older').then((there) => !there)"
PAGE_IS_KEPT = "caches.match('/door/').then(Boolean)"
LENSES = """
const asked = window.asked = { facing: [], light: [] };
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) => { asked.facing.push(wanted.video.facingMode); return open(wanted); };
MediaStreamTrack.prototype.getCapabilities = () => ({ torch: true });
MediaStreamTrack.prototype.applyConstraints = async (wanted) => { asked.light.push(wanted.advanced[0].torch); };
"""


@pytest.fixture(scope="module")
def told(live_site: Site) -> dict[str, Any]:
    """A door with some scanners; each test has one of them, and two badges."""
    made: dict[str, Any] = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    return made


def opened(page: Any, site: Site, told: dict[str, Any], number: int) -> tuple[str, str]:
    """The page becomes this scanner, with all that it needs alone; two codes of its own."""
    page.goto(f"{site.url}/door/open/{told['tokens'][number]}/")
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    until(page, HOLDS)
    return told["codes"][2 * number], told["codes"][2 * number + 1]


def test_a_full_phone_goes_on_and_says_so(live_site: Site, page: Any, told: dict[str, Any]) -> None:
    full = {"origin": live_site.url, "quotaSize": 1}  # bytes: the browser itself refuses whatever is to be kept
    page.context.new_cdp_session(page).send("Storage.overrideQuotaForOrigin", full)
    with page.expect_response("**/door/list/") as listed:
        page.goto(f"{live_site.url}/door/open/{told['tokens'][0]}/")
    listed.value.finished()
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    code = told["codes"][0]
    page.context.set_offline(True)
    type_as_scanner(page, code)
    expect(page.locator("[data-word]")).to_have_text("Welcome")
    expect(page.locator("[data-later]")).to_have_text(
        "The phone’s storage is full: keep this page open until all is sent."
    )
    with page.expect_response("**/door/batch/"):
        page.context.set_offline(False)
    expect(page.locator("[data-net]")).to_have_text("Online")
    assert [row["device_answer"] for row in rows_of(live_site, "trouble") if row["code"] == code] == ["welcome"]


@pytest.fixture
def quiet_page(browser: Any) -> Iterator[Any]:
    """A page whose console may tell that a worker could not be fetched, as every browser does without a network."""
    phone = new_context(browser, viewport={"width": 390, "height": 844})
    yield phone.new_page()
    phone.close()


def test_a_new_version_takes_over_and_the_scans_that_wait_stay(
    live_site: Site, quiet_page: Any, told: dict[str, Any]
) -> None:
    page = quiet_page
    code, _other = opened(page, live_site, told, 1)
    until(page, PAGE_IS_KEPT)
    page.route("**/door/*/", lambda route: route.fulfill(status=503, body="{}"))
    type_as_scanner(page, code)
    expect(page.locator("[data-net]")).to_have_text("No network, kept: 1")
    page.evaluate(NEW_VERSION)
    until(page, OLD_IS_GONE)
    page.context.set_offline(True)
    page.reload()  # from what the new version keeps
    expect(page.locator("[data-net]")).to_have_text("No network, kept: 1")
    page.unroute("**/door/*/")
    page.context.set_offline(False)
    until(page, SENT)
    assert len([row for row in rows_of(live_site, "trouble") if row["code"] == code]) == 1


def test_revoked_while_it_was_alone_it_forgets_the_list_and_keeps_what_is_not_sent(
    live_site: Site, page: Any, told: dict[str, Any]
) -> None:
    first, second = opened(page, live_site, told, 2)
    page.context.set_offline(True)
    type_as_scanner(page, first)
    live_site.python(REVOKE % 2)
    expect(page.locator("[data-word]")).to_have_text("Welcome")
    page.context.set_offline(False)
    expect(page.locator("[data-word]")).to_have_text("Scanner closed")
    until(page, FORGOTTEN)
    assert page.evaluate(WAITING) == 1
    page.goto(f"{live_site.url}/door/open/{told['tokens'][3]}/")  # a new link on the same phone
    until(page, SENT)
    assert [row["code"] for row in rows_of(live_site, "trouble") if row["code"] in (first, second)] == [first]


def test_when_its_time_is_over_it_forgets_the_list_without_a_network(
    live_site: Site, page: Any, told: dict[str, Any]
) -> None:
    code, _other = opened(page, live_site, told, 4)
    page.context.set_offline(True)
    page.evaluate(THREE_DAYS_LATER)
    type_as_scanner(page, code)
    expect(page.locator("[data-word]")).to_have_text("No network")
    expect(page.locator("[data-name]")).to_have_text("")
    until(page, FORGOTTEN)


@pytest.fixture
def two_lenses(browser: Any) -> Iterator[Any]:
    """A phone with two cameras and a lamp."""
    flags = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream=device-count=2"]
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *flags])
    page = new_context(chromium, viewport={"width": 390, "height": 844}, permissions=["camera"]).new_page()
    page.add_init_script(LENSES)
    yield page
    chromium.close()


def test_the_light_and_the_other_camera(live_site: Site, two_lenses: Any, told: dict[str, Any]) -> None:
    opened(two_lenses, live_site, told, 3)
    light, turn = two_lenses.locator("[data-torch]"), two_lenses.locator("[data-turn]")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "true")
    light.click()
    expect(light).to_have_attribute("aria-pressed", "false")
    light.click()
    turn.click()
    expect(light).to_have_attribute("aria-pressed", "false")  # the other camera's lamp is off
    assert two_lenses.evaluate("asked") == {"facing": ["environment", "user"], "light": [True, False, True]}
    two_lenses.reload()
    expect(turn).to_be_visible()
    assert two_lenses.evaluate("asked.facing") == ["user"]  # remembered
