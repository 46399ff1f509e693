"""An attendee's own page."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.domain.renewal import renew_links
from breakouts.domain import presenters, rooms, sessions, slots
from breakouts.models import Session
from checkin.domain import badges, checkpoints, scanning
from convenings.models import Convening
from expo.domain import assignment, floors, grids
from registration.domain import attendees
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from tests.breakouts.factories import released
from tests.registration.doors import as_attendee, hold, stand_still
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db
MORNING = datetime(2027, 5, 26, 13, 15, tzinfo=UTC)  # 9:15 a.m. Eastern Time


@pytest.fixture
def member() -> Attendee:
    team = make_team(state="confirmed", members=1, name="Durango")
    return Attendee.objects.select_related("person", "convening", "team").get(team=team, office="")


def place(convening: Convening, title: str, hour: int, *, room: str = "Ballroom", kind: str = "plenary") -> Session:
    starts_at = datetime(2027, 5, 26, hour, tzinfo=UTC)
    where = convening.rooms.filter(name=room).first() or rooms.make_room(
        convening=convening, name=room, capacity=90, by=BY, at=NOW
    )
    slot = convening.slots.filter(starts_at=starts_at).first() or slots.make_slot(
        convening=convening,
        label="Breakouts A",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=1),
        by=BY,
        at=NOW,
    )
    session = sessions.make_session(convening=convening, title=title, kind=kind, by=BY, at=NOW)
    return sessions.place_session(session=session, room=where, slot=slot, version=session.version, by=BY, at=NOW)


def page(client: Client, member: Attendee) -> str:
    return client.get(f"/me/{member.pk}/").content.decode()


def test_before_anything_is_made_it_says_what_follows(client: Client, member: Attendee) -> None:
    shown = page(as_attendee(client, member), member)
    assert member.person.name in shown
    assert "Your badge is not ready yet." in shown
    assert "Durango" in shown


def test_a_member_of_a_waiting_team_is_told_why_there_is_no_badge(client: Client) -> None:
    convening = make_convening(capacity_teams=1)
    make_team(convening, "confirmed")
    team = make_team(convening, "waitlisted", members=1)
    member = team.members.get(office="")
    assert "It is made once your team has its place." in page(as_attendee(client, member), member)


def test_badge_booth_session_and_arrival(client: Client, member: Attendee, monkeypatch: pytest.MonkeyPatch) -> None:
    convening = member.convening
    place(convening, "Opening", 13)
    own = place(convening, "Fewer tests", 15, kind="breakout", room="Room 208")
    place(convening, "Peer review", 15, kind="breakout", room="Room 209")
    presenters.add_presenter(session=own, attendee=member, by=BY, at=NOW)
    released(convening)
    hall = floors.make_hall(
        convening=convening,
        name="Hall A",
        width=100,
        depth=60,
        opens_at=MORNING,
        closes_at=MORNING + timedelta(hours=3),
        by=BY,
        at=NOW,
    )
    grids.make_booths(hall=hall, rows=1, columns=2, by=BY, at=NOW)
    assignment.assign_booths(hall=hall, by=BY, at=NOW)
    badge = badges.issue_badge(attendee=member, by=BY, at=NOW)
    door = checkpoints.make_checkpoint(convening=convening, name="North door", kind="door", by=BY, at=NOW)
    scanning.scan(checkpoint=door, code=badge.code, scan_id=uuid4(), scanned_at=MORNING, by="device:1", at=MORNING)
    stand_still(monkeypatch, MORNING)
    hold(client, member.person, "attend", f"attendee:{member.pk}", at=MORNING)
    with CaptureQueriesContext(connection) as spent:
        shown = page(client, member)
    assert len(spent) <= 10
    for words in (
        f'href="/me/{member.pk}/badge/"',
        "Now, since",
        "<b>9:00</b>",
        "<b>Opening</b>",
        "<b>Fewer tests</b><span>Room 208</span><em>You present</em>",
        "Hall A, Wed, May 26, 9:15 a.m.",
        "Wed, May 26, 9:15 a.m., North door",
    ):
        assert words in shown, words


def test_whoever_was_taken_off_is_told(client: Client, member: Attendee) -> None:
    badges.issue_badge(attendee=member, by=BY, at=NOW)
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)
    shown = page(as_attendee(client, member), member)
    assert "You are no longer on the list." in shown
    assert "Show my badge" not in shown


def test_another_attendees_page_stays_shut(client: Client, member: Attendee) -> None:
    other = Attendee.objects.exclude(pk=member.pk).first()
    assert other is not None
    as_attendee(client, member)
    assert client.get(f"/me/{other.pk}/").status_code == 403


@pytest.mark.parametrize("address", ["", "details/", "badge/"])
def test_who_was_taken_off_the_list_is_told_so_and_sees_nothing_of_the_team(
    client: Client, member: Attendee, address: str
) -> None:
    as_attendee(client, member)
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)
    answer = client.get(f"/me/{member.pk}/{address}")
    shown = answer.content.decode()
    assert answer.status_code == 410
    assert "You are no longer on the list." in shown
    assert member.convening.contact_email in shown
    assert "Durango" not in shown
    assert answer["Cache-Control"].startswith("max-age=0")


def test_nor_do_they_write_or_get_a_code(client: Client, member: Attendee) -> None:
    badges.issue_badge(attendee=member, by=BY, at=NOW)
    as_attendee(client, member)
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)
    assert client.post(f"/me/{member.pk}/details/", {"name": "Eve"}).status_code == 410
    assert Attendee.objects.get(pk=member.pk).person.name == member.person.name
    assert client.get(f"/me/{member.pk}/badge/qr.png").status_code == 404


def test_their_lost_link_is_not_given_anew_until_they_come_again(client: Client, member: Attendee) -> None:
    as_attendee(client, member)
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)
    assert renew_links(address=member.person.email, at=NOW) == []
    assert member.team is not None
    draft = PersonDraft(member.person.name, member.person.email)
    attendees.add_member(team=member.team, person=draft, job="", side="", by=BY, at=NOW)
    assert [one.title for one in renew_links(address=member.person.email, at=NOW)] == ["Your badge and agenda"]
    assert client.get(f"/me/{member.pk}/").status_code == 200
