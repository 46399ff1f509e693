"""What tests in a browser share, so that none depends on how quick the machine is.

What leads elsewhere is followed: the next thing is done on the page that answered, never on the one it left.
"""

import re
from pathlib import Path
from typing import Any

from tests.harness.waiting import PATIENCE

KEYS_AT_ONCE = """code => {
  const target = document.activeElement ?? document.body;
  for (const key of [...code, "Enter"]) target.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true }));
}"""
_SCANNER = (Path(__file__).parents[2] / "static/js/scanner.js").read_text()
_HURRIES = [int(re.findall(rf"const {name} = (\d+);", _SCANNER)[0]) for name in ("LATE_MS", "SHOWN_MS")]
# Of a scanner's page: an answer stays until "Next badge", and the site's answer is waited for however late it comes.
# What is kept is sent again as ever.
UNHURRIED = f"""
const later = setTimeout;
window.setTimeout = (call, ms, ...rest) =>
  ({_HURRIES}.includes(ms) && !String(call).includes("flush") ? 0 : later(call, ms, ...rest));
"""


def new_context(browser: Any, **options: Any) -> Any:
    """A browser of somebody's own, as patient as the tests are."""
    context = browser.new_context(locale="en-US", **options)
    context.set_default_timeout(PATIENCE * 1000)
    return context


def follow(what: Any) -> None:
    """Click a link or a button that brings another page, or another piece in its place; wait until that is there.

    Whether a whole page is loaded or htmx puts in a piece: what was clicked is gone then. Without this, words and
    buttons that stand on both pages are found on the old one, and a click on them is lost.
    """
    page = what.page
    what.evaluate("each => each.toggleAttribute('data-followed', true)")
    what.click()
    page.locator("[data-followed]").wait_for(state="detached")
    settled(page)


def settled(page: Any) -> None:
    """Wait until the page has loaded, and htmx has brought to life what it put in."""
    page.wait_for_load_state()
    page.locator(".htmx-added, .htmx-settling").first.wait_for(state="detached")


def type_as_scanner(page: Any, code: str) -> None:
    """A scanner that types: all keys at once, for slow ones are taken for a person's."""
    page.evaluate(KEYS_AT_ONCE, code)
