"""Every mail in a real browser: nothing for axe to find in light or in dark, nothing wider than a phone."""

from itertools import cycle
from typing import Any

import pytest

from tests.checkin.test_pages_browser import look
from tests.house.test_mail_templates import LANGUAGES, OCCASIONS, rendered

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_any_mail(page: Any, scheme: str) -> None:
    for occasion, language in zip(OCCASIONS, cycle(LANGUAGES), strict=False):
        page.set_content(rendered(occasion, language).html)
        look(page, scheme)


def test_dark_mode_turns_the_sheet_dark(page: Any) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_content(rendered(OCCASIONS[0], "en").html)
    assert page.evaluate("getComputedStyle(document.querySelector('.sheet')).backgroundColor") == "rgb(18, 24, 31)"
    assert page.evaluate("document.querySelector('meta[name=color-scheme]').content") == "light dark"
