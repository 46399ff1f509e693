"""The expo guide on the phone, a booth's page, and visits that arrive at once or later."""

import json
import re
from datetime import timedelta
from typing import Any
from unittest.mock import ANY
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from expo.domain.notes import ShownNote, notes_of
from expo.models import Bookmark, Hall, Highlight, Note, Visit
from expo.states import HighlightState
from registration.models import Attendee, Team
from registration.states import PlaceState
from tests.expo.day_factories import DURING, code_of, highlight, listed, note, visit
from tests.expo.rota_factories import people, stand, team_at, waved
from tests.registration.doors import hold, stand_still
from tests.registration.factories import make_convening

pytestmark = pytest.mark.django_db


@pytest.fixture
def where(monkeypatch: pytest.MonkeyPatch) -> Hall:
    cache.clear()
    stand_still(monkeypatch, DURING)
    return waved(make_convening(), teams=4)


@pytest.fixture
def ann(where: Hall) -> Attendee:
    return people(where)[0]


@pytest.fixture
def phone(client: Client, ann: Attendee) -> Client:
    return as_attendee(client, ann)


def as_attendee(client: Client, who: Attendee) -> Client:
    return hold(client, who.person, "attend", f"attendee:{who.pk}", at=DURING)


def guide(client: Client, who: Attendee, query: str = "") -> str:
    return client.get(f"/me/{who.pk}/expo/{query}").content.decode()


def booth(client: Client, number: int = 102) -> str:
    return client.get(f"/b/{code_of(number)}/").content.decode()


def tap(who: Attendee, number: int = 102) -> str:
    return f"/me/{who.pk}/expo/booths/{code_of(number)}/visit/"


def arrive(client: Client, who: Attendee, *visits: Any) -> Any:
    return client.post(f"/me/{who.pk}/expo/visits/", json.dumps({"visits": list(visits)}), "application/json")


def kept(number: int = 102, **over: Any) -> dict[str, Any]:
    return {"id": str(uuid4()), "code": code_of(number), "age_s": 600, "bookmark": True, "note": "", **over}


def names(page: str) -> list[int]:
    """The numbers of the teams in the list."""
    listed_part = page.partition('class="guidelist"')[2].partition("</section>")[0]
    return [number for number in (101, 102, 103, 104) if f'<b class="bn">{number}</b>' in listed_part]


# The guide.


def test_list_and_plan_mark_the_own_booth(phone: Client, ann: Attendee) -> None:
    page = guide(phone, ann)
    assert names(page) == [101, 102, 103, 104]
    assert "Your booth is 101." in page
    assert page.count("data-picked") == 1
    assert page.count("I was here") == 3


def test_found_by_words_and_narrowed(phone: Client, ann: Attendee) -> None:
    Team.objects.update(name="Mesa", place_name="Mesa", folded_name="mesa")  # a number in a name would be found, too
    Team.objects.filter(pk=team_at(ann_hall(ann), 102).pk).update(
        name="Đặng Ngọc Schools", us_state="IL", enrollment=900, poverty_percent=80, focus_text="Evaluación"
    )
    found = ("q=ngoc", "q=evaluacion+il", "q=102", "us_state=IL", "enrollment=under_1000", "poverty=from_75")
    for query in (f"?{one}" for one in found):
        assert names(guide(phone, ann, query)) == [102], query
    odd = guide(phone, ann, "?us_state=%27&enrollment=x&poverty[]=1&page=99999&hall=abc")
    assert names(odd) == [101, 102, 103, 104]
    nothing = guide(phone, ann, "?q=%3Cscript%3E")
    assert "No team fits all of that." in nothing
    assert "<script>" not in nothing


def ann_hall(ann: Attendee) -> Hall:
    return ann.team.placement.booth.hall


def test_the_hall_of_the_own_booth_comes_first(phone: Client, where: Hall, ann: Attendee) -> None:
    other = waved(where.convening, teams=1)
    assert re.findall(r'<b class="bn">(\d+)</b><div><a [^>]*><b>', guide(phone, ann))[-1] == "101"  # there
    there = guide(phone, ann, f"?hall={other.pk}")
    assert re.findall(r'<b class="bn">(\d+)</b><div><a [^>]*><b>', there) == ["101", "101", "102", "103", "104"]
    assert other.name in there


