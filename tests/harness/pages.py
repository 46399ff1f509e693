"""What leads elsewhere: the next thing a test does is done on the page that answered, never on the one it left."""

from typing import Any


def follow(what: Any) -> None:
    """Click a link or a button that brings another page, or another piece in its place; wait until that is there.

    Whether a whole page is loaded or htmx puts in a piece: what was clicked is gone then. Without this, words and
    buttons that stand on both pages are found on the old one, and a click on them is lost.
    """
    page = what.page
    what.evaluate("each => each.toggleAttribute('data-left', true)")
    what.click()
    page.locator("[data-left]").wait_for(state="detached")
    page.wait_for_load_state()
