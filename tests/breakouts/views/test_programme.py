from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.sessions import unplace_session
from breakouts.models import Session
from convenings.models import Convening
from tests.breakouts.factories import AT, BY, a_day, placed, released, room, session, slot
from tests.registration.factories import make_convening


def address(convening: Convening, on: str = "2027-05-27/") -> str:
    return f"/c/{convening.slug}/programme/{on}"


def test_page_shows_the_day_in_the_convenings_zone(client: Client, convening: Convening) -> None:
    a_day(convening)
    page = client.get(address(convening)).content.decode()
    assert "Thursday, May 27" in page
    assert "All times are Eastern Time." in page
    assert 'datetime="2027-05-27T10:00-04:00">10:00<' in page
    assert page.count("Talk 201 0") == 2  # in the grid and in the list
    assert page.count("Breakfast by state") == 2
    assert 'rowspan="2"' in page


def test_first_day_without_a_date_and_an_empty_day_says_so(client: Client, convening: Convening) -> None:
    page = client.get(address(convening, "")).content.decode()
    assert "Wednesday, May 26" in page
    assert "Nothing is announced for this day yet." in page


@pytest.mark.parametrize("on", ["2027-05-28/", "2027-13-45/", "soon/"])
def test_other_days_are_not_there(client: Client, convening: Convening, on: str) -> None:
    assert client.get(address(convening, on)).status_code == 404


def test_a_draft_is_not_there(client: Client, db: None) -> None:
    assert client.get(address(make_convening(opened=False))).status_code == 404


def test_unchanged_is_answered_304_until_something_changes(
    client: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_day(convening)
    etag = client.get(address(convening))["ETag"]
    with django_assert_num_queries(3):
        unchanged = client.get(address(convening), headers={"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    held = Session.objects.exclude(slot=None).order_by("id").last()
    assert held is not None
    unplace_session(session=held, version=held.version, by=BY, at=AT)
    assert client.get(address(convening), headers={"If-None-Match": etag}).status_code == 304  # not released yet
    released(convening)
    assert client.get(address(convening), headers={"If-None-Match": etag}).status_code == 200
    spanish = client.get(address(convening), headers={"If-None-Match": etag, "Accept-Language": "es"})
    assert spanish.status_code == 200


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(
    client: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int
) -> None:
    a_day(convening, rooms=rooms)
    with django_assert_num_queries(4):
        client.get(address(convening))


def test_what_is_not_placed_is_not_shown(client: Client, convening: Convening) -> None:
    a_day(convening)
    session(convening, "Still secret")
    room(convening, "Unused room")
    placed(room(convening), slot(convening, 16), "Placed, not released")
    page = client.get(address(convening)).content.decode()
    assert "Still secret" not in page
    assert "Placed, not released" not in page
    assert "Unused room" not in page
    assert date(2027, 5, 27).strftime("%A") in page
