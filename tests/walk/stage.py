"""What the steps of the walk share: the site, who walks, and what was seen on the way."""

import re
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import psutil

from tests.harness.site import Site
from tests.walk.cast import OWNER, OWNER_PASSWORD
from tests.walk.visitor import Visitor


@dataclass
class Stage:
    """The site, and its visitors by who they are; each keeps their own browser, as people do."""

    browser: Any
    site: Site
    shots: Path
    faults: list[str] = field(default_factory=list)
    visitors: dict[str, Visitor] = field(default_factory=dict)
    seen: dict[str, Any] = field(default_factory=dict)

    def visitor(self, who: str, *, phone: bool = False) -> Visitor:
        """This person, with a fresh browser the first time."""
        if who not in self.visitors:
            self.visitors[who] = Visitor(self.browser, self.site, self.shots, self.faults, phone=phone)
        return self.visitors[who]

    def june(self) -> Visitor:
        """The organizer, signed in."""
        if "june" in self.visitors:
            return self.visitors["june"]
        june = self.visitor("june")
        june.go("/organize/")
        june.look("01-sign-in")
        june.fill("Mail address", OWNER.email)
        june.fill("Password", OWNER_PASSWORD)
        june.follow("Sign in", exact=True)
        june.page.wait_for_url("**/organize/")
        return june

    def wait_until_said(self, *words: str, within: float) -> None:
        """Until the site's processes have said all this, one after the other. words: patterns."""
        until, pattern = time.monotonic() + within, re.compile(".*".join(words), re.DOTALL)
        while not pattern.search(self.site.said):
            assert time.monotonic() < until, f"Not said within {within} s: {words}"
            time.sleep(0.2)

    def worker(self) -> psutil.Process:
        """The process of the Celery worker."""
        assert self.site.process is not None
        children = psutil.Process(self.site.process.pid).children()
        return next(child for child in children if {"celery", "worker"} <= set(child.cmdline()))