def test_open_visited_and_bookmarked(phone: Client, ann: Attendee) -> None:
    visit(ann, 102, bookmark=False)
    visit(ann, 103)
    assert names(guide(phone, ann, "?only=visited")) == [102, 103]
    assert names(guide(phone, ann, "?only=bookmarked")) == [103]
    assert names(guide(phone, ann, "?only=open")) == [101, 104]


def test_the_counterpart_of_the_same_office_is_at_a_booth_now(phone: Client, where: Hall, ann: Attendee) -> None:
    other, *mates = people(where, 103)
    assert (ann.office, other.office) == ("union_president", "union_president") or ann.office == other.office
    stand(other, where, 2, 4)
    stand(mates[0], where, 2)
    page = guide(phone, ann)
    assert "Your counterparts now" in page
    assert "at booth 103 now, until 2:30 p.m." in page
    assert "Somebody of Team 103" in page
    assert other.person.name not in page
    listed(other)
    assert f"{other.person.name}, Team 103" in guide(phone, ann)


def test_where_nobody_stands_the_next_wave_is_named(phone: Client, where: Hall, ann: Attendee) -> None:
    assert "Your counterparts" not in guide(phone, ann)
    stand(people(where, 103)[0], where, 4, 5)
    page = guide(phone, ann)
    assert "Your counterparts next" in page
    assert "at booth 103 from 3:00 to 3:30 p.m." in page


def test_a_way_through_open_booths_in_free_waves(phone: Client, where: Hall, ann: Attendee) -> None:
    stand(ann, where, 3)
    for number in (102, 103):
        stand(people(where, number)[0], where, 3, 4)
    visit(ann, 103)
    page = guide(phone, ann).partition("A way to walk")[2].partition("</section>")[0]
    assert "Wave 4, 3:00 to 3:30 p.m." in page
    assert "Wave 3" not in page  # at the own booth
    assert "The same kind of team" in page
    assert 'class="bn">102' in page
    assert 'class="bn">103' not in page  # visited
    assert 'class="bn">104' not in page  # nobody stands there


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(
    phone: Client, where: Hall, ann: Attendee, django_assert_num_queries: DjangoAssertNumQueries, rows: int
) -> None:
    for number in (102, 103, 104)[:rows]:
        visit(ann, number, note="Hello")
        stand(people(where, number)[0], where, 2, 3)
        highlight(ann, f"Number {number}")
    guide(phone, ann)
    with django_assert_num_queries(20):
        guide(phone, ann)
    booth(phone)
    with django_assert_num_queries(11):
        booth(phone)


# A booth's page.


def test_a_stranger_sees_the_public_face_and_how_to_get_in(client: Client, where: Hall, ann: Attendee) -> None:
    row = people(where, 102)[0]
    stand(listed(row), where, 2)
    visit(ann, note="Between us")
    page = booth(client)
    assert "Team 102" in page
    assert "Do you come to this convening?" in page
    for hidden in ("Between us", row.person.name, "I was here", "student poverty"):
        assert hidden not in page


def test_scanned_by_an_attendee_one_tap_leaves_it_all(phone: Client, where: Hall, ann: Attendee) -> None:
    assert "I was here" in booth(phone)
    said = phone.post(tap(ann), {"visit_id": uuid4(), "bookmark": "on", "note": "Call us"}, follow=True)
    page = said.content.decode()
    assert "Your visit is noted." in page
    assert "2:10 p.m." in page.partition("You were here:")[2][:60]
    assert "Call us" in page
    assert (Visit.objects.count(), Bookmark.objects.count(), Note.objects.count()) == (1, 1, 1)


def test_the_tap_works_without_scripts_from_the_list(phone: Client, ann: Attendee) -> None:
    assert phone.post(tap(ann), {"visit_id": "", "bookmark": "1"}).status_code == 302
    assert Visit.objects.count() == 1
    bad = phone.post(tap(ann, 103), {"visit_id": "' OR 1=1", "note": "x" * 501}, follow=True).content.decode()
    assert "500" in bad
    assert Visit.objects.count() == 1


def test_the_own_booth_has_no_tap(phone: Client, ann: Attendee) -> None:
    page = booth(phone, 101)
    assert "I was here" not in page
    refused = phone.post(tap(ann, 101), {"visit_id": uuid4()}, follow=True).content.decode()
    assert "your own team’s booth" in refused


