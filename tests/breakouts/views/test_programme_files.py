"""The released programme as files: whole, in every script, never run as a formula, and 304 while nothing changes."""

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.core.cache import cache
from django.core.files.storage import storages
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.door_signs import NothingOnDoors, ask_signs, draw_signs, make_signs
from breakouts.domain.frab import tracks_in
from breakouts.domain.programme_files import FILES
from breakouts.domain.public_programme import PublicProgramme, public_programme
from breakouts.domain.sessions import place_session
from breakouts.domain.slots import make_slot
from breakouts.models import Session
from convenings.models import Convening, Element
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, a_day, placed, presenter, released, room, slot
from tests.breakouts.frab_rules import faults_in_json, faults_in_xml
from tests.convenings.ical import read
from tests.registration.factories import make_convening

HOSTILE = '=HYPERLINK("http://x") <b>&\x0b'
SHOWN = HOSTILE.replace("\x0b", "")
WHO = "王小明"


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    cache.clear()


@pytest.fixture
def ming(convening: Convening) -> Attendee:
    return presenter(convening, WHO)


@pytest.fixture
def talk(convening: Convening, ming: Attendee) -> Session:
    """A track that begins with a digit, a hostile title, a session over midnight."""
    element = Element.objects.create(convening=convening, name="Zeit & Đặng", position=1)
    over: dict[str, Any] = {"elements": [element], "abstract": "Zwei\nZeilen"}
    first = placed(room(convening, "204"), slot(convening, 10), HOSTILE, (ming,), **over)
    Session.objects.filter(pk=first.pk).update(track="1st year")
    placed(room(convening, "Ballroom"), slot(convening, 22, day=26, minutes=150), "王小明 sings", kind="gathering")
    released(convening, "O'Brien-Nuñez")
    return first


def fetch(convening: Convening, name: str, **headers: str) -> Any:
    return Client().get(f"/c/{convening.slug}/{name}", headers=headers)


def public(convening: Convening) -> PublicProgramme:
    found = public_programme(convening)
    assert found is not None
    return found


def table(convening: Convening) -> list[list[str]]:
    return list(csv.reader(io.StringIO(fetch(convening, "programme.csv").content.decode("utf-8-sig"))))


def test_frab_xml_holds_to_its_schema(convening: Convening, talk: Session) -> None:
    answer = fetch(convening, "schedule.xml")
    root = fromstring(answer.content)
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    assert faults_in_xml(root) == []
    tracks = {track.get("name"): track.get("slug") for track in root.findall("conference/track")}
    assert tracks == {"1st year": "track-1"}
    late, event = root.iter("event")
    assert (late.findtext("date"), late.findtext("start"), late.findtext("duration")) == (
        "2027-05-26T22:00:00-04:00", "22:00", "02:30",
    )  # fmt: skip
    assert event.findtext("title") == SHOWN
    assert [person.text for person in event.iter("person")] == [WHO]
    assert next(root.iter("day")).get("end") == "2027-05-27T00:30:00-04:00"


def test_frab_json_holds_to_its_schema(convening: Convening, talk: Session) -> None:
    schedule = json.loads(fetch(convening, "schedule.json").content)["schedule"]
    assert faults_in_json(schedule) == []
    assert schedule["version"] == "O'Brien-Nuñez"
    [event] = schedule["conference"]["days"][1]["rooms"]["204"]
    assert (event["title"], event["track"], event["persons"][0]["public_name"]) == (SHOWN, "1st year", WHO)


def test_one_slug_for_each_track(convening: Convening, talk: Session) -> None:
    line = public(convening).schedule.sessions[0]
    names = ["1st year", "2nd year", "王小明", "Über uns", "uber uns", "", "x"]
    tracks = tracks_in([replace(line, track=name, elements=()) for name in names])
    assert dict(tracks).keys() == set(names) - {""}
    assert len({slug for _, slug in tracks}) == len(tracks)
    assert all(slug[0].isalpha() and len(slug) > 1 for _, slug in tracks)


