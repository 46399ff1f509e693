"""The page of announcements, and the band that everybody sees."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from convenings.models import Convening
from convenings.permissions import Role
from registration.domain import announcements as domain
from registration.models import Announcement
from tests.console.conftest import SignIn
from tests.registration.doors import as_attendee, as_coordinator, stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team

LUNCH = "Lunch moved to <hall> B."
SHOWN = "Lunch moved to &lt;hall&gt; B."


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    stand_still(monkeypatch)


def address(convening: Convening) -> str:
    return f"/organize/{convening.slug}/mail/announcements/"


def announce(convening: Convening, **over: Any) -> Announcement:
    return domain.announce(convening=convening, text=LUNCH, **{"by": BY, "at": NOW, **over})


def test_written_looked_at_and_announced(convening: Convening, owner: Client) -> None:
    make_team(convening, "confirmed", members=1)
    written = {"text": LUNCH, "ends_at": "2027-03-01T17:00", "with_mail": "on"}
    asked = owner.post(address(convening), written).content.decode()
    assert not Announcement.objects.exists()
    for words in (SHOWN, "until Mon, March 1, 2027, 5:00 p.m. Eastern Time", "And by mail to 4 people, at once."):
        assert words in asked, words
    assert owner.post(address(convening), {**written, "sure": "1"}).status_code == 302
    made = Announcement.objects.get()
    assert (made.text, made.mail is not None, f"{made.ends_at:%H:%M}") == (LUNCH, True, "22:00")
    shown = owner.get(address(convening)).content.decode()
    assert "This stands on every page now:" in shown
    owner.post(f"{address(convening)}{made.pk}/end/")
    made.refresh_from_db()
    assert made.ended_at == NOW


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"ends_at": ""}, {"ends_at": "2027-02-01T10:00"}, {"ends_at": "tomorrow"}]
)
def test_what_is_wrong_stands_beside_its_field(convening: Convening, owner: Client, wrong: dict[str, str]) -> None:
    answer = owner.post(address(convening), {"text": LUNCH, "ends_at": "2027-03-01T17:00", "sure": "1", **wrong})
    assert answer.status_code == 422
    assert f"id_{next(iter(wrong))}_error" in answer.content.decode()
    assert not Announcement.objects.exists()


def test_only_who_may_send_mail_and_only_in_their_convening(
    convening: Convening, owner: Client, sign_in: SignIn
) -> None:
    made = announce(make_convening())
    assert owner.post(f"{address(convening)}{made.pk}/end/").status_code == 404
    desk = sign_in(convening, Role.DESK, name="Dan Desk")
    assert desk.post(address(convening), {"text": LUNCH, "sure": "1"}).status_code == 403


def test_everybody_sees_it_once_and_nothing_else_is_yellow(convening: Convening, client: Client) -> None:
    team = make_team(convening, "committing", members=1)
    member = team.members.get(office="")
    as_coordinator(client, team)
    as_attendee(client, member)
    pages = [f"/c/{convening.slug}/", f"/c/{convening.slug}/programme/", f"/c/{convening.slug}/expo/"]
    own = f"/me/{member.pk}/"
    for page in (*pages, own, f"{own}details/", f"{own}calendar/", f"/team/{team.pk}/"):
        with CaptureQueriesContext(connection) as before:
            assert SHOWN not in client.get(page).content.decode(), page
        made = announce(convening)
        with CaptureQueriesContext(connection) as spent:
            shown = client.get(page).content.decode()
        assert len(spent) == len(before)
        assert shown.count(SHOWN) == 1, page
        assert '<div class="announce" role="status">' in shown
        assert 'class="turnband"' not in shown, page
        domain.end(announcement=made, by=BY, at=NOW)


@pytest.mark.parametrize("page", ["", "programme/"])
def test_a_stored_copy_ends_when_it_begins_is_corrected_and_ends(
    convening: Convening, client: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = f"/c/{convening.slug}/{page}"

    def tag() -> str:
        before = client.get(place)["ETag"]
        assert client.get(place, headers={"if-none-match": before}).status_code == 304
        return str(before)

    def fresh(before: str) -> bool:
        return client.get(place, headers={"if-none-match": before}).status_code == 304

    empty = tag()
    first = announce(convening, ends_at=NOW + timedelta(hours=1))
    assert not fresh(empty)
    standing = tag()
    domain.end(announcement=first, by=BY, at=NOW)
    second = announce(convening, ends_at=NOW + timedelta(hours=1))
    assert first.text == second.text
    assert not fresh(standing)
    corrected = tag()
    stand_still(monkeypatch, NOW + timedelta(hours=1))
    assert not fresh(corrected)
    assert 'class="announce"' not in client.get(place).content.decode()
