"""The room's pages in a real browser: nothing for axe to find, nothing wider than a phone, in light and dark."""

import json
from typing import Any

import pytest

from tests.harness.pages import UNHURRIED, follow
from tests.harness.site import Site

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WIDTHS = (1280, 390, 360)
WORLD = """
import json
from datetime import timedelta
from uuid import uuid4
from django.utils import timezone
from accounts.domain import links
from accounts.models import User
from checkin.domain import badges
from checkin.domain.devices import make_device
from checkin.domain.printing import ask_sheet
from checkin.domain.batches import Kept, record_batch
from checkin.domain.scanning import Reading, scan
from checkin.models import Badge
from convenings.models import Grant
from tests.checkin.factories import make_checkpoint, make_convening, make_team
from tests.breakouts import factories as programme
now = timezone.now()
convening = make_convening(slug="pages", starts_at=now, ends_at=now + timedelta(hours=30))
user = User.objects.create_user("june.pages@example.org", "a good password 1", name="June Abernathy")
Grant.objects.create(convening=convening, user=user, role="owner")
for name in ("Durango", "Riverton", "Two Rivers"):
    make_team(convening, name)
badges.issue_badges(convening=convening, by="system", at=now)
door = make_checkpoint(convening)
held = list(Badge.objects.of(convening).with_people().for_tables())
for minutes, badge in enumerate(held[:7]):
    at = now - timedelta(minutes=60 - 6 * minutes)
    scan(checkpoint=door, code=badge.code, scan_id=uuid4(), scanned_at=at, by="device:1", at=at)
ask_sheet(convening=convening, only="new", by="user:1", at=now)
own = held[0].attendee
subject = f"attendee:{own.pk}"
token = links.mint(person=own.person, purpose="attend", subject=subject, expires_at=now + timedelta(days=2), at=now)
room = make_checkpoint(convening, "Room 1", "room")
alone = Reading(door, uuid4(), now, held[0].code, device_answer="welcome")
record_batch(kept=[Kept(alone)], by="device:1", at=now)
scan(checkpoint=door, code="NOTHING", scan_id=uuid4(), scanned_at=now, by="device:1", at=now)
heard = make_checkpoint(convening, "Room 2", "room")
heard.room = programme.room(convening)
heard.save()
slot = programme.make_slot(
    convening=convening, label="One", starts_at=now, ends_at=now + timedelta(hours=1), by="user:1", at=now
)
programme.placed(heard.room, slot, "Talk")
scan(checkpoint=heard, code=held[0].code, scan_id=uuid4(), scanned_at=now, by="device:1", at=now)
print(json.dumps({
    "room": room.pk, "token": make_device(
        checkpoint=door, also=[room], registers_walk_ups=True, label="Ben", by="user:1", at=now
    ), "own": own.pk,
    "link": links.url_for(token), "codes": [held[-1].code, held[-2].code, held[-3].code], "in": held[0].code,
}))
"""


def look(page: Any, scheme: str) -> None:
    """Fails for what axe finds and for what is cut off, at each width."""
    from axe_playwright_python.sync_playwright import Axe

    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 844})
        found = Axe().run(page).response["violations"]
        assert [(fault["id"], fault["nodes"][0]["target"]) for fault in found] == [], (page.url, width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, (page.url, width)


def test_axe_finds_nothing_on_any_page(live_site: Site, page: Any) -> None:
    told = json.loads(live_site.python(WORLD).strip().splitlines()[-1])
    page.goto(f"{live_site.url}/accounts/login/")
    page.fill("[name=login]", "june.pages@example.org")
    page.fill("[name=password]", "a good password 1")
    follow(page.locator("main form button").first)
    for scheme in ("light", "dark"):
        designs = ("badges/designs/", "badges/designs/member/")
        page.goto(f"{live_site.url}/organize/pages/programme/releases/")
        look(page, scheme)
        scans = ("scans/", "scans/refused/", "walk-ups/?q=two", f"checkpoints/{told['room']}/")
        hours = ("hours/", f"hours/{told['own']}/")
        for path in ("", "badges/?q=durango", *scans, *hours, *designs):
            page.goto(f"{live_site.url}/organize/pages/check-in/{path}")
            look(page, scheme)
    page.goto(f"{live_site.url}/organize/pages/check-in/")
    page.locator("summary", has_text="A scanner").click()
    page.get_by_label("Who or what").fill("Ana's phone")
    follow(page.get_by_role("button", name="Make the link"))
    look(page, "light")
    page.add_init_script(UNHURRIED)
    page.goto(f"{live_site.url}/door/open/{told['token']}/")
    look(page, "dark")
    for code, word in ((told["codes"][0], "Welcome"), (told["in"], "Already in"), ("NOTHINGOFOURS", "Not valid")):
        page.get_by_label("Or type the code").fill(code)
        page.get_by_role("button", name="Check in").click()
        page.locator("[data-word]", has_text=word).wait_for()
        look(page, "light")
        page.get_by_role("button", name="Next badge").click()
    page.locator("summary", has_text="Register a substitute").click()
    page.get_by_label("Who stayed home: name or team").fill("holder1 two")
    page.get_by_role("button", name="Holder1 Two Rivers").click()
    panel = page.locator("[data-instead]")
    panel.get_by_label("Name, as it should stand on the badge").fill("Đặng O'Brien")
    panel.get_by_label("Mail address").fill("dang@example.org")
    look(page, "light")
    panel.get_by_role("button", name="Register and let in").click()
    page.locator("[data-name]", has_text="Đặng O'Brien").wait_for()
    page.goto(live_site.url + "/l/" + told["link"].partition("/l/")[2])
    assert page.goto(f"{live_site.url}/me/{told['own']}/badge/").status == 200
    look(page, "dark")
