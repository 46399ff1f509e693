"""The schedule editor in a real browser: by pointer, by keys alone, and two organizers at once."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.harness.pages import new_context, settled
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect: Any = pytest.importorskip("playwright.sync_api").expect
WORLD = """
import json
from importlib import import_module
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from accounts.models import User
from breakouts.domain.availability import add_absence, shut_room
from breakouts.domain.terms import Terms, set_terms
from convenings.domain.access import grant
from convenings.permissions import Role
from tests.breakouts.factories import AT, BY, placed, presenter, room, session, slot
from tests.registration.factories import make_convening
convening = make_convening(slug="editor")
rooms = [room(convening, str(201 + n), 60 - n) for n in range(12)]
first, second = slot(convening, 9, label="Breakouts A"), slot(convening, 11, label="Breakouts B")
ann = presenter(convening, "Ann O'Brien-Nuñez")
pay = placed(rooms[0], first, "Pay models", (ann,))
add_absence(attendee=ann, starts_at=second.starts_at, ends_at=second.ends_at, by=BY, at=AT)
shut_room(room=rooms[2], starts_at=first.starts_at, ends_at=first.ends_at, by=BY, at=AT)
set_terms(session=pay, terms=Terms(demand=59), by=BY, at=AT)
home = session(convening, "Home visits, two by two")
beside = placed(rooms[5], first, "Induction")
keys = {}
for name in ("June Abernathy", "Hana Đặng"):
    user = User.objects.create_user(f"{name.split()[0].lower()}.editor@example.org", name=name)
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store[SESSION_KEY], store[BACKEND_SESSION_KEY] = str(user.pk), settings.AUTHENTICATION_BACKENDS[0]
    store[HASH_SESSION_KEY] = user.get_session_auth_hash()
    store.save()
    keys[name.split()[0]] = store.session_key
print(json.dumps({
    "cookie": settings.SESSION_COOKIE_NAME, "keys": keys, "pay": pay.pk, "home": home.pk, "beside": beside.pk,
    "rooms": [one.pk for one in rooms], "first": first.pk, "second": second.pk,
}))
"""
Editor = Callable[[str], Any]


@pytest.fixture(scope="module")
def told(live_site: Site) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    return answer


@pytest.fixture
def editor(live_site: Site, browser: Any, told: dict[str, Any]) -> Iterator[Editor]:
    """The editor as an organizer has it open on a large screen; an error in the console fails the test."""
    contexts, faults = [], list[str]()

    def opened(who: str) -> Any:
        context = new_context(browser, viewport={"width": 1440, "height": 900}, reduced_motion="reduce")
        context.add_cookies([{"name": told["cookie"], "value": told["keys"][who], "url": live_site.url}])
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(f"{live_site.url}/organize/editor/programme/?day=2027-05-27")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not faults


def cell(page: Any, told: dict[str, Any], number: int, slot: str = "first") -> Any:
    return page.locator(f'td[data-room="{told["rooms"][number]}"][data-slot="{told[slot]}"]')


def handle(page: Any, told: dict[str, Any], name: str) -> Any:
    return page.locator(f'[data-session="{told[name]}"]')


def lift(page: Any, what: Any, over: Any) -> None:
    """Take it by the pointer, and hold it above another place."""
    start, there = what.bounding_box(), over.bounding_box()
    page.mouse.move(start["x"] + 8, start["y"] + start["height"] / 2)
    page.mouse.down()
    page.mouse.move(start["x"] + 30, start["y"] + 30)
    page.mouse.move(there["x"] + there["width"] / 2, there["y"] + there["height"] / 2)


def calm(page: Any) -> None:
    """Nothing for axe to find, nothing cut off."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    assert [(one["id"], one["nodes"][0]["target"]) for one in found] == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_by_pointer(editor: Editor, told: dict[str, Any]) -> None:
    page = editor("June")
    said = page.locator("[data-said]")
    boxes = [page.locator(".sgrid tbody th").nth(number).bounding_box() for number in range(12)]
    assert all(box["x"] >= 0 and box["y"] + box["height"] <= 900 for box in boxes)
    assert page.evaluate("(grid => grid.scrollWidth <= grid.clientWidth)(document.querySelector('.edgrid'))")
    calm(page)

    lift(page, handle(page, told, "pay"), cell(page, told, 2))
    expect(cell(page, told, 2).locator("small")).to_have_text("Shut")
    expect(said).to_have_text("203 cannot be used then (Thu, May 27, 9:00 a.m.). Choose another room or time.")
    expect(cell(page, told, 1)).to_contain_text("Fits: 59 seats, 59 expected")
    expect(cell(page, told, 3)).to_contain_text("Too small: 57 seats, 59 expected")
    expect(cell(page, told, 3, "second")).to_contain_text("Ann O'Brien-Nuñez is not free then")
    assert "v-no" in cell(page, told, 2).get_attribute("class")
    assert "v-maybe" in cell(page, told, 3).get_attribute("class")
    calm(page)
    page.mouse.up()
    expect(said).to_contain_text("It stands where it stood.")
    expect(cell(page, told, 0)).to_contain_text("Pay models")

    lift(page, handle(page, told, "pay"), cell(page, told, 1))
    expect(cell(page, told, 1).locator("small")).to_have_text("Fits: 59 seats, 59 expected")
    page.mouse.up()
    expect(said).to_have_text("“Pay models” is moved.")
    expect(cell(page, told, 1)).to_contain_text("Pay models")
    page.keyboard.press("Control+z")
    expect(cell(page, told, 0)).to_contain_text("Pay models")
    settled(page)
    page.keyboard.press("Control+Shift+z")
    expect(cell(page, told, 1)).to_contain_text("Pay models")
    settled(page)

    edge = page.locator(f'[data-edge="{told["first"]}"]')
    box = edge.bounding_box()
    page.mouse.move(box["x"] + 12, box["y"] + 20)
    page.mouse.down()
    page.mouse.move(box["x"] + 12 + 16, box["y"] + 20)
    expect(said).to_contain_text("Breakouts A: 85 minutes.")
    page.mouse.move(box["x"] + 12 + 160, box["y"] + 20)
    expect(said).to_contain_text("“Breakouts B” begins then; times never overlap.")
    page.mouse.move(box["x"] + 12 + 16, box["y"] + 20)
    page.mouse.up()
    expect(said).to_have_text("“Breakouts A” ends at 10:25 a.m. now.")
    page.get_by_role("button", name="Undo: Breakouts A").click()
    expect(page.locator(".sgrid thead")).to_contain_text("to 10:15")

    page.set_viewport_size({"width": 390, "height": 844})
    calm(page)


