import re
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from checkin.domain.designs import designs_of
from checkin.models import SponsorLogo
from convenings.models import Convening, Sponsor
from convenings.permissions import Role
from tests.checkin.factories import make_attendee, make_convening, make_somebody, make_team
from tests.checkin.views.test_desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    held = make_convening()
    make_team(held)
    return held


@pytest.fixture
def desk(convening: Convening) -> Client:
    return client_of(convening, Role.DESK)


def root(convening: Convening) -> str:
    return f"/organize/{convening.slug}/check-in/badges/designs/"


def pictures(page: str) -> list[str]:
    return re.findall(r'src="(data:image/png;base64,[^"]+)"', page)


def test_all_kinds_are_listed_and_one_is_changed(desk: Client, convening: Convening) -> None:
    listed = desk.get(root(convening)).content.decode()
    assert [kind in listed for kind in ("Member", "Presenter", "Staff", "Partner", "Guest")] == [True] * 5
    said = {"ribbon": "Speaker", "colour": "teal", "shows_job": "on"}
    page = desk.post(root(convening) + "presenter/", said, follow=True).content.decode()
    assert "The design is saved." in page
    assert '<rect width="28" height="16" fill="#0b6572"/></svg>Speaker</span>' in page
    kept = designs_of(convening)["presenter"]
    assert (kept.shows_job, kept.shows_team, kept.shows_pronunciation) == (True, False, False)
    assert desk.get(root(convening) + "elephant/").status_code == 404


def test_the_picture_follows_what_is_typed_and_saves_nothing(desk: Client, convening: Convening) -> None:
    make_attendee(convening, make_somebody(convening, "Đặng Nuñez"), kind="guest")
    address = root(convening) + "guest/"
    (before,) = pictures(desk.get(address).content.decode())
    guest = convening.attendees.get(kind="guest")
    typed = {"person": guest.pk, "ribbon": "Press", "colour": "brick", "shows_agenda": "on", "paper": "a4_8"}
    after = pictures(desk.get(address, typed, headers={"HX-Request": "true"}).content.decode())
    assert len(after) == 2  # the back, too
    assert after[0] != before
    assert designs_of(convening)["guest"].ribbon == ""


def test_a_refused_ribbon_keeps_what_was_typed(desk: Client, convening: Convening) -> None:
    page = desk.post(root(convening) + "member/", {"ribbon": "\u202ebad\u0007", "colour": "ink"})
    assert page.status_code == 422
    assert designs_of(convening)["member"].colour == "plain"


def test_a_logo_is_sent_seen_and_taken_away(desk: Client, convening: Convening) -> None:
    sponsor = Sponsor.objects.create(convening=convening, name="Teachers' Fund", position=1)
    drawn = BytesIO()
    Image.new("RGB", (20, 10), "navy").save(drawn, "PNG")
    address = f"/organize/{convening.slug}/check-in/badges/logos/{sponsor.pk}/"
    desk.post(address, {"picture": SimpleUploadedFile("logo.png", drawn.getvalue())})
    shown = desk.get(f"{address}logo.png")
    assert (shown["Content-Type"], shown.content[:4]) == ("image/png", b"\x89PNG")
    assert "Another logo, or none" in desk.get(root(convening)).content.decode()
    refused = desk.post(address, {"picture": SimpleUploadedFile("l.svg", b"<svg/>")}, follow=True).content.decode()
    assert "An SVG drawing can carry programs" in refused
    other = make_convening()
    elsewhere = address.replace(convening.slug, other.slug)
    assert client_of(other, Role.OWNER).post(elsewhere).status_code == 404
    desk.post(address, {"do": "remove"})
    assert not SponsorLogo.objects.exists()
