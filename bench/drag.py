"""How a drag on a drawing of 400 booths feels: frame times in a real Chromium, while a booth follows the pointer.

`python -m bench.drag ADDRESS E-MAIL PASSWORD HALL` prints them, of a running site. Nothing is kept: the drag
ends outside the hall, from where the booth goes back.
"""

import json
import sys
from statistics import median
from typing import Any

MOVES = 240
WATCH = """() => { const times = []; window.frameTimes = times; let last = performance.now();
  const note = (now) => { times.push(now - last); last = now; if (times.length < 4000) requestAnimationFrame(note); };
  requestAnimationFrame(note); }"""
CHANGES = """() => { window.changed = {}; new MutationObserver((rows) => rows.forEach((row) => {
  const name = `${row.target.nodeName}.${row.attributeName ?? "text"}`;
  window.changed[name] = (window.changed[name] ?? 0) + 1;
})).observe(document.querySelector("[data-floor]"), { subtree: true, attributes: true, childList: true }); }"""


def drag(page: Any) -> dict[str, Any]:
    """Frame times in milliseconds during a drag of some seconds, and what it changed in the drawing."""
    booth = page.locator("[data-booth]").first
    box = booth.bounding_box()
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.evaluate(CHANGES)
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(WATCH)
    for step in range(MOVES):
        page.mouse.move(x + 2 * step % 500, y + step % 97)
    times = sorted(page.evaluate("window.frameTimes")[1:])
    changed = page.evaluate("window.changed")
    page.mouse.move(0, 0)  # outside the hall: it goes back
    page.mouse.up()
    return {
        "booths": page.locator("[data-booth]").count(), "frames": len(times), "median_ms": round(median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1), "most_ms": round(times[-1], 1), "changed": changed,
    }  # fmt: skip


def main(site: str, email: str, password: str, path: str) -> None:
    """Sign in, open the drawing, drag."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--headless", "--no-sandbox"])
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        page.goto(f"{site}/accounts/login/?next=/organize/")
        page.fill("input[name=login]", email)
        page.fill("input[name=password]", password)
        page.keyboard.press("Enter")
        page.wait_for_function("location.pathname.startsWith('/organize')")
        page.goto(site + path)
        print(json.dumps(drag(page)))
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
