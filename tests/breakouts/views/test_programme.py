from datetime import date

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.materials import MaterialDraft, add_link, publish
from breakouts.domain.seats import take_seat
from breakouts.domain.sessions import unplace_session
from breakouts.models import Programme, Session
from breakouts.states import MaterialPhase, SessionKind
from convenings.models import Convening, Element
from registration.models import Attendee, Team
from tests.breakouts.factories import AT, BY, a_day, placed, released, room, session, slot
from tests.registration.doors import as_attendee, stand_still
from tests.registration.factories import NOW, make_convening, make_team


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
    with django_assert_num_queries(3):  # its content is kept for all who have nothing of their own on it
        page = Client().get(address(convening)).content.decode()
    assert page.count("Talk 201 0") == 2
    with django_assert_num_queries(4):  # but not what anybody may make up
        client.get(address(convening) + "?about=Everything+and+nothing")
    with django_assert_num_queries(4):
        client.get(address(convening) + "?about=Everything+and+nothing")


def test_kept_page_follows_the_name_of_a_presenters_team(client: Client, convening: Convening) -> None:
    team = make_team(convening, "confirmed", members=1)
    placed(room(convening, "204"), slot(convening, 10), "Fewer tests", (team.members.earliest("pk"),))
    released(convening)
    Team.objects.filter(pk=team.pk).update(name="Lakeside")
    assert "Lakeside" in client.get(address(convening)).content.decode()
    Team.objects.filter(pk=team.pk).update(name="Đặng Bay")
    page = client.get(address(convening)).content.decode()
    assert "Đặng Bay" in page
    assert "Lakeside" not in page


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


def own_reader(client: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch) -> Attendee:
    """A member of a team that comes, who has opened their own link."""
    stand_still(monkeypatch)
    member = Attendee.objects.get(team=make_team(convening, "confirmed", members=1), office="")
    as_attendee(client, member)
    return member


def test_own_sessions_are_marked_for_their_reader_alone(
    client: Client, convening: Convening, monkeypatch: pytest.MonkeyPatch
) -> None:
    member = own_reader(client, convening, monkeypatch)
    when = slot(convening, 10)
    own, sat = placed(room(convening, "204"), when, "Fewer tests", (member,)), placed(room(convening), when, "Peers")
    later = placed(room(convening), slot(convening, 14), "Walks")
    take_seat(attendee=member, session=later, by=BY, at=AT)
    released(convening)
    anybody = Client().get(address(convening))
    assert client.get(address(convening)).content.decode().count("You present") == 2  # in the grid and in the list
    Programme.objects.update(seats_open_at=NOW)
    mine = client.get(address(convening))
    shown = mine.content.decode()
    assert (shown.count("You present"), shown.count("Your seat")) == (2, 2)
    assert "You present" not in anybody.content.decode()
    assert mine["ETag"] != anybody["ETag"]
    assert Client().get(address(convening), headers={"If-None-Match": anybody["ETag"]}).status_code == 304
    assert client.get(address(convening), headers={"If-None-Match": anybody["ETag"]}).status_code == 200
    assert "You present" in client.get(session_address(own)).content.decode()
    assert "You present" not in client.get(session_address(sat)).content.decode()


def session_address(held: Session) -> str:
    return f"/c/{held.convening.slug}/programme/sessions/{held.pk}/"


def tagged(convening: Convening) -> tuple[Session, Session]:
    element = Element.objects.create(convening=convening, name="Trust & time", position=1)
    when = slot(convening, 10)
    words = {"elements": [element], "abstract": "<b>Bold</b>\n\nTwo"}
    first = placed(room(convening, "204"), when, "O'Brien-Nuñez, 王小明", **words)
    other = placed(room(convening, "205"), when, "Peers")
    Session.objects.filter(pk=other.pk).update(track="1st year")
    placed(room(convening, "Hall"), slot(convening, 12), "Lunch", kind=SessionKind.MEAL)
    released(convening)
    return first, other


@pytest.mark.parametrize(
    ("about", "shown"),
    [
        ("", {"王小明", "Peers", "Lunch"}), ("Trust %26 time", {"王小明", "Lunch"}), ("1st year", {"Peers", "Lunch"}),
        ("nothing of ours", {"王小明", "Peers", "Lunch"}), ("x" * 9000, {"王小明", "Peers", "Lunch"}),
    ],
)  # fmt: skip
@pytest.mark.parametrize("on", ["2027-05-27/", "all/"])
def test_it_narrows_to_an_element_or_a_track(
    client: Client, convening: Convening, about: str, shown: set[str], on: str
) -> None:
    tagged(convening)
    page = client.get(f"{address(convening, on)}?about={about}").content.decode()
    assert {words for words in ("王小明", "Peers", "Lunch") if words in page} == shown


def test_one_session_has_its_page(client: Client, convening: Convening) -> None:
    first, other = tagged(convening)
    page = client.get(session_address(first)).content.decode()
    assert "O&#x27;Brien-Nuñez, 王小明" in page
    assert "Thu, May 27, 10:00 a.m." in page
    assert "Trust &amp; time" in page
    assert "&lt;b&gt;Bold" in page
    assert "1st year" in client.get(session_address(other)).content.decode()
    etag = client.get(session_address(first))["ETag"]
    assert client.get(session_address(first), headers={"If-None-Match": etag}).status_code == 304
    draft = MaterialDraft(MaterialPhase.AFTER, "Slides")
    slides = add_link(session=first, draft=draft, url="https://example.org/s", by=BY, at=AT)
    assert "Slides" not in client.get(session_address(first)).content.decode()
    publish(material=slides, by=BY, at=AT)
    assert "Slides" in client.get(session_address(first), headers={"If-None-Match": etag}).content.decode()
    assert client.get(session_address(first).replace(f"/{first.pk}/", f"/{10**30}/")).status_code == 404


def test_what_is_not_released_has_none(client: Client, convening: Convening) -> None:
    a_day(convening)
    secret = placed(room(convening), slot(convening, 20), "Placed, not released")
    assert client.get(session_address(secret)).status_code == 404


def test_all_days_are_one_list(client: Client, convening: Convening) -> None:
    placed(room(convening), slot(convening, 22, day=26, minutes=150), "Over midnight")
    a_day(convening)
    page = client.get(address(convening, "all/")).content.decode()
    assert page.index("Wednesday, May 26") < page.index("Over midnight") < page.index("Thursday, May 27")
    assert 'class="grid12"' not in page


def test_its_worker_keeps_this_programme_alone(client: Client, convening: Convening) -> None:
    answer = client.get(address(convening, "worker.js"))
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert address(convening, "all/") in answer.content.decode()
    assert f"accord-programme-{convening.slug}" in answer.content.decode()
    assert "data-programme-worker" not in client.get(address(convening)).content.decode()  # nothing is released
    a_day(convening)
    shown = client.get(address(convening)).content.decode()
    assert f'data-programme-worker="{address(convening, "worker.js")}"' in shown
