"""What the door's camera reads: 200 printed badges one after the other before a real Chromium, held up in eight ways.

`python -m bench.door_camera [COUNT]` starts a site of its own, prints the badges, films them, and plays the film to the
scanner as its camera. It prints which were answered, and how long after each came before the camera.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from statistics import median
from typing import Any

from PIL import Image

from checkin.domain.qr import draw_png
from tests.conftest import CHROMIUM, CHROMIUM_FLAGS
from tests.harness.badge_film import MARK, POSES, cut_out, posed, write_film
from tests.harness.site import Site

A_SECOND = 8
SEEN, AWAY, FIRST = 8, 5, 40  # pictures: a second before the camera, then the hall; five seconds before the first
DOTS = 160
WORLD = """
import json
from datetime import timedelta
from django.utils import timezone
import typst
from checkin.domain import badges, sheets
from checkin.domain.devices import make_device
from checkin.models import Badge
from tests.checkin.factories import make_attendee, make_checkpoint, make_convening, make_somebody
now = timezone.now()
convening = make_convening(slug="camera", starts_at=now, ends_at=now + timedelta(hours=30), capacity_people=5000)
for number in range(%(count)d):
    make_attendee(convening, make_somebody(convening, f"Guest {number:04d}"))
badges.issue_badges(convening=convening, by="system", at=now)
token = make_device(checkpoint=make_checkpoint(convening), label="Ben", by="user:1", at=now)
held = list(Badge.objects.of(convening).with_people().for_tables())
compile_pdf, drawn = typst.compile, []
def draw(source, **options):
    pages = compile_pdf(source, **{**options, "format": "png", "ppi": %(dots)d, "pdf_standards": []})
    drawn.extend(pages if isinstance(pages, list) else [pages])
    return b""
typst.compile = draw
sheets.badge_sheet(held)
for number, page in enumerate(drawn):
    open(f"%(folder)s/page{number:04d}.png", "wb").write(page)
print(json.dumps({"token": token, "badges": [[str(badge), badge.code] for badge in held]}))
"""
WATCH = """(mark) => {
  const video = document.querySelector("[data-video]"), name = document.querySelector("[data-name]");
  const context = new OffscreenCanvas(4, 4).getContext("2d", { willReadFrequently: true });
  window.told = { shown: [], answered: [] };
  let lit = false;
  const frame = () => {
    context.drawImage(video, mark / 4, mark / 4, mark / 2, mark / 2, 0, 0, 4, 4);
    const bright = context.getImageData(1, 1, 1, 1).data[0] > 128;
    if (bright && !lit) window.told.shown.push(performance.now());
    lit = bright;
    video.requestVideoFrameCallback(frame);
  };
  video.requestVideoFrameCallback(frame);
  new MutationObserver(() => {
    if (name.textContent) window.told.answered.push([name.textContent, performance.now()]);
  }).observe(name, { childList: true, characterData: true, subtree: true });
}"""


def run(count: int) -> dict[str, Any]:
    """The figures."""
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        site = Site(folder / "site", parts="web").start()
        try:
            said = site.python(WORLD % {"count": count, "dots": DOTS, "folder": folder})
            world = json.loads(said.strip().splitlines()[-1])
            film = folder / "door.y4m"
            write_film(frames(folder, world["badges"]), film, a_second=A_SECOND, seen=SEEN, away=AWAY, first=FIRST)
            told = play(site, world["token"], film, count)
        finally:
            site.stop()
    return figures([name for name, _code in world["badges"]], told)


def frames(folder: Path, badges: list[list[str]]) -> Iterator[Image.Image]:
    """Each badge once, in one pose after the other."""
    pages = (Image.open(BytesIO(path.read_bytes())) for path in sorted(folder.glob("page*.png")))
    pictures = (badge for page in pages for badge in cut_out(page, DOTS))
    for number, ((_name, code), picture) in enumerate(zip(badges, pictures, strict=False)):
        yield posed(picture, draw_png(code), POSES[number % len(POSES)], number)


def play(site: Site, token: str, film: Path, count: int) -> dict[str, Any]:
    """Opens the scanner before the film and takes down what it shows, until the film is over."""
    from playwright.sync_api import sync_playwright

    flags = [
        "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]  # fmt: skip
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *flags])
        page = chromium.new_context(viewport={"width": 390, "height": 844}, permissions=["camera"]).new_page()
        page.goto(f"{site.url}/door/open/{token}/")
        page.evaluate(WATCH, MARK)
        page.wait_for_timeout(1000 * (FIRST + count * (SEEN + AWAY)) / A_SECOND)
        told: dict[str, Any] = page.evaluate("window.told")
        chromium.close()
    return told


def figures(names: list[str], told: dict[str, Any]) -> dict[str, Any]:
    """Which of the badges were answered in their turn, and the milliseconds from the first picture to the answer."""
    answered: dict[str, float] = {}
    for name, at in told["answered"]:
        answered.setdefault(name, at)
    missed = {name: POSES[number % len(POSES)] for number, name in enumerate(names) if name not in answered}
    waits = sorted(
        answered[name] - shown for name, shown in zip(names, told["shown"], strict=False) if name in answered
    )
    return {
        "badges": len(names), "shown": len(told["shown"]), "answered": len(names) - len(missed), "missed": missed,
        "median_ms": round(median(waits)), "p95_ms": round(waits[int(len(waits) * 0.95)]), "most_ms": round(waits[-1]),
        "within_1_s": sum(wait <= 1000 for wait in waits),
    }  # fmt: skip


if __name__ == "__main__":
    print(json.dumps(run(int(sys.argv[1]) if len(sys.argv) > 1 else 200), indent=1))
