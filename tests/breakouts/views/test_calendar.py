"""The programme as calendar programs read it, and what a change of the programme does to it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.presenters import add_presenter
from breakouts.domain.resizing import change_slot
from breakouts.domain.rooms import change_room
from breakouts.domain.sessions import change_session, place_session, remove_session, unplace_session
from breakouts.models import CalendarEntry, Session
from convenings.domain.convenings import cancel
from convenings.models import Convening
from tests.breakouts.factories import AT, BY, a_day, placed, presenter, released, room, session, slot
from tests.convenings.ical import Read, ReadCalendar, read
from tests.registration.factories import make_convening


def feed(convening: Convening, **headers: str) -> Any:
    return Client().get(f"/c/{convening.slug}/programme.ics", headers=headers)


def shown(convening: Convening) -> ReadCalendar:
    return read(feed(convening).content)


@pytest.fixture
def talk(convening: Convening) -> Session:
    made = placed(room(convening, "204"), slot(convening, 10), "O'Brien-Nuñez, 王小明; on trust")
    released(convening)
    return made


def entry(talk: Session) -> Read:
    [found] = [event for event in shown(talk.convening).events if event.title == "O'Brien-Nuñez, 王小明; on trust"]
    return found


def test_it_shows_the_convening_and_its_sessions(convening: Convening, talk: Session) -> None:
    session(convening, "Still secret")
    calendar = shown(convening)
    assert (calendar.method, calendar.name) == ("PUBLISH", convening.name)
    assert [event.title for event in calendar.events] == [convening.name, talk.title]
    found = calendar.events[1]
    assert (found.starts_at, found.sequence, found.status) == (
        datetime(2027, 5, 27, 14, tzinfo=UTC), 0, "CONFIRMED",
    )  # fmt: skip
    assert found.location.startswith("204, ")


def move(talk: Session) -> None:
    where, when = room(talk.convening, "Ballroom"), slot(talk.convening, 14)
    place_session(session=talk, room=where, slot=when, version=talk.version, by=BY, at=AT)


def retell(talk: Session) -> None:
    facts = {"title": talk.title, "kind": talk.kind, "elements": ()}
    change_session(session=talk, **facts, abstract="What it is about", by=BY, at=AT)


def move_slot(talk: Session) -> None:
    assert talk.slot is not None
    change_slot(slot=talk.slot, label="Later", starts_at=AT.replace(month=5, day=27), ends_at=AT.replace(
        month=5, day=27, hour=15), by=BY, at=AT)


def rename_room(talk: Session) -> None:
    assert talk.room is not None
    change_room(room=talk.room, name="Lincoln", capacity=9, position=1, by=BY, at=AT)


def unplace(talk: Session) -> None:
    unplace_session(session=talk, version=talk.version, by=BY, at=AT)


def remove(talk: Session) -> None:
    remove_session(session=Session.objects.get(pk=talk.pk), by=BY, at=AT)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (move, "CONFIRMED"), (retell, "CONFIRMED"), (move_slot, "CONFIRMED"), (rename_room, "CONFIRMED"),
        (unplace, "CANCELLED"), (remove, "CANCELLED"),
    ],
)  # fmt: skip
def test_what_changes_keeps_its_uid_under_the_next_number(talk: Session, change: Any, status: str) -> None:
    before = entry(talk)
    change(talk)
    assert entry(talk) == before
    released(talk.convening)
    after = entry(talk)
    assert (after.uid, after.sequence, after.status) == (before.uid, before.sequence + 1, status)
    assert after != before


def test_what_calendars_do_not_show_counts_nothing(talk: Session) -> None:
    before = entry(talk)
    add_presenter(session=talk, attendee=presenter(talk.convening), by=BY, at=AT)
    session(talk.convening, "Another")
    released(talk.convening)
    assert entry(talk) == before


def test_a_cancelled_session_that_comes_back_is_the_same_event(talk: Session) -> None:
    before = entry(talk)
    unplace(talk)
    released(talk.convening)
    talk.refresh_from_db()
    move(talk)
    released(talk.convening)
    back = entry(talk)
    assert (back.uid, back.sequence, back.status) == (before.uid, before.sequence + 2, "CONFIRMED")
    assert CalendarEntry.objects.count() == 1


def test_with_the_convening_all_sessions_are_cancelled(talk: Session) -> None:
    before = entry(talk)
    cancel(convening=talk.convening, reason="Flood.", by=BY, at=AT)
    calendar = shown(talk.convening)
    assert {event.status for event in calendar.events} == {"CANCELLED"}
    assert entry(talk).sequence == before.sequence + 1


def test_unchanged_is_answered_304_from_two_statements(
    convening: Convening, talk: Session, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    etag = feed(convening)["ETag"]
    with django_assert_num_queries(2):
        unchanged = feed(convening, **{"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    move(talk)
    released(convening)
    assert feed(convening, **{"If-None-Match": etag}).status_code == 200
    convening.venue.name = "Another hall"
    before = feed(convening)["ETag"]
    convening.venue.save()
    assert feed(convening)["ETag"] != before


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int) -> None:
    a_day(convening, rooms=rooms)
    with django_assert_num_queries(3):
        feed(convening)


def test_its_head_and_a_look_without_a_body(convening: Convening, talk: Session) -> None:
    answer = feed(convening)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8; method=PUBLISH"
    assert answer["Referrer-Policy"] == "no-referrer"
    head = Client().head(f"/c/{convening.slug}/programme.ics")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", answer["ETag"])


def test_a_draft_is_not_there(db: None) -> None:
    assert feed(make_convening(opened=False)).status_code == 404
