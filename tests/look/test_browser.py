"""The sheet of components in a real browser: nothing for axe to find, nothing wider than a phone, forms accepted."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.harness.pages import follow
from tests.harness.site import Site

pytestmark = pytest.mark.browser
expect: Any = pytest.importorskip("playwright.sync_api").expect


@pytest.fixture(scope="module")
def site(site_maker: Callable[..., Site]) -> Site:
    return site_maker(parts="web", demo=True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/components/", "/accounts/login/", "/no/such/page/"])
def test_axe_finds_nothing_and_nothing_is_cut_off(site: Site, page: Any, path: str, scheme: str) -> None:
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for width in (1280, 390, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(site.url + path)
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_form_is_accepted_from_a_real_browser(site: Site, page: Any) -> None:
    page.goto(f"{site.url}/components/")
    follow(page.get_by_role("button", name="Español"))
    assert page.url == f"{site.url}/components/"
    assert page.locator("html").get_attribute("lang") == "es"


def test_a_dialog_opens_and_the_safe_button_closes_it(site: Site, page: Any) -> None:
    page.goto(f"{site.url}/components/")
    dialog = page.locator("#sample_dialog")
    expect(dialog).to_be_hidden()
    page.locator("[data-opens=sample_dialog]").click()
    expect(dialog).to_be_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-closes')")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
