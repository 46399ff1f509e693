"""The organizers' page of releases: read, then made public."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from breakouts.domain.sessions import place_session
from breakouts.models import Release, Session
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from tests.breakouts.factories import AT, BY, a_day, placed, presenter, released, room, session, slot

pytestmark = pytest.mark.usefixtures("in_season")


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(user)
    return client


@pytest.fixture
def talk(convening: Convening) -> Session:
    made = placed(room(convening, "204"), slot(convening, 10), "Fewer tests", (presenter(convening, "王小明"),))
    released(convening, "For the board")
    return made


def address(convening: Convening, number: str = "") -> str:
    return f"/organize/{convening.slug}/programme/releases/{number}"


def move(talk: Session) -> None:
    where, when = room(talk.convening, "Ballroom"), slot(talk.convening, 14)
    place_session(session=talk, room=where, slot=when, version=talk.version, by=BY, at=AT)


def test_before_anything_it_says_what_to_do(organizer: Client, convening: Convening) -> None:
    shown = organizer.get(address(convening)).content.decode()
    assert "No session has a room and a time yet." in shown
    assert "nobody but organizers sees the programme" in shown
    assert "<button" not in shown.partition("<main")[2].partition("</main>")[0]


def test_it_shows_the_difference_and_releases_it(organizer: Client, convening: Convening, talk: Session) -> None:
    move(talk)
    shown = organizer.get(address(convening)).content.decode()
    assert "“Fewer tests”: now Thu, May 27, 2:00 p.m., Ballroom. It was Thu, May 27, 10:00 a.m., 204." in shown
    assert "1 person will be told by mail." in shown
    assert 'value="Version 2"' in shown
    sent = {"name": "New rooms", "version": version_in(shown)}
    answer = organizer.post(address(convening), sent, follow=True)
    assert "“New rooms” is public now. 1 person is told." in answer.content.decode()
    assert [one.name for one in Release.objects.of(convening)] == ["New rooms", "For the board"]
    assert "Nothing differs from what is public already." in answer.content.decode()
    assert organizer.post(address(convening), sent).status_code == 422


def version_in(shown: str) -> str:
    return shown.partition('name="version" value="')[2].partition('"')[0]


@pytest.mark.parametrize("version", ["", "-1", "9" * 30, "one"])
def test_half_a_form_releases_nothing(organizer: Client, convening: Convening, talk: Session, version: str) -> None:
    move(talk)
    assert organizer.post(address(convening), {"name": "x", "version": version}).status_code == 422
    assert organizer.post(address(convening), {"version": "2"}).status_code == 422
    assert Release.objects.count() == 1


def test_what_changed_meanwhile_is_read_first(organizer: Client, convening: Convening, talk: Session) -> None:
    move(talk)
    seen = version_in(organizer.get(address(convening)).content.decode())
    session(convening, "Another")
    answer = organizer.post(address(convening), {"name": "New rooms", "version": seen})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody has changed the schedule since this page was made." in shown
    assert 'value="New rooms"' in shown
    assert organizer.post(address(convening), {"name": "New rooms", "version": version_in(shown)}).status_code == 302


def test_each_release_tells_what_it_changed(organizer: Client, convening: Convening, talk: Session) -> None:
    shown = organizer.get(address(convening, "1/")).content.decode()
    assert "“Fewer tests” is new: Thu, May 27, 10:00 a.m., 204." in shown
    assert organizer.get(address(convening, "2/")).status_code == 404


def test_nobody_else_releases(client: Client, convening: Convening, talk: Session) -> None:
    move(talk)
    assert client.post(address(convening), {"name": "x", "version": "1"}).status_code in {302, 403}
    assert Release.objects.count() == 1


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(
    organizer: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int
) -> None:
    organizer.get(address(convening))
    a_day(convening, rooms=rooms)
    placed(room(convening), slot(convening, 20), "New")
    with django_assert_num_queries(19):
        organizer.get(address(convening))
