import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from accounts.domain import links
from checkin.domain import devices, kiosk_codes
from checkin.domain.kiosk import print_badge
from checkin.models import BadgePrint, Checkpoint, Device, KioskAsk, KioskCode, Scan
from registration.models import Attendee
from tests.checkin.domain.test_kiosk_codes import digits_for, somebody
from tests.checkin.factories import make_checkpoint, make_convening, make_kiosk

pytestmark = pytest.mark.django_db
DOORS = ("/door/", "/door/now/", "/door/list/", "/door/find/?q=ann")
DOORS_BY_POST = ("scan", "batch", "undo", "guest")
PAGES = ("", "name/", "code/", "you/", "badge/", "badge.svg", "paper.css", "now/")
PAGES_BY_POST = ("scan/", "name/", "code/", "print/", "printed/")


@pytest.fixture
def door() -> Checkpoint:
    now = timezone.now()
    return make_checkpoint(make_convening(starts_at=now, ends_at=now + timedelta(hours=30)))


@pytest.fixture
def ann(door: Checkpoint) -> Attendee:
    return somebody(door.convening, "Ann O'Brien-Nuñez")


@pytest.fixture
def token(door: Checkpoint) -> str:
    return devices.make_kiosk(checkpoint=door, label="Tablet", paper="label_62", by="user:1", at=timezone.now())


@pytest.fixture
def tablet(token: str) -> Client:
    """A browser that opened the link."""
    client = Client()
    opened = client.post(f"/door/open/{token}/")
    assert (opened["Location"], opened["Clear-Site-Data"]) == ("/kiosk/", '"storage"')
    return client


def show(tablet: Client, code: str) -> Any:
    return tablet.post("/kiosk/scan/", {"code": code, "scan_id": str(uuid4())}, content_type="application/json")


def of_visit(tablet: Client, page: str) -> str:
    """The address of a page of who stands there."""
    return f"/kiosk/{page}?v={tablet.session['kiosk_visit']['key']}"


def text(response: Any) -> str:
    return str(response.content.decode())


def test_a_badge_before_the_camera_checks_in_and_prints_once(tablet: Client, ann: Attendee) -> None:
    assert show(tablet, ann.badges.get().code).json() == {"go": of_visit(tablet, "you/")}
    you, badge, face, printed = (of_visit(tablet, page) for page in ("you/", "badge/", "badge.svg", "printed/"))
    page = text(tablet.get(you))
    assert "Welcome, Ann O&#x27;Brien-Nuñez" in page
    assert "You are checked in." in page
    assert (tablet.get(face).status_code, tablet.post(printed).status_code) == (404, 409)  # nobody asked for it yet
    assert tablet.post(of_visit(tablet, "print/"))["Location"] == badge
    assert "Your badge is being drawn" in text(tablet.get(badge))
    drawn = tablet.get(face)
    assert (drawn["Content-Type"], drawn.content[:4]) == ("image/svg+xml", b"<svg")
    assert "no-store" in drawn["Cache-Control"]
    assert "size:100mm 62mm" in text(tablet.get("/kiosk/paper.css"))
    assert not BadgePrint.objects.exists()  # drawing may fail
    assert [tablet.post(printed).status_code for _n in range(2)] == [200, 200]
    assert BadgePrint.objects.get().by == f"device:{Device.objects.get().pk}"
    assert tablet.get(badge)["Location"] == "/kiosk/"  # a page that prints itself is not opened again
    assert tablet.post(of_visit(tablet, "print/"))["Location"] == you
    assert "Your badge was printed before." in text(tablet.get(you))


def test_a_badge_that_another_kiosk_printed_meanwhile_is_not_printed_here(
    tablet: Client, door: Checkpoint, ann: Attendee
) -> None:
    badge = ann.badges.get()
    show(tablet, badge.code)
    tablet.post(of_visit(tablet, "print/"))
    print_badge(device=make_kiosk(door.convening), badge=badge, by="device:9", at=timezone.now())
    refused = tablet.post(of_visit(tablet, "printed/"))
    assert (refused.status_code, refused.json()["code"]) == (409, "printed_already")


