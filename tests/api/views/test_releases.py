"""Releases by REST: read, previewed, made; the same rules as on the page."""

import pytest
from pytest_django import DjangoAssertNumQueries

from api.scopes import Scope
from breakouts.domain.sessions import place_session
from breakouts.models import Release, Session
from convenings.models import Convening
from tests.api.conftest import Caller
from tests.breakouts.factories import AT, BY, a_day, placed, presenter, released, room, slot

pytestmark = pytest.mark.usefixtures("in_season")

ADDRESS = "/api/v1/releases/"


@pytest.fixture
def talk(convening: Convening) -> Session:
    made = placed(room(convening, "204"), slot(convening, 10), "Fewer tests", (presenter(convening, "王小明"),))
    released(convening, "First")
    return made


def move(talk: Session) -> None:
    where, when = room(talk.convening, "Ballroom"), slot(talk.convening, 14)
    place_session(session=talk, room=where, slot=when, version=talk.version, by=BY, at=AT)


def test_previewed_and_made(convening: Convening, talk: Session, caller: Caller) -> None:
    move(talk)
    client = caller(convening, Scope.PROGRAMME_READ, Scope.PROGRAMME_RELEASE)
    seen = client.get(f"{ADDRESS}preview/").json()
    assert (seen["newest"], seen["people"], seen["blockers"]) == (1, 1, [])
    assert seen["changes"] == [
        {
            "session": talk.pk, "title": "Fewer tests", "kinds": ["moved", "room"],
            "sentences": ["“Fewer tests”: now Thu, May 27, 2:00 p.m., Ballroom. It was Thu, May 27, 10:00 a.m., 204."],
        }
    ]  # fmt: skip
    body = {"name": "Second", "version": seen["version"]}
    made = client.post(ADDRESS, body, content_type="application/json")
    assert (made.status_code, made.json()["number"]) == (201, 2)
    again = client.post(ADDRESS, body | {"name": "Third"}, content_type="application/json")
    assert (again.status_code, again.json()["code"]) == (409, "release_blocked")
    listed = client.get(ADDRESS).json()["results"]
    assert [row["name"] for row in listed] == ["Second", "First"]


def test_what_was_not_read_is_not_released(convening: Convening, talk: Session, caller: Caller) -> None:
    client = caller(convening, Scope.PROGRAMME_READ, Scope.PROGRAMME_RELEASE)
    seen = client.get(f"{ADDRESS}preview/").json()["version"]
    move(talk)
    answer = client.post(ADDRESS, {"name": "Second", "version": seen}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "changed_since_seen")
    assert Release.objects.count() == 1


def test_who_may_schedule_may_not_release(convening: Convening, talk: Session, caller: Caller) -> None:
    client = caller(convening, Scope.PROGRAMME_READ, Scope.PROGRAMME_WRITE)
    answer = client.post(ADDRESS, {"name": "Second", "version": 1}, content_type="application/json")
    assert answer.status_code == 403


def test_one_release_with_its_sessions_and_files(convening: Convening, talk: Session, caller: Caller) -> None:
    move(talk)
    shown = caller(convening, Scope.PROGRAMME_READ).get(f"{ADDRESS}1/").json()
    [session] = shown["sessions"]
    assert (session["room"], session["presenters"]) == ("204", ["王小明"])
    assert shown["files"]["schedule.xml"].endswith(f"/c/{convening.slug}/schedule.xml")
    assert caller(convening, Scope.PROGRAMME_READ).get(f"{ADDRESS}2/").status_code == 404


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(
    convening: Convening, caller: Caller, django_assert_num_queries: DjangoAssertNumQueries, rooms: int
) -> None:
    a_day(convening, rooms=rooms)
    client = caller(convening, Scope.PROGRAMME_READ)
    client.get(ADDRESS)
    with django_assert_num_queries(3):
        client.get(f"{ADDRESS}1/")