def test_by_keys_alone(editor: Editor, told: dict[str, Any]) -> None:
    page = editor("June")
    said = page.locator("[data-said]")

    def press(*keys: str) -> None:
        for key in keys:
            page.keyboard.press(key)

    handle(page, told, "home").focus()
    press("Space", "ArrowDown", "ArrowRight")
    expect(cell(page, told, 0, "second")).not_to_have_class("")
    expect(said).to_contain_text("Fits: 60 seats")
    press("Enter")
    expect(cell(page, told, 0, "second")).to_contain_text("Home visits")
    expect(handle(page, told, "home")).to_be_focused()
    press("Space", "ArrowDown", "Escape")
    expect(said).to_have_text("It stands where it stood.")
    press("Space", "ArrowDown", "Enter")
    expect(cell(page, told, 1, "second")).to_contain_text("Home visits")
    expect(handle(page, told, "home")).to_be_focused()
    press("Space")
    expect(cell(page, told, 0, "second")).to_contain_text("Fits")
    press("Delete")
    expect(page.locator(".unplaced").last).to_contain_text("Home visits")

    page.locator(f'[data-edge="{told["second"]}"]').focus()
    press("Space", "ArrowRight", "ArrowRight", "ArrowLeft")
    expect(said).to_contain_text("Breakouts B: 80 minutes.")
    press("Enter")
    expect(said).to_have_text("“Breakouts B” ends at 12:20 p.m. now.")
    expect(page.locator(f'[data-edge="{told["second"]}"]')).to_be_focused()
    press("Control+z")
    expect(page.locator(".sgrid thead")).to_contain_text("to 12:15")


def test_two_at_once_see_each_other_and_the_slower_one_is_told(editor: Editor, told: dict[str, Any]) -> None:
    june, hana = editor("June"), editor("Hana")

    def unheard(route: Any) -> None:
        """Hana's page does not learn of it yet."""
        route.abort() if "if-none-match" in route.request.headers else route.continue_()

    hana.route("**/programme/**", unheard)
    lift(june, handle(june, told, "beside"), cell(june, told, 6))
    expect(cell(june, told, 6)).to_contain_text("Fits")
    june.mouse.up()
    expect(cell(june, told, 6)).to_contain_text("Induction")
    expect(cell(hana, told, 5)).to_contain_text("Induction")

    lift(hana, handle(hana, told, "beside"), cell(hana, told, 7))
    expect(cell(hana, told, 7)).to_contain_text("Fits")
    hana.mouse.up()
    words = "June Abernathy has moved “Induction” to 207, Thu, May 27, 9:00 a.m. since this page was made."
    expect(hana.locator("[data-said]")).to_have_text(f"{words} Nothing was changed now.")
    expect(cell(hana, told, 6)).to_contain_text("Induction")

    hana.unroute("**/programme/**", unheard)
    lift(june, handle(june, told, "beside"), cell(june, told, 5))
    expect(cell(june, told, 5)).to_contain_text("Fits")
    june.mouse.up()
    expect(cell(hana, told, 5)).to_contain_text("Induction")  # by itself
