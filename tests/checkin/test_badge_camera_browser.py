"""Badges held up in every way before the scanner's own camera, in a real browser: all of them are read."""

import json
from pathlib import Path
from typing import Any

import pytest

from bench.door_camera import DOTS, WORLD, frames
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.harness.badge_film import POSES, write_film
from tests.harness.pages import new_context
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
pytest.importorskip("playwright.sync_api")
NAMES = """() => { window.names = new Set(); const name = document.querySelector("[data-name]");
  new MutationObserver(() => name.textContent && window.names.add(name.textContent))
    .observe(name, { childList: true, characterData: true, subtree: true }); }"""


def test_a_badge_is_read_however_it_is_held(live_site: Site, browser: Any, tmp_path: Path) -> None:
    count = len(POSES)
    said = live_site.python(WORLD % {"count": count, "dots": DOTS, "folder": tmp_path})
    world = json.loads(said.strip().splitlines()[-1])
    film = tmp_path / "door.y4m"
    write_film(frames(tmp_path, world["badges"]), film, a_second=5, seen=5, away=2, first=5)
    flags = [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]  # fmt: skip
    chromium = browser.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *flags])
    try:
        page = new_context(chromium, viewport={"width": 390, "height": 844}, permissions=["camera"]).new_page()
        page.goto(f"{live_site.url}/door/open/{world['token']}/")
        page.evaluate(NAMES)
        for _ in range(300):  # the film begins anew: a slow machine sees it more than once
            seen = set(page.evaluate("[...window.names]"))
            if len(seen) >= count:
                break
            page.wait_for_timeout(1000)
    finally:
        chromium.close()
    assert seen == {name for name, _code in world["badges"]}
