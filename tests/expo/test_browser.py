"""The expo in a real browser: a floor drawn by mouse and keys, visits without a network, the wall that hangs."""

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest

from tests.harness.pages import follow, new_context
from tests.harness.site import Site
from tests.harness.waiting import PATIENCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect: Any = pytest.importorskip("playwright.sync_api").expect
FOOT = 6  # units of the drawing in a foot
WIDTHS = (1280, 390)
WORLD = """
import json
import re
from datetime import timedelta
from django.utils import timezone
from accounts.domain import links
from accounts.models import User
from convenings.models import Grant
from expo.domain.assignment import place_team
from expo.domain.grids import make_booths
from expo.models import Hall
from registration.models import Attendee
from tests.expo.day_factories import highlight
from tests.expo.factories import hall
from tests.registration.factories import make_convening, make_team
now = timezone.now()
convening = make_convening(
    slug="floor", opens_at=now - timedelta(days=9), promise_by_at=now + timedelta(days=2),
    plan_due_at=now + timedelta(days=2), starts_at=now + timedelta(days=3), ends_at=now + timedelta(days=4))
where = hall(convening, "Hall A")
make_booths(hall=where, rows=1, columns=4, gap=5, y=10, by="user:1", at=now)
for number, name in ((101, "Durango"), (102, "Riverton"), (103, "Two Rivers")):
    team = make_team(convening, "confirmed", name=name, at=now)
    place_team(booth=where.booths.get(number=number), team=team, by="user:1", at=now)
Hall.objects.filter(pk=where.pk).update(opens_at=now - timedelta(hours=1), closes_at=now + timedelta(hours=2))
for name in ("June", "Ben"):
    user = User.objects.create_user(name + "@example.org", "a good password 1", name=name)
    Grant.objects.create(convening=convening, user=user, role="owner")
own = Attendee.objects.filter(convening=convening, team__name="Durango").order_by("pk").first()
token = links.mint(
    person=own.person, purpose="attend", subject=f"attendee:{own.pk}", expires_at=now + timedelta(days=2), at=now)
highlight(own, "Nobody has read this yet.")
print(json.dumps({
    "hall": where.pk, "link": f"/l/{token}/",
    "codes": {booth.number: booth.code for booth in where.booths.all()}}))
"""


@pytest.fixture(scope="module")
def told(live_site: Site) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    return found


def look(page: Any) -> None:
    """Fails for what axe finds and for what is cut off, at each width."""
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(reduced_motion="reduce")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == [], (page.url, width)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


# The drawing.


def sign_in(site: Site, page: Any, told: dict[str, Any], name: str) -> Any:
    page.goto(f"{site.url}/accounts/login/")
    page.fill("[name=login]", f"{name}@example.org")
    page.fill("[name=password]", "a good password 1")
    follow(page.locator("main form button").first)
    page.goto(f"{site.url}/organize/floor/expo/halls/{told['hall']}/draw/")
    return page


def booth(page: Any, number: int) -> Any:
    return page.locator(f'[data-booth][data-number="{number}"]')


def drag(page: Any, number: int, right: int, down: int, *, drop: bool = True, corner: bool = False) -> None:
    """By so many feet, with the mouse; held in the middle, or at the corner."""
    booth(page, number).scroll_into_view_if_needed()
    box = booth(page, number).bounding_box()
    scale = page.evaluate("document.querySelector('[data-floor]').getScreenCTM().a")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    if corner:
        x, y = box["x"] + box["width"] - 5, box["y"] + box["height"] - 5
        page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + right * FOOT * scale, y + down * FOOT * scale, steps=4)
    if drop:
        page.mouse.up()


def facts(page: Any, number: int) -> list[int]:
    """Where the page has the booth, and how large."""
    found = booth(page, number)
    return [int(found.get_attribute(f"data-{name}")) for name in ("x", "y", "width", "depth")]


def in_hall(page: Any, number: int) -> list[int]:
    """Where the site has it: what the same page would be if it were loaded now."""
    (found,) = re.findall(rf'<a [^>]*data-number="{number}"[^>]*>', page.request.get(page.url).text())
    return [int(value) for value in re.findall(r'data-(?:x|y|width|depth)="(\d+)"', found)]


@pytest.fixture
def two(browser: Any, live_site: Site, told: dict[str, Any]) -> Iterator[tuple[Any, Any]]:
    """The same drawing before two organizers."""
    contexts = [new_context(browser, viewport={"width": 1280, "height": 900}) for _name in "12"]
    june, ben = (sign_in(live_site, context.new_page(), told, name)
                 for context, name in zip(contexts, ("June", "Ben"), strict=True))  # fmt: skip
    yield june, ben
    for context in contexts:
        context.close()


