"""The scanner in a real browser: a printed badge before a camera, typed codes, a scanner that types, no network."""

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.harness.pages import UNHURRIED, new_context, type_as_scanner
from tests.harness.site import Site
from tests.harness.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect: Any = pytest.importorskip("playwright.sync_api").expect
FRAMES_A_SECOND = 5
SEEN, AWAY = 6, 24  # frames with the badge, and without it
WORLD = """
import json
from datetime import timedelta
from io import BytesIO
from django.utils import timezone
from PIL import Image
import typst
from checkin.domain import badges, sheets
from checkin.domain.devices import make_device
from checkin.models import Badge
from tests.checkin.factories import make_checkpoint, make_convening, make_team
now = timezone.now()
convening = make_convening(slug="door-%(name)s", starts_at=now, ends_at=now + timedelta(hours=30))
team = make_team(convening)
badges.issue_badges(convening=convening, by="system", at=now)
door = make_checkpoint(convening)
token = make_device(checkpoint=door, label="Ben", by="user:1", at=now)
held = list(Badge.objects.of(convening).with_people().for_tables())
compile_pdf, drawn = typst.compile, []
def draw(source, **options):
    pages = compile_pdf(source, **{**options, "format": "png", "ppi": 160, "pdf_standards": []})
    drawn.extend(pages if isinstance(pages, list) else [pages])
    return b""
typst.compile = draw
sheets.badge_sheet(held)
Image.open(BytesIO(drawn[0])).crop((40, 160, 680, 640)).save("%(badge)s")
print(json.dumps({"token": token, "names": [str(badge) for badge in held], "codes": [badge.code for badge in held]}))
"""


def world(site: Site, name: str, folder: Path) -> dict[str, Any]:
    """A convening that is on now, its badges printed: the first one as a picture of 4 by 3 inches."""
    said = site.python(WORLD % {"name": name, "badge": folder / "badge.png"})
    told: dict[str, Any] = json.loads(said.strip().splitlines()[-1])
    return told


HELD = """async () => {
  const { openDB } = await import("/static/vendor/idb/index.js");
  const held = await openDB("accord-door", 1);
  const answer = %s;
  held.close();
  return answer;
}"""
HOLDS = HELD % "Boolean(await held.get('kept', 'list'))"
SENT = HELD % "(await held.count('queue')) === 0"
ROWS = """
import json
from checkin.models import Scan
rows = Scan.objects.filter(checkpoint__convening__slug="door-%s").order_by("scanned_at", "pk")
print(json.dumps([{"scan_id": str(row.scan_id), "answer": row.answer, "device_answer": row.device_answer,
    "code": row.badge.code if row.badge else "", "by": row.by, "at": row.scanned_at.timestamp(),
    "offset": row.clock_offset_ms, "annulled": row.annulled_at is not None} for row in rows]))
"""


def rows_of(site: Site, name: str) -> list[dict[str, Any]]:
    """The scans as they are on the server, in the order of their instants."""
    rows: list[dict[str, Any]] = json.loads(site.python(ROWS % name).strip().splitlines()[-1])
    return rows


def until(page: Any, asked: str) -> None:
    """Waits until this is true of the page; it may be asked of the browser's store, which answers later."""
    end = time.monotonic() + PATIENCE
    while not page.evaluate(asked):
        assert time.monotonic() < end, f"never: {asked}"
        page.wait_for_timeout(200)


def film(badge: Path, target: Path) -> None:
    """A film for the fake camera: the badge, held up for a moment, then away; the browser plays it again and again."""
    held = Image.open(badge).convert("YCbCr")
    away = Image.new("YCbCr", held.size, (70, 128, 128))
    with target.open("wb") as out:
        out.write(f"YUV4MPEG2 W{held.width} H{held.height} F{FRAMES_A_SECOND}:1 Ip A1:1 C420jpeg\n".encode())
        for image, times in ((away, 5), (held, SEEN), (away, AWAY)):
            light, blue, red = image.split()
            half = (image.width // 2, image.height // 2)
            frame = b"FRAME\n" + light.tobytes() + blue.resize(half).tobytes() + red.resize(half).tobytes()
            out.write(frame * times)


@pytest.fixture
def camera_page(browser: Any) -> Iterator[Callable[[Path], Any]]:
    """A phone whose camera sees a film; an error in the console fails the test."""
    faults: list[str] = []
    opened: list[Any] = []

    def make(film_file: Path) -> Any:
        flags = [
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            f"--use-file-for-fake-video-capture={film_file}",
        ]
        chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *flags])
        opened.append(chromium)
        page = new_context(chromium, viewport={"width": 390, "height": 844}, permissions=["camera"]).new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        return page

    yield make
    for chromium in opened:
        chromium.close()
    assert not faults


