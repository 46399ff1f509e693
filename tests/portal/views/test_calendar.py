"""An attendee's agenda in their own calendar, at a private address."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import PrivateLink
from breakouts.domain.presenters import add_presenter
from config.logs import mask
from journal.models import Entry
from portal.domain import agenda_feed
from portal.domain.agenda_feed import LIVES_ON, new_address
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee
from tests.breakouts.factories import placed, released, room, slot
from tests.convenings.ical import ReadCalendar, read
from tests.registration.doors import as_attendee, everything, stand_still
from tests.registration.factories import BY, NOW, make_team

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r'value="http://testserver(/calendar/([^/"]+)/agenda\.ics)"')


@pytest.fixture
def member(monkeypatch: pytest.MonkeyPatch) -> Attendee:
    cache.clear()
    stand_still(monkeypatch)
    team = make_team(state="confirmed", members=1, name="Durango")
    return Attendee.objects.select_related("person", "convening", "team").get(team=team, office="")


def address_of(member: Attendee) -> str:
    return new_address(attendee=member, by=BY, at=NOW).removeprefix("http://testserver")


def fetch(address: str, **headers: str) -> Any:
    return Client().get(address, headers=headers)


def titles(calendar: ReadCalendar) -> list[str]:
    return [event.title for event in calendar.events]


def test_the_page_makes_an_address_and_shows_it_once(client: Client, member: Attendee) -> None:
    as_attendee(client, member)
    placed(room(member.convening), slot(member.convening, 9), kind="plenary")
    released(member.convening)
    assert f"/me/{member.pk}/calendar/" in client.get(f"/me/{member.pk}/").content.decode()
    before = everything()
    asked = client.get(f"/me/{member.pk}/calendar/").content.decode()
    assert everything() == before
    assert "Make my address" in asked
    assert "Whoever has it can read your agenda" in asked
    answer = client.post(f"/me/{member.pk}/calendar/")
    made = ADDRESS.search(answer.content.decode())
    assert made
    assert f'href="webcal://testserver{made[1]}"' in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert fetch(made[1]).status_code == 200
    again = client.get(f"/me/{member.pk}/calendar/").content.decode()
    assert made[2] not in again
    assert "Replace the address" in again


def test_the_address_is_stored_hashed_and_in_no_journal(member: Attendee) -> None:
    token = address_of(member).split("/")[2]
    assert len(token) >= 43  # 256 bits
    link = PrivateLink.objects.get(purpose="calendar")
    assert (link.person, link.subject) == (member.person, f"attendee:{member.pk}")
    assert link.expires_at == member.convening.ends_at + LIVES_ON
    assert Entry.objects.filter(kind="calendar.address", subject=f"attendee:{member.pk}").count() == 1
    assert token not in str(everything())


def test_no_log_line_holds_it(member: Attendee) -> None:
    address = address_of(member)
    line = mask(f'{{"path": "{address}", "said": "webcal://accord.example.org{address} HTTP/1.1"}}')
    assert address.split("/")[2] not in line
    assert line.count("/calendar/***/agenda.ics") == 2


def test_it_shows_what_all_do_and_what_one_presents(member: Attendee) -> None:
    convening = member.convening
    placed(room(convening, "Ballroom"), slot(convening, 9), "Opening", kind="plenary")
    when = slot(convening, 11)
    own, other = placed(room(convening, "204"), when, "Fewer tests"), placed(room(convening, "205"), when, "Peers")
    released(convening)
    address = address_of(member)
    etag = fetch(address)["ETag"]
    assert titles(read(fetch(address).content)) == [convening.name, "Opening"]
    add_presenter(session=own, attendee=member, by=BY, at=NOW)
    released(convening)
    assert titles(read(fetch(address, **{"If-None-Match": etag}).content)) == [convening.name, "Opening", "Fewer tests"]
    assert other.title not in fetch(address).content.decode()
    assert member.person.name not in fetch(address).content.decode()


def test_it_speaks_its_readers_language(member: Attendee) -> None:
    member.person.language = "es"
    member.person.save(update_fields=["language"])
    assert read(fetch(address_of(member)).content).name == f"{member.convening.name}, mi agenda"


def test_replaced_the_old_address_is_gone(member: Attendee) -> None:
    old, new = address_of(member), address_of(member)
    gone = fetch(old)
    assert (gone.status_code, gone["Referrer-Policy"]) == (410, "no-referrer")
    assert "replaced" in gone.content.decode()
    assert fetch(new).status_code == 200


def test_after_its_end_date_it_is_gone(member: Attendee, monkeypatch: pytest.MonkeyPatch) -> None:
    address = address_of(member)
    stand_still(monkeypatch, member.convening.ends_at + LIVES_ON)
    assert fetch(address).status_code == 410


def test_who_does_not_come_has_no_agenda(client: Client, member: Attendee) -> None:
    address = address_of(member)
    as_attendee(client, member)
    cancel_attendee(attendee=member, by=BY, at=NOW)
    assert (fetch(address).status_code, "no longer on the list" in fetch(address).content.decode()) == (410, True)
    gone = client.get(f"/me/{member.pk}/calendar/")
    assert (gone.status_code, "no longer on the list" in gone.content.decode()) == (410, True)
    with pytest.raises(agenda_feed.NoLongerComes):
        new_address(attendee=member, by=BY, at=NOW)


def test_it_opens_nothing_else_and_nothing_else_opens_it(client: Client, member: Attendee) -> None:
    token = address_of(member).split("/")[2]
    assert client.get(f"/l/{token}/").status_code == 404
    assert client.get(f"/me/{member.pk}/").status_code == 403
    as_attendee(client, member)
    attend = PrivateLink.objects.get(purpose="attend")
    attend.token_hash = agenda_feed.links.hash_token("attend-token")
    attend.save(update_fields=["token_hash"])
    assert fetch("/calendar/attend-token/agenda.ics").status_code == 404


def test_it_can_only_be_read(member: Attendee) -> None:
    address, before = address_of(member), everything()
    assert [getattr(Client(), method)(address).status_code for method in ("post", "put", "delete")] == [405] * 3
    head = Client().head(address)
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", fetch(address)["ETag"])
    after = everything()
    del after["accounts.PrivateLink"], before["accounts.PrivateLink"]
    del after["journal.Entry"], before["journal.Entry"]
    assert after == before


def test_unchanged_is_answered_304_from_four_statements(
    member: Attendee, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    address = address_of(member)
    answer = fetch(address)
    assert answer["Referrer-Policy"] == "no-referrer"
    with django_assert_num_queries(4):
        unchanged = fetch(address, **{"If-None-Match": answer["ETag"]})
    assert (unchanged.status_code, unchanged.content) == (304, b"")


@pytest.mark.parametrize("sessions", [1, 3])
def test_statements(member: Attendee, django_assert_num_queries: DjangoAssertNumQueries, sessions: int) -> None:
    for hour in range(sessions):
        placed(room(member.convening), slot(member.convening, 9 + 2 * hour), kind="plenary")
    address = address_of(member)
    with django_assert_num_queries(7):
        fetch(address)


def test_who_asks_without_end_waits(member: Attendee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("portal.views.calendar.MOST_FETCHES", 2)
    address = address_of(member)
    assert [fetch(address).status_code for _ in range(3)] == [200, 200, 429]
    assert fetch(address)["Retry-After"] == "600"


def test_who_guesses_waits(member: Attendee, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("accounts.views.open_link.MOST_GUESSES", 1)
    guesses = [fetch(f"/calendar/guess-{n}/agenda.ics").status_code for n in range(2)]
    assert guesses == [404, 429]
    assert fetch(address_of(member)).status_code == 200


def test_the_end_follows_the_convening(member: Attendee) -> None:
    late = member.convening.ends_at + timedelta(days=1)
    new_address(attendee=member, by=BY, at=late)
    assert PrivateLink.objects.get(purpose="calendar").expires_at == late + LIVES_ON
