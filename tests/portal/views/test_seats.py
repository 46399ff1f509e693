"""An attendee sees and changes their own seats, by the own link alone."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.presenters import add_presenter
from breakouts.domain.seats import take_seat
from breakouts.models import Programme, Seat, Session
from convenings.models import Convening
from registration.models import Attendee
from tests.breakouts.choice_factories import members
from tests.breakouts.factories import AT, BY, released
from tests.breakouts.seat_factories import line_of, people, seat, seated_rounds, sits
from tests.registration.doors import as_attendee
from tests.registration.factories import NOW, make_convening

pytestmark = pytest.mark.django_db
Made = tuple[Attendee, Attendee, list[Session]]


@pytest.fixture
def made() -> Made:
    convening = make_convening()
    (sessions,) = seated_rounds(convening, 1, 5)
    ann, bob = members(convening)
    return ann, bob, sessions


def address(who: Attendee) -> str:
    return f"/me/{who.pk}/seats/"


def press(client: Client, who: Attendee, do: str, session: Session) -> str:
    return client.post(address(who), {"do": do, "session": session.pk}, follow=True).content.decode()


def test_seen_with_why_and_changed(client: Client, made: Made) -> None:
    ann, bob, (one, two) = made
    seat(bob, one)
    why = {"kind": "wish", "rank": 2, "missed": [
        {"session": one.pk, "title": one.title, "reason": "team", "wanted_by": 2, "seats": 1, "mates": 1}
    ]}  # fmt: skip
    Seat.objects.create(attendee=ann, session=two, slot=two.slot, why=why, given_by=BY, given_at=AT)
    page = as_attendee(client, ann).get(address(ann)).content.decode()
    assert "The second choice. 1 of the team sits in “Talk 1.1”" in page
    me = client.get(f"/me/{ann.pk}/").content.decode()
    assert "Talk 1.2" in me
    assert "Your seat" in me
    assert address(ann) in me
    assert "You wait for a seat in “Talk 1.1”." in press(client, ann, "wait", one)
    page = client.get(address(ann)).content.decode()
    assert "You are number 1 in the line for “Talk 1.1”." in page
    assert "You do not wait for “Talk 1.1” any more." in press(client, ann, "stop", one)
    full = client.post(address(ann), {"do": "take", "session": one.pk})
    assert full.status_code == 409
    assert "“Talk 1.1” is full." in full.content.decode()
    assert "You have given up your seat in “Talk 1.2”." in press(client, ann, "drop", two)
    assert "You sit in “Talk 1.2” now." in press(client, ann, "take", two)
    Seat.objects.filter(attendee=bob).delete()
    assert "You sit in “Talk 1.1” now." in press(client, ann, "wait", one)
    assert sits(ann) == ["Talk 1.1"]
    assert line_of(one) == []


def test_what_is_strange_changes_nothing(client: Client, made: Made) -> None:
    ann, bob, (one, __) = made
    elsewhere = seated_rounds(make_convening(), 5)[0][0]
    as_attendee(client, ann)
    for do, session in (("take", "x"), ("take", "9" * 30), ("dance", one.pk), ("take", elsewhere.pk), ("", "")):
        assert client.post(address(ann), {"do": do, "session": session}).status_code == 404
    assert client.post(address(bob), {"do": "take", "session": one.pk}).status_code in (403, 404)
    assert not Seat.objects.exists()


def test_before_they_are_open_the_page_says_so(client: Client, made: Made) -> None:
    ann, __, (one, __two) = made
    seat(ann, one)
    Programme.objects.update(seats_open_at=None)
    set_choosing_time(convening=ann.convening, from_at=None, until_at=AT, by=BY, at=AT)
    assert "Seats are not given yet." in as_attendee(client, ann).get(address(ann)).content.decode()
    me = client.get(f"/me/{ann.pk}/").content.decode()
    assert ("The time to choose ended on" in me) == (AT <= NOW)
    assert "Talk 1.1" not in me
    refused = client.post(address(ann), {"do": "drop", "session": one.pk})
    assert refused.status_code == 409
    assert sits(ann) == ["Talk 1.1"]


def test_who_presents_or_is_pinned_or_has_none(client: Client, made: Made) -> None:
    ann, bob, (one, two) = made
    assert "You have no seat yet." in as_attendee(client, ann).get(f"/me/{ann.pk}/").content.decode()
    take_seat(attendee=ann, session=one, pinned=True, by=BY, at=AT)
    page = client.get(address(ann)).content.decode()
    assert "The organizers have settled this seat." in page
    assert "Change to this" not in page
    add_presenter(session=two, attendee=bob, by=BY, at=AT)
    released(ann.convening)
    assert "You present “Talk 1.2” in this round." in as_attendee(client, bob).get(address(bob)).content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_statements(client: Client, django_assert_num_queries: DjangoAssertNumQueries, rows: int) -> None:
    convening: Convening = make_convening()
    sessions = seated_rounds(convening, *[5] * rows, rounds=rows)
    ann, *others = people(convening, rows)
    for each in sessions:
        for who in (ann, *others):
            seat(who, each[0])
    as_attendee(client, ann)
    with django_assert_num_queries(16):
        client.get(address(ann))