def test_a_late_answer_shows_the_next_person_nothing(tablet: Client, door: Checkpoint, ann: Attendee) -> None:
    bo = somebody(door.convening, "Bo Begay")
    own = show(tablet, bo.badges.get().code).json()["go"]
    show(tablet, ann.badges.get().code)  # what somebody showed before, and was answered after
    assert tablet.get(own)["Location"] == "/kiosk/"
    assert tablet.post(own.replace("you/", "print/"))["Location"] == "/kiosk/"
    for page in ("you/", "badge/", "badge.svg", "you/?v="):
        assert "Ann" not in text(tablet.get(f"/kiosk/{page}"))


def test_name_and_code_check_in(tablet: Client, ann: Attendee) -> None:
    assert tablet.post("/kiosk/name/", {"name": "ann nunez"})["Location"] == "/kiosk/code/"
    kiosk_codes.look_up_waiting(at=timezone.now())
    assert "If we know this name, a code is on its way" in text(tablet.get("/kiosk/code/"))
    wrong = tablet.post("/kiosk/code/", {"code": ""}, follow=True)
    assert "This code does not fit." in text(wrong)
    assert wrong.redirect_chain == [("/kiosk/code/", 302)]  # "Back" shows nothing that was sent
    checked_in = tablet.post("/kiosk/code/", {"code": digits_for(ann, timezone.now())})
    assert checked_in["Location"] == of_visit(tablet, "you/")
    assert Scan.objects.get().attendee == ann
    assert tablet.get("/kiosk/code/")["Location"] == "/kiosk/"


def without_token(page: Any) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text(page))


def test_every_name_gets_the_same_answer(tablet: Client, ann: Attendee) -> None:
    seen = set()
    for name in ("Ann O'Brien-Nuñez", "Nobody Known", "<script>alert(1)</script>", "' OR 1=1 --", "王小明"):
        asked = tablet.post("/kiosk/name/", {"name": name})
        kiosk_codes.look_up_waiting(at=timezone.now())
        wrong = tablet.post("/kiosk/code/", {"code": "12"})
        kept = sorted((key, value) for key, value in asked.headers.items() if key not in {"X-Request-Id", "Expires"})
        page = without_token(tablet.get("/kiosk/code/"))
        assert name not in page
        seen.add((asked.status_code, tuple(kept), wrong.status_code, wrong["Location"], page))
        tablet.get("/kiosk/")
    assert len(seen) == 1
    assert KioskCode.objects.count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_no_name_asks_nothing(tablet: Client, name: str) -> None:
    page = tablet.post("/kiosk/name/", {"name": name}, follow=True)
    assert "Please type your first and your last name." in text(page)
    assert not KioskAsk.objects.exists()


def test_whoever_is_sent_to_the_desk_reads_nothing_else(tablet: Client, ann: Attendee) -> None:
    Attendee.objects.filter(pk=ann.pk).update(cancelled_at=timezone.now())
    for code in (ann.badges.get().code, "FORGED"):
        assert show(tablet, code).status_code == 200
        page = text(tablet.get(of_visit(tablet, "you/")))
        assert "Please go to the desk" in page
        assert "Ann" not in page
        assert tablet.post(of_visit(tablet, "print/"))["Location"] == "/kiosk/"
    assert not BadgePrint.objects.exists()


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b'{"code": "X"}', b'{"scan_id": "7", "code": "X"}'])
def test_what_is_no_reading_is_malformed(tablet: Client, body: bytes) -> None:
    response = tablet.post("/kiosk/scan/", body, content_type="application/json")
    assert (response.status_code, response.json()["code"]) == (400, "malformed")
    assert not Scan.objects.exists()


def test_an_answer_of_the_start_that_gets_lost_closes_no_kiosk(tablet: Client, ann: Attendee) -> None:
    show(tablet, ann.badges.get().code)
    key = tablet.cookies["sessionid"].value
    tablet.get("/kiosk/")
    tablet.cookies["sessionid"] = key
    assert "Check in here" in text(tablet.get("/kiosk/"))