def test_a_badge_before_the_camera_is_welcome_and_then_already_in(
    live_site: Site, camera_page: Callable[[Path], Any], tmp_path: Path
) -> None:
    told = world(live_site, "camera", tmp_path)
    film(tmp_path / "badge.png", tmp_path / "badge.y4m")
    page = camera_page(tmp_path / "badge.y4m")
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    assert page.url == f"{live_site.url}/door/"
    expect(page.locator("[data-word]")).to_have_text("Welcome")
    expect(page.locator("[data-name]")).to_have_text(told["names"][0])
    expect(page.locator("[data-count]")).to_have_text("1 of 5 are in")
    expect(page.locator("[data-look]")).to_be_visible()  # goes back by itself
    expect(page.locator("[data-word]")).to_have_text("Already in")
    expect(page.locator("[data-more]")).to_contain_text("North door.")
    expect(page.locator("[data-more]")).to_contain_text("Ask: is this your badge?")


def test_typed_codes_and_typing_scanners_need_no_camera(live_site: Site, page: Any, tmp_path: Path) -> None:
    told = world(live_site, "typed", tmp_path)
    page.add_init_script(UNHURRIED)
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    page.get_by_label("Or type the code").fill(told["codes"][0].lower())
    page.get_by_role("button", name="Check in").click()
    expect(page.locator("[data-word]")).to_have_text("Welcome")
    expect(page.locator("body")).to_have_class(re.compile("welcome"))
    page.get_by_role("button", name="Next badge").click()
    expect(page.locator("[data-look]")).to_be_visible()
    page.locator("main").click(position={"x": 5, "y": 5})
    type_as_scanner(page, told["codes"][1])
    expect(page.locator("[data-name]")).to_have_text(told["names"][1])
    type_as_scanner(page, "NOTHINGOFOURS")
    expect(page.locator("[data-word]")).to_have_text("Not valid")
    expect(page.locator("[data-name]")).to_have_text("Unknown badge")
    expect(page.locator("body")).to_have_class(re.compile("invalid"))


def test_without_a_network_the_scan_is_kept_and_arrives_once(live_site: Site, page: Any, tmp_path: Path) -> None:
    told = world(live_site, "offline", tmp_path)
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    until(page, HOLDS)
    page.context.set_offline(True)
    type_as_scanner(page, told["codes"][0])
    expect(page.locator("[data-word]")).to_have_text("Welcome")  # decided here
    expect(page.locator("[data-net]")).to_have_text("No network, kept: 1")
    page.context.set_offline(False)
    expect(page.locator("[data-net]")).to_have_text("Online")
    until(page, SENT)
    rows = rows_of(live_site, "offline")
    assert [(row["answer"], row["device_answer"]) for row in rows] == [("welcome", "welcome")]


def test_a_revoked_scanner_closes(live_site: Site, page: Any, tmp_path: Path) -> None:
    told = world(live_site, "revoked", tmp_path)
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    live_site.python(
        "from django.utils import timezone; from checkin.models import Device;"
        "Device.objects.filter(checkpoint__convening__slug='door-revoked').update(revoked_at=timezone.now())"
    )
    type_as_scanner(page, told["codes"][0])
    expect(page.locator("[data-word]")).to_have_text("Scanner closed")
    expect(page.locator("[data-more]")).to_contain_text("This link was revoked.")
    expect(page.get_by_role("button", name="Next badge")).to_be_hidden()


def test_a_database_that_is_gone_leaves_the_scanner_to_itself_and_a_mistake_is_undone(
    live_site: Site, page: Any, tmp_path: Path
) -> None:
    told = world(live_site, "gone", tmp_path)
    page.add_init_script(UNHURRIED)
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    expect(page.locator("body")).to_have_attribute("data-listening", "")
    until(page, HOLDS)
    page.locator("summary", has_text="Find by name").click()
    page.get_by_label("Name or team").fill(f"Durnago {told['names'][0].split()[0]}")  # a slip
    page.get_by_role("button", name=told["names"][0]).click()
    expect(page.locator("[data-word]")).to_have_text("Welcome")
    expect(page.locator("[data-more]")).to_contain_text("Team Durango: 1 of 5 here")
    page.route("**/door/*/", lambda route: route.fulfill(status=503, body="{}"))
    type_as_scanner(page, told["codes"][1])
    expect(page.locator("[data-name]")).to_have_text(told["names"][1])
    expect(page.locator("[data-word]")).to_have_text("Welcome")
    expect(page.locator("[data-more]")).to_contain_text("Team Durango: 2 of 5 here.")
    expect(page.locator("[data-net]")).to_have_text("No network, kept: 1")
    page.locator("[data-undo]").click()
    expect(page.locator("[data-later]")).to_have_text(f"Undone: {told['names'][1]}")
    type_as_scanner(page, told["codes"][0])
    expect(page.locator("[data-word]")).to_have_text("Already in")
    page.unroute("**/door/*/")
    expect(page.locator("[data-net]")).to_have_text("Online")
    until(page, SENT)
    rows = [(row["code"], row["answer"], row["device_answer"], row["annulled"]) for row in rows_of(live_site, "gone")]
    assert rows == [
        (told["codes"][0], "welcome", "", False), (told["codes"][1], "welcome", "welcome", True),
        (told["codes"][0], "already_in", "already_in", False),
    ]  # fmt: skip
