"""Somebody with a browser: goes, looks, and notes whatever is wrong with what is seen."""

import re
from pathlib import Path
from typing import Any

from tests.harness.pages import follow
from tests.harness.site import Site
from tests.harness.waiting import PATIENCE

DESK, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
# axe leaves empty style attributes, which htmx then sets again, which the policy of the page forbids
FORGET_AXE = """document.querySelectorAll('[style=""]').forEach(each => each.removeAttribute("style"))"""
EXPECTED = "Failed to load resource"  # the console's own line about a form that was refused


class Visitor:
    """One person with a browser of their own. What is wrong lands in `faults`, so that one fault hides no other."""

    def __init__(self, browser: Any, site: Site, shots: Path, faults: list[str], *, phone: bool = False) -> None:
        self.site, self.shots, self.faults = site, shots, faults
        self.size = PHONE if phone else DESK
        self.context = browser.new_context(viewport=self.size, locale="en-US", reduced_motion="reduce", has_touch=phone)
        self.page = self.context.new_page()
        self.page.set_default_timeout(PATIENCE * 1000)
        self.page.on("pageerror", lambda error: self.note(f"script: {error}"))
        self.page.on("console", lambda said: self.hear(said.type, said.text))
        self.page.on("response", lambda answer: self.check(answer.status, answer.url))

    def note(self, fault: str) -> None:
        self.faults.append(f"{self.page.url}: {fault}")

    def hear(self, kind: str, text: str) -> None:
        if kind == "error" and EXPECTED not in text:
            self.note(f"console: {text}")

    def check(self, status: int, url: str) -> None:
        if status >= 500 or status == 404:
            self.note(f"{status} for {url}")

    def go(self, path: str) -> None:
        """Open an address of the site."""
        self.page.goto(path if path.startswith("http") else self.site.url + path)

    def look(self, name: str) -> None:
        """A picture at both widths; nothing for axe to find, nothing wider than the screen."""
        from axe_playwright_python.sync_playwright import Axe

        for size in (DESK, PHONE):
            width = size["width"]
            self.page.set_viewport_size(size)
            self.page.evaluate("document.fonts.ready.then(() => true)")
            self.page.screenshot(path=self.shots / f"{name}-{width}.png", full_page=True)
            for found in Axe().run(self.page).response["violations"]:
                self.note(f"axe at {width}: {found['id']} {found['nodes'][0]['target']}")
            needs = self.page.evaluate("document.documentElement.scrollWidth")
            if needs > width:
                self.note(f"{needs} pixels wide at {width}")
        self.page.set_viewport_size(self.size)
        self.page.evaluate(FORGET_AXE)

    def find(self, words: str, *, exact: bool = False) -> Any:
        """The button, or the link, that says so."""
        either = self.page.get_by_role("button", name=words, exact=exact).or_(
            self.page.get_by_role("link", name=words, exact=exact)
        )
        return either.first

    def press(self, words: str, *, exact: bool = False) -> None:
        """Press what leaves this page where it is."""
        self.find(words, exact=exact).click()

    def follow(self, words: str, *, exact: bool = False) -> None:
        """Press what leads elsewhere, or sends a form; what comes next is done on the page that answers."""
        follow(self.find(words, exact=exact))

    def fill(self, label: str, value: str, *, within: Any = None) -> None:
        """Type into the field with this label."""
        (within or self.page).get_by_label(label).fill(value)

    def choose(self, label: str, words: str) -> None:
        """Choose from a list the first line that holds these words."""
        field = self.page.get_by_role("combobox", name=label, exact=True)
        line = field.locator("option", has_text=words).first
        field.select_option(value=line.get_attribute("value"))

    def reads(self, words: "str | re.Pattern[str]") -> Any:
        """Where these words stand in the page's main part; waits for them."""
        found = self.page.get_by_role("main").get_by_text(words).first
        found.wait_for()
        return found