def test_before_the_expo_opens_it_can_be_bookmarked(
    phone: Client, where: Hall, ann: Attendee, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_still(monkeypatch, where.opens_at - timedelta(hours=1))
    page = booth(phone)
    assert "You can bookmark the team already." in page
    assert "I was here" not in page
    place = f"/me/{ann.pk}/expo/booths/{code_of(102)}/bookmark/"
    assert "Bookmarked. You find it again" in phone.post(place, {"kept": "1"}, follow=True).content.decode()
    assert "The bookmark is gone." in phone.post(place, {"kept": "0"}, follow=True).content.decode()
    assert not Bookmark.objects.exists()


def test_codes_that_are_none(client: Client, where: Hall) -> None:
    for code in ("0000000000", "x" * 400, "%00", "..%2F..", "<script>"):
        assert client.get(f"/b/{code}/").status_code == 404, code


def test_a_draft_and_an_empty_booth(client: Client, where: Hall) -> None:
    team_at(where, 104).placement.delete()
    assert "This booth is free." in booth(client, 104)
    stand = where.booths.get(number=104).partners.create(on=DURING.date(), name="Read <Ohio>", offers="Free books")
    page = booth(client, 104)
    assert "Read &lt;Ohio&gt;" in page
    assert stand.offers in page
    assert "This booth is free." not in page
    waved(make_convening(opened=True), teams=0)
    where.convening.__class__.objects.filter(pk=where.convening_id).update(state="draft")
    assert client.get(f"/b/{code_of(104)}/").status_code == 404


# Visits that waited on the phone.


def test_what_waited_is_kept_once_with_its_own_time(phone: Client, ann: Attendee) -> None:
    first, own = kept(note="Late but here"), kept(101)
    told = arrive(phone, ann, first, own).json()["results"]
    assert [(one["id"], one["code"]) for one in told] == [(first["id"], "kept"), (own["id"], "own_booth")]
    assert arrive(phone, ann, first).json()["results"][0]["code"] == "kept"
    row = Visit.objects.get()
    assert row.visited_at == DURING - timedelta(seconds=600)
    assert Note.objects.get().text == "Late but here"


def test_malformed_batches_are_refused_whole(phone: Client, ann: Attendee) -> None:
    good = kept()
    odd: list[Any] = [{**good, "id": "x"}, {**good, "code": 7}, {**good, "age_s": "soon"}, {**good, "note": {}}, {}, 1]
    bodies = ["", "[]", "{}", "\xff", "[" * 100_000, '{"visits": {}}', '{"visits": []}']
    bodies += [json.dumps({"visits": [good, one]}) for one in odd] + [json.dumps({"visits": [good] * 51})]
    for body in bodies:
        answer = phone.post(f"/me/{ann.pk}/expo/visits/", body, "application/json")
        assert (answer.status_code, answer.json()["code"]) == (400, "malformed"), body[:80]
    assert not Visit.objects.exists()


def test_ages_that_are_none(phone: Client, ann: Attendee) -> None:
    for age in (float("nan"), float("inf"), -1e308, 1e308):
        assert arrive(phone, ann, kept(age_s=age)).status_code in (200, 400)
    assert all(row.visited_at <= DURING for row in Visit.objects.all())


def test_too_many_taps_are_asked_to_wait(phone: Client, ann: Attendee) -> None:
    last = [arrive(phone, ann, kept(104)) for __ in range(61)][-1]
    assert (last.status_code, last.json()["code"]) == (429, "too_often")


def test_too_many_words_are_asked_to_wait(phone: Client, ann: Attendee) -> None:
    for number in range(31):
        said = phone.post(tap(ann, 102 + number % 3), {"visit_id": uuid4(), "note": f"Number {number}"}, follow=True)
    assert "Wait a moment" in said.content.decode()
    assert Note.objects.count() == 30  # ten of one person at each of three teams
    assert arrive(phone, ann, kept(103, note="One more")).status_code == 429
    assert arrive(phone, ann, kept(103)).status_code == 200


# Rights.


def test_nothing_of_somebody_else(phone: Client, where: Hall, ann: Attendee) -> None:
    bob, cher = people(where)[1], people(where, 102)[0]
    theirs, wall = note(cher, 101), highlight(cher)
    for who in (bob, cher):
        for page in ("", "ours/"):
            assert phone.get(f"/me/{who.pk}/expo/{page}").status_code == 403
        assert phone.post(tap(who, 103), {"visit_id": uuid4()}).status_code == 403
        assert arrive(phone, who, kept(103)).status_code == 403
    phone.post(f"/me/{ann.pk}/expo/notes/{theirs.pk}/withdraw/")
    phone.post(f"/me/{ann.pk}/expo/highlights/{wall.pk}/back/")
    theirs.refresh_from_db()
    wall.refresh_from_db()
    assert (theirs.withdrawn_at, wall.state, Visit.objects.count()) == (None, HighlightState.HELD, 0)
    assert phone.get(f"/team/{team_at(where).pk}/visits/").status_code == 403


def test_a_team_that_lost_its_place_and_who_does_not_come(phone: Client, ann: Attendee) -> None:
    Team.objects.filter(pk=ann.team_id).update(place=PlaceState.RELEASED)
    assert phone.get(f"/me/{ann.pk}/expo/").status_code == 404
    assert arrive(phone, ann, kept()).status_code == 404
    assert "Do you come to this convening?" in booth(phone)
    Team.objects.filter(pk=ann.team_id).update(place=PlaceState.CONFIRMED)
    Attendee.objects.filter(pk=ann.pk).update(cancelled_at=DURING)
    assert phone.get(f"/me/{ann.pk}/expo/").status_code == 410
    assert arrive(phone, ann, kept()).json()["results"][0]["code"] == "not_yourself"


def test_who_does_not_come_any_more_takes_back_what_they_wrote(phone: Client, ann: Attendee) -> None:
    mine, wall, theirs = note(ann), highlight(ann), note(people(ann_hall(ann), 102)[0], 101)
    Attendee.objects.filter(pk=ann.pk).update(cancelled_at=DURING)
    for path in ("", "expo/"):
        page = phone.get(f"/me/{ann.pk}/{path}")
        assert (page.status_code, page.content.decode().count("What you wrote at the expo")) == (410, 1)
        assert (page.content.decode().count("Withdraw it"), page.content.decode().count("Take it back")) == (1, 1)
    said = phone.post(f"/me/{ann.pk}/expo/notes/{mine.pk}/withdraw/", follow=True).content.decode()
    assert ("neither team sees it any more" in said, "Take it back" in said) == (True, True)
    said = phone.post(f"/me/{ann.pk}/expo/highlights/{wall.pk}/back/", follow=True).content.decode()
    assert "Your highlight is not shown any more." in said
    assert "What you wrote" not in said
    assert "has nothing else to show" in guide(phone, ann)
    assert notes_of(team_at(ann_hall(ann))) == [ShownNote(theirs, ANY, mine=False)]


# Notes, highlights, afterwards.


def test_an_own_note_is_withdrawn(phone: Client, ann: Attendee) -> None:
    row = note(ann)
    assert "Withdraw it" in guide(phone, ann)
    said = phone.post(f"/me/{ann.pk}/expo/notes/{row.pk}/withdraw/", follow=True).content.decode()
    assert "neither team sees it any more" in said
    assert "Withdraw it" not in said


def test_a_highlight_is_written_and_taken_back(phone: Client, ann: Attendee) -> None:
    place = f"/me/{ann.pk}/expo/highlights/"
    bad = phone.post(place, {"highlight_id": uuid4(), "text": " "})
    assert (bad.status_code, "guide" in bad.content.decode()) == (422, True)
    said = phone.post(place, {"highlight_id": uuid4(), "text": "Opposite jobs"}, follow=True).content.decode()
    assert "An organizer reads it first." in said
    row = Highlight.objects.get()
    gone = phone.post(f"{place}{row.pk}/back/", follow=True).content.decode()
    assert "Your highlight is not shown any more." in gone
    assert "Take it back" not in gone


def test_who_visited_whom_for_members_and_coordinators(phone: Client, where: Hall, ann: Attendee) -> None:
    team = team_at(where)
    visit(ann, 102)
    visit(people(where, 103)[0], 101)
    coordinator = hold(Client(), team.coordinator, "coordinate", f"team:{team.pk}", at=DURING)
    for page in (phone.get(f"/me/{ann.pk}/expo/ours/"), coordinator.get(f"/team/{team.pk}/visits/")):
        shown = page.content.decode()
        assert "Somebody of Team 103" in shown
        assert "Team 102, OH" in shown
        assert "Team 104" not in shown


# What a phone keeps.


def test_the_worker_and_its_page_are_the_same_for_everybody(phone: Client) -> None:
    worker = Client().get("/b/worker.js")
    assert worker["Content-Type"] == "text/javascript; charset=utf-8"
    assert "/b/offline/" in worker.content.decode()
    shown = Client().get("/b/offline/").content
    assert b"No network" in shown
    assert phone.get("/b/offline/").content == shown  # it is kept on the phone: nothing personal
