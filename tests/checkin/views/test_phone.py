from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from django.test import Client
from django.utils import timezone
from PIL import Image

from accounts.domain import links
from convenings.models import Convening
from registration.models import Attendee
from tests.checkin.factories import badge_of, make_attendee, make_badge, make_convening, make_team

pytestmark = pytest.mark.django_db


def open_own(client: Client, attendee: Attendee) -> None:
    now = timezone.now()
    token = links.mint(
        person=attendee.person,
        purpose="attend",
        subject=f"attendee:{attendee.pk}",
        expires_at=now + timedelta(days=1),
        at=now,
    )
    assert client.get(links.url_for(token).removeprefix("http://testserver")).status_code in {200, 302}


def test_the_badge_on_the_phone_bears_the_same_code_as_on_paper(client: Client) -> None:
    zxingcpp = pytest.importorskip("zxingcpp")
    badge = badge_of(make_team(make_convening()))
    open_own(client, badge.attendee)
    page = client.get(f"/me/{badge.attendee_id}/badge/")
    assert page.status_code == 200
    assert "Member0 Durango" in page.content.decode()
    picture = client.get(f"/me/{badge.attendee_id}/badge/qr.png")
    (found,) = zxingcpp.read_barcodes(Image.open(BytesIO(picture.content)))
    assert found.text == badge.code


def test_before_it_is_made_the_page_says_so(client: Client) -> None:
    attendee = make_attendee(make_convening())
    open_own(client, attendee)
    assert "Your badge is not made yet." in client.get(f"/me/{attendee.pk}/badge/").content.decode()
    assert client.get(f"/me/{attendee.pk}/badge/qr.png").status_code == 404


def test_before_it_is_released_both_pages_say_when_it_comes(client: Client) -> None:
    now = timezone.now()
    badge = make_badge(make_attendee(make_convening(badges_from_at=datetime(2097, 5, 20, 14, tzinfo=UTC))))
    own = badge.attendee_id
    open_own(client, badge.attendee)
    for address in (f"/me/{own}/badge/", f"/me/{own}/"):
        shown = client.get(address).content.decode()
        assert "Your badge comes on Mon, May 20, 2097, 10:00 a.m., Eastern Time." in shown
        assert badge.code[:4] not in shown
        assert "Show my badge" not in shown
    assert client.get(f"/me/{own}/badge/qr.png").status_code == 404
    Convening.objects.update(badges_from_at=now)
    assert "Show my badge" in client.get(f"/me/{own}/").content.decode()
    assert client.get(f"/me/{own}/badge/qr.png").status_code == 200


def test_nobody_sees_anybody_elses_badge(client: Client) -> None:
    convening = make_convening()
    mine, other = make_attendee(convening), make_badge(make_attendee(convening))
    assert client.get(f"/me/{other.attendee_id}/badge/").status_code == 403
    open_own(client, mine)
    assert client.get(f"/me/{other.attendee_id}/badge/").status_code == 403
    assert client.get(f"/me/{other.attendee_id}/badge/qr.png").status_code == 403