def test_the_start_forgets_everybody(tablet: Client, ann: Attendee) -> None:
    show(tablet, ann.badges.get().code)
    you = of_visit(tablet, "you/")
    tablet.post("/language/", {"language": "es", "next": you})
    left = tablet.get("/kiosk/")
    assert (left["Location"], left.cookies["django_language"]["max-age"]) == ("/kiosk/", 0)
    assert "Clear-Site-Data" not in left
    assert "Check in here" in text(tablet.get("/kiosk/"))
    assert tablet.get(you)["Location"] == "/kiosk/"
    assert set(tablet.session.keys()) == {"door_device", "kiosk_browser"}


def test_the_language_of_the_start_ends_with_who_chose_it(tablet: Client) -> None:
    assert "data-idle" not in text(tablet.get("/kiosk/"))
    tablet.post("/language/", {"language": "es", "next": "/kiosk/"})
    assert "data-idle" in text(tablet.get("/kiosk/"))  # it leaves by itself
    left = tablet.get("/kiosk/?done")
    assert (left["Location"], left.cookies["django_language"]["max-age"]) == ("/kiosk/", 0)


def test_a_visit_ends_by_itself(tablet: Client, ann: Attendee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkin.views.kiosk.LASTS", 0)
    show(tablet, ann.badges.get().code)
    assert tablet.get(of_visit(tablet, "you/"))["Location"] == "/kiosk/"
    assert tablet.post(of_visit(tablet, "print/"))["Location"] == "/kiosk/"


@pytest.mark.parametrize("page", [page for page in PAGES if page != "badge.svg"])
def test_no_page_is_kept(tablet: Client, ann: Attendee, page: str) -> None:
    show(tablet, ann.badges.get().code)
    assert "no-store" in tablet.get(of_visit(tablet, page))["Cache-Control"]


def test_a_kiosk_opens_no_door(tablet: Client, ann: Attendee) -> None:
    answers = [tablet.get(address) for address in DOORS]
    body = {"code": ann.badges.get().code, "scan_id": str(uuid4()), "attendee": ann.pk, "name": "X", "email": "x@y.org"}
    answers += [tablet.post(f"/door/{name}/", body, content_type="application/json") for name in DOORS_BY_POST]
    assert {answer.status_code for answer in answers} == {403}
    assert {answer.json()["code"] for answer in answers[1:]} == {"device_is_kiosk"}
    assert not Scan.objects.exists()
    assert "Ann" not in "".join(map(text, answers))


def test_a_scanner_and_a_stranger_open_no_kiosk(door: Checkpoint, client: Client) -> None:
    scanner = Client()
    token = devices.make_device(checkpoint=door, label="Ben", by="user:1", at=timezone.now())
    scanner.get(f"/door/open/{token}/")
    for browser in (scanner, client):
        answers = [browser.get(f"/kiosk/{page}") for page in PAGES]
        answers += [browser.post(f"/kiosk/{page}", {"name": "Ann Nuñez"}) for page in PAGES_BY_POST]
        assert {answer.status_code for answer in answers} == {403}
    assert scanner.get("/kiosk/now/").json()["code"] == "device_is_scanner"
    assert not KioskAsk.objects.exists()


def test_a_revoked_kiosk_is_closed_at_once(tablet: Client, token: str, ann: Attendee) -> None:
    show(tablet, ann.badges.get().code)
    devices.revoke_device(device=Device.objects.get(), by="user:1", at=timezone.now())
    answers = [tablet.get(f"/kiosk/{page}") for page in PAGES]
    answers += [tablet.post(f"/kiosk/{page}") for page in PAGES_BY_POST] + [tablet.get(f"/door/open/{token}/")]
    assert {answer.status_code for answer in answers} == {403}
    assert "This kiosk is closed." in text(answers[0])
    assert tablet.get("/kiosk/now/").json()["code"] == "device_revoked"


def test_a_kiosk_holds_nothing_else(token: str, ann: Attendee) -> None:
    user = get_user_model().objects.create_user("june@example.org", name="June")
    browser = Client()
    browser.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    held = browser.get(f"/door/open/{token}/")
    assert "Sign out here, and open the kiosk" in text(held)
    assert "_auth_user_id" in browser.session
    assert browser.post(f"/door/open/{token}/")["Location"] == "/kiosk/"
    assert set(browser.session.keys()) == {"door_device", "kiosk_browser"}


def test_the_link_opens_one_browser_and_a_get_uses_nothing_up(token: str, ann: Attendee) -> None:
    scanned, first, second = Client(), Client(), Client()
    asked = scanned.get(f"/door/open/{token}/")
    assert "Make this browser the kiosk at North door?" in text(asked)
    assert asked["Referrer-Policy"] == "strict-origin"  # a browser would refuse the form without any
    assert first.post(f"/door/open/{token}/")["Location"] == "/kiosk/"
    assert first.get(f"/door/open/{token}/")["Location"] == "/kiosk/"  # it is that already
    refused = [second.get(f"/door/open/{token}/"), second.post(f"/door/open/{token}/")]
    assert [page.status_code for page in refused] == [403, 403]
    assert "This link has opened a kiosk already" in text(refused[1])
    newer = devices.renew_link(device=Device.objects.get(), by="user:1", at=timezone.now())
    assert second.post(f"/door/open/{newer}/")["Location"] == "/kiosk/"
    assert first.get("/kiosk/now/").json()["code"] == "kiosk_elsewhere"
    assert "This kiosk was opened in another browser." in text(first.get("/kiosk/"))
    assert second.get("/kiosk/").status_code == 200


def test_a_private_link_that_was_opened_on_it_is_forgotten(tablet: Client, ann: Attendee) -> None:
    now = timezone.now()
    facts: dict[str, Any] = {"purpose": "attend", "subject": f"attendee:{ann.pk}", "at": now}
    link = links.mint(person=ann.person, expires_at=now + timedelta(days=1), **facts)
    tablet.get(links.url_for(link))
    assert tablet.get(f"/me/{ann.pk}/badge/").status_code == 200
    assert tablet.get("/kiosk/")["Clear-Site-Data"] == '"storage"'  # the badge without a network, too
    assert tablet.get(f"/me/{ann.pk}/badge/").status_code == 403


def test_one_network_asks_so_often(tablet: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("checkin.views.kiosk.PER_HOUR", 1)
    here: dict[str, Any] = {"REMOTE_ADDR": "198.51.100.7"}
    tablet.post("/kiosk/name/", {"name": "Ann Nuñez"}, **here)
    for address, sent in (("/kiosk/name/", {"name": "Bo Begay"}), ("/kiosk/code/", {"code": "123456"})):
        assert "Too much was tried from this network" in text(tablet.post(address, sent, follow=True, **here))
    assert (KioskAsk.objects.count(), KioskAsk.objects.get().tries) == (1, 0)


def test_forms_want_their_token(token: str) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.get(f"/door/open/{token}/")
    assert strict.post(f"/door/open/{token}/").status_code == 403
    asked = {"csrfmiddlewaretoken": strict.cookies["csrftoken"].value}
    assert strict.post(f"/door/open/{token}/", asked)["Location"] == "/kiosk/"
    for page in PAGES_BY_POST:
        assert strict.post(f"/kiosk/{page}", {"name": "Ann Nuñez"}).status_code == 403
    assert not KioskAsk.objects.exists()


@pytest.mark.parametrize("people", [1, 3])
def test_the_pages_take_as_many_statements_for_more(
    tablet: Client, door: Checkpoint, ann: Attendee, people: int,
    connection_statements: Callable[[], AbstractContextManager[list[str]]],
) -> None:  # fmt: skip
    for _n in range(people - 1):
        somebody(door.convening, "Ann O'Brien-Nuñez")
    own = show(tablet, ann.badges.get().code).json()["go"]
    with connection_statements() as statements:
        assert tablet.get(own).status_code == 200
    assert len(statements) == 5, "\n".join(statements)