def test_booths_are_drawn_dragged_resized_and_undone_by_mouse_and_keys(
    live_site: Site, page: Any, told: dict[str, Any]
) -> None:
    sign_in(live_site, page, told, "June")
    said = page.locator("#said")
    look(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.locator("summary", has_text="New booths in a grid").click()
    for label, value in {"rows": "1", "columns": "2", "first_number": "201", "x": "0", "y": "40"}.items():
        page.fill(f"#grid_{label}", value)
    follow(page.get_by_role("button", name="Add the booths"))
    expect(page.get_by_text("2 booths are there now.")).to_be_visible()
    drag(page, 201, 0, 7)
    expect(said).to_have_text("Kept.")
    expect(page.locator("#hand_head")).to_contain_text("Booth 201")
    assert in_hall(page, 201) == facts(page, 201) == [0, 47, 10, 10]
    drag(page, 201, 15, -37)
    expect(said).to_have_text("It would stand on booth 102. It is back where it stood.")
    assert facts(page, 201) == [0, 47, 10, 10]
    drag(page, 201, 4, 3, corner=True)
    expect(said).to_have_text("It would stand on booth 202. It is back where it stood.")
    drag(page, 201, -2, 3, corner=True)
    expect(said).to_have_text("Kept.")
    assert in_hall(page, 201) == facts(page, 201) == [0, 47, 8, 13]
    booth(page, 202).focus()
    for key in ("Enter", "ArrowRight", "ArrowDown", "Shift+ArrowRight", "Shift+ArrowDown", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(said).to_have_text("Booth 202: 11, 41 feet from the walls, 11 by 12 feet.")
    page.keyboard.press("Enter")
    expect(said).to_have_text("Kept.")
    assert in_hall(page, 202) == facts(page, 202) == [11, 41, 11, 12]
    booth(page, 202).focus()
    for key in ("Enter", "ArrowUp", "Escape"):
        page.keyboard.press(key)
    expect(said).to_have_text("It is back where it stood.")
    look(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    booth(page, 202).focus()
    page.keyboard.press("Control+z")
    expect(page.get_by_text("Undone: ")).to_be_visible()
    assert in_hall(page, 202) == facts(page, 202) == [10, 40, 10, 10]


def test_who_is_slower_is_told_and_overwrites_nothing(live_site: Site, two: tuple[Any, Any]) -> None:
    june, ben = two
    drag(june, 104, 0, 10, drop=False)
    drag(ben, 104, 10, 20)
    expect(ben.locator("#said")).to_have_text("Kept.")
    june.mouse.up()
    expect(june.locator("#said")).to_have_text(
        "Ben has changed booth 104 meanwhile: place was 45, 10, is 55, 30. "
        "Nothing was changed now; look, and do it again."
    )
    assert facts(june, 104) == in_hall(june, 104) == [55, 30, 10, 10]
    drag(june, 104, 0, 5)  # now on purpose
    expect(june.locator("#said")).to_contain_text("Kept.")
    assert in_hall(june, 104) == [55, 35, 10, 10]
    drag(ben, 103, 0, 3)
    expect(ben.locator("#said")).to_have_text(
        "Kept. June has changed this floor meanwhile. Load the page again to see it."
    )


# A booth's page.


def test_a_scan_opens_the_booth_and_one_tap_leaves_visit_bookmark_and_note(
    live_site: Site, page: Any, told: dict[str, Any]
) -> None:
    page.goto(live_site.url + told["link"])
    page.goto(f"{live_site.url}/b/{told['codes']['102'].lower()}/")  # what the sign's QR code holds
    expect(page.locator("h1")).to_have_text("Riverton")
    look(page)
    page.locator("form[data-visit] textarea").fill("Call us: O'Brien-Nuñez")
    page.get_by_role("button", name="I was here").click()
    expect(page.locator(".did").first).to_contain_text("You were here")
    expect(page.get_by_role("button", name="Drop the bookmark")).to_be_visible()
    expect(page.locator(".booknotes")).to_contain_text("Call us: O'Brien-Nuñez")
    look(page)


def test_a_visit_without_a_network_stays_on_the_phone_and_arrives_later(
    live_site: Site, page: Any, told: dict[str, Any]
) -> None:
    page.goto(live_site.url + told["link"])
    page.goto(f"{live_site.url}/b/{told['codes']['103']}/")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("No network")
    page.locator("textarea").fill("Your schedule of visits?")
    page.get_by_role("button", name="I was here").click()
    expect(page.locator("[data-queued]")).to_have_text(
        "No network. Kept on this phone; it is sent as soon as there is one: 1"
    )
    page.context.set_offline(False)
    expect(page.locator("h1")).to_have_text("Two Rivers")  # it looks again by itself
    expect(page.locator(".did").first).to_contain_text("You were here")  # sent, and seen
    assert page.evaluate("localStorage.getItem('accord.visits')") == "[]"
    expect(page.locator(".booknotes")).to_contain_text("Your schedule of visits?")


# The wall.


def test_the_wall_shows_what_was_read_and_asks_only_while_it_is_seen(
    live_site: Site, page: Any, two: tuple[Any, Any]
) -> None:
    june, __ = two
    june.goto(f"{live_site.url}/organize/floor/expo/wall/")
    look(june)
    asked: list[str] = []
    answers: list[int] = []
    page.on("request", lambda request: asked.append(request.url) if request.url.endswith("?list=1") else None)
    page.on("response", lambda answer: answers.append(answer.status) if answer.url.endswith("?list=1") else None)
    page.clock.install()
    page.goto(f"{live_site.url}/c/floor/expo/wall/")
    look(page)
    wall, words = page.locator("[data-wall]"), "Nobody has read this yet."
    expect(wall).to_contain_text("The first one stands here.")

    def wait_for_answers(more: int) -> None:
        known, end = len(answers), time.monotonic() + PATIENCE
        while len(answers) < known + more:
            assert time.monotonic() < end
            page.clock.run_for(1000)

    wait_for_answers(2)
    assert answers[0] == 200
    assert set(answers[1:]) == {304}
    follow(june.get_by_role("button", name="Show"))
    expect(june.get_by_role("button", name="Hold")).to_be_visible()
    wait_for_answers(2)
    expect(wall).to_contain_text(words)
    look(page)
    page.evaluate("Object.defineProperty(document, 'visibilityState', {configurable: true, get: () => 'hidden'})")
    known = len(asked)
    follow(june.get_by_role("button", name="Reject"))
    expect(june.locator("#rejected_head")).to_be_visible()
    page.clock.run_for(9000)
    expect(wall).to_contain_text(words)
    assert len(asked) == known
    page.evaluate("delete document.visibilityState")
    expect(wall).not_to_contain_text(words)
