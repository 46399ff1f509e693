"""The demonstration's mailbox, as a person uses it: look again until the mail is there, then press its button."""

import time
from typing import Any
from urllib.parse import quote

from tests.harness.pages import follow, settled
from tests.harness.waiting import PATIENCE
from tests.walk.visitor import Visitor


def mails(visitor: Visitor, to: str, subject: str = "") -> Any:
    """The lines of the mailbox with this address, of this subject."""
    visitor.go(f"/demo/mail/?to={quote(to)}")
    return visitor.page.get_by_role("row").filter(has_text=to).filter(has_text=subject)


def wait_for_mail(visitor: Visitor, to: str, subject: str) -> Any:
    """Its line, once it has come."""
    until = time.monotonic() + PATIENCE
    while True:
        found = mails(visitor, to, subject)
        if found.count():
            return found.first
        assert time.monotonic() < until, f"No mail “{subject}” came to {to}."
        visitor.page.wait_for_timeout(400)


def open_mail(visitor: Visitor, to: str, subject: str) -> None:
    """Open the newest such mail."""
    follow(wait_for_mail(visitor, to, subject).get_by_role("link"))
    visitor.page.frame_locator("iframe").get_by_role("heading").first.wait_for()


def follow_mail(visitor: Visitor, button: str) -> None:
    """Press the button in the mail that is open; the page behind it takes the mail's place.

    On a busy machine a frame may show its page a moment before it hears the pointer: then one presses again.
    """
    from playwright.sync_api import TimeoutError as NothingHappened

    page = visitor.page
    for _press in range(10):
        try:
            page.frame_locator("iframe").get_by_role("link", name=button).click(timeout=10_000)
            page.wait_for_url(lambda url: "/demo/" not in url, wait_until="commit", timeout=10_000)
            break
        except NothingHappened:
            if "/demo/" not in page.url:
                break
    page.wait_for_url(lambda url: "/demo/" not in url and "/l/" not in url)
    settled(page)