def test_a_length_is_counted_in_real_minutes_where_clocks_change(db: None) -> None:
    days = {"starts_at": datetime(2027, 11, 6, 16, tzinfo=UTC), "ends_at": datetime(2027, 11, 7, 22, tzinfo=UTC)}
    convening = make_convening(slug="dst", **days)
    span = {"starts_at": datetime(2027, 11, 7, 5, tzinfo=UTC), "ends_at": datetime(2027, 11, 7, 7, tzinfo=UTC)}
    placed(room(convening), make_slot(convening=convening, label="Night", **span, by=BY, at=AT), "The long night")
    released(convening)
    root = fromstring(fetch(convening, "schedule.xml").content)
    assert faults_in_xml(root) == []
    [event] = root.iter("event")
    assert (event.findtext("date"), event.findtext("duration")) == ("2027-11-07T01:00:00-04:00", "02:00")
    assert table(convening)[1][:3] == ["2027-11-07", "01:00", "02:00"]


def test_tables_show_every_session_and_run_nothing(convening: Convening, talk: Session) -> None:
    head, late, row = table(convening)
    assert head[:3] == ["Day", "Begins", "Ends"]
    assert late[:3] == ["2027-05-26", "22:00", "2027-05-27 00:30"]
    assert row[6] == f"'{HOSTILE}"
    assert (row[8], row[9], row[10]) == ("1st year", "Zeit & Đặng", WHO)
    sheet = load_workbook(io.BytesIO(fetch(convening, "programme.xlsx").content)).worksheets[0]
    cells = next(sheet.iter_rows(min_row=3, max_row=3))
    assert (cells[6].value, cells[6].data_type) == (SHOWN, "s")
    assert (cells[5].value, cells[10].value, cells[11].value) == (60, WHO, "Zwei\nZeilen")


def test_calendars_of_one_person_and_one_room(convening: Convening, talk: Session, ming: Attendee) -> None:
    mine = read(fetch(convening, f"programme/people/{ming.pk}.ics").content)
    assert (mine.name, [event.title for event in mine.events]) == (f"{convening.name}, {WHO}", [SHOWN])
    there = read(fetch(convening, f"programme/rooms/{talk.room_id}.ics").content)
    everybody = read(fetch(convening, "programme.ics").content)
    assert [event.uid for event in there.events] == [mine.events[0].uid]
    assert mine.events[0].uid in {event.uid for event in everybody.events}
    for unknown in ("people/999999999.ics", "rooms/999999999.ics"):
        assert fetch(convening, f"programme/{unknown}").status_code == 404


@pytest.mark.parametrize("name", [*FILES, "people", "rooms"])
def test_unchanged_is_answered_304_until_a_release_or_a_name_changes(
    convening: Convening, talk: Session, ming: Attendee, name: str, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    number = {"people": ming.pk, "rooms": talk.room_id}.get(name)
    path = f"programme/{name}/{number}.ics" if number else name
    with django_assert_num_queries(5 if number else 4):
        etag = fetch(convening, path)["ETag"]
    with django_assert_num_queries(3):
        unchanged = fetch(convening, path, **{"If-None-Match": etag})
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    with django_assert_num_queries(3):
        assert fetch(convening, path).status_code == 200  # kept, not written again
    place_session(session=talk, room=room(convening), slot=slot(convening, 16), version=talk.version, by=BY, at=AT)
    assert fetch(convening, path, **{"If-None-Match": etag}).status_code == 304
    released(convening)
    etag, before = fetch(convening, path)["ETag"], etag
    assert etag != before
    ming.person.name = "Wang Xiaoming"
    ming.person.save(update_fields=["name"])
    assert fetch(convening, path, **{"If-None-Match": etag}).status_code == 200


@pytest.mark.parametrize("name", [*FILES, "programme/people/1.ics", "programme/rooms/1.ics"])
def test_before_a_release_and_of_a_draft_there_is_none(convening: Convening, name: str) -> None:
    placed(room(convening), slot(convening))
    assert fetch(convening, name).status_code == 404
    assert fetch(make_convening(opened=False), name).status_code == 404


def test_signs_hang_at_every_door(convening: Convening, talk: Session) -> None:
    result = make_signs(ask_signs(convening=convening, by=BY, at=AT), lambda done, total: None)
    assert result["signs"] == 2
    with storages["private"].open(result["file"]) as kept:
        assert kept.read(5) == b"%PDF-"
    assert draw_signs(public(convening)) == draw_signs(public(convening))


def test_there_are_no_signs_before_a_release(convening: Convening) -> None:
    with pytest.raises(NothingOnDoors):
        ask_signs(convening=convening, by=BY, at=AT)


@pytest.mark.parametrize("rooms", [1, 3])
@pytest.mark.parametrize("name", [*FILES])
def test_statements(
    convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int, name: str
) -> None:
    a_day(convening, rooms=rooms)
    with django_assert_num_queries(4):
        fetch(convening, name)
