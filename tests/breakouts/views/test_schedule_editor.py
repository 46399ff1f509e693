"""Dragging, undoing and pinning; and that nothing absurd gets in."""

import json
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from breakouts.domain.availability import shut_room
from breakouts.models import Move, Programme, Room, Session, TimeSlot
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from tests.breakouts.factories import AT, BY, a_day, placed, presenter, room, session, slot
from tests.registration.factories import make_convening


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(user)
    return client


def address(convening: Convening, rest: str = "") -> str:
    return f"/organize/{convening.slug}/programme/{rest}"


def drop(organizer: Client, made: Session, sent: Any) -> HttpResponse:
    body = sent if isinstance(sent, bytes | str) else json.dumps(sent)
    where = address(made.convening, f"sessions/{made.pk}/drop/")
    answer: Any = organizer.post(where, body, content_type="application/json")
    return answer


def test_a_drop_moves_and_undo_and_redo_follow(organizer: Client, convening: Convening) -> None:
    first, second, when = room(convening, "203"), room(convening, "204"), slot(convening, 9)
    made = placed(first, when, "Pay models")
    answer = drop(organizer, made, {"room": second.pk, "slot": when.pk, "version": 1})
    assert json.loads(answer.content) == {"version": 2, "words": "“Pay models” is moved."}
    page = organizer.post(address(convening, "undo/?day=2027-05-27"), follow=True).content.decode()
    assert "Undone: “Pay models” is as it was." in page
    made.refresh_from_db()
    assert made.room == first
    page = organizer.post(address(convening, "redo/"), follow=True).content.decode()
    assert "Done again: “Pay models” is changed." in page
    assert "Undo: Pay models" in page
    made.refresh_from_db()
    assert made.room == second
    assert "There is nothing to do again" in organizer.post(address(convening, "redo/"), follow=True).content.decode()
    assert drop(organizer, made, {"room": None, "slot": None, "version": made.version}).status_code == 200
    made.refresh_from_db()
    assert made.slot is None


def test_the_slower_of_two_is_told_what_changed(organizer: Client, convening: Convening) -> None:
    first, second, when = room(convening, "203"), room(convening, "204"), slot(convening, 9)
    made = placed(first, when, "Pay models")
    answer = drop(organizer, made, {"room": second.pk, "slot": when.pk, "version": 0})
    assert answer.status_code == 409
    told = json.loads(answer.content)
    assert told["code"] == "changed_meanwhile"
    assert "has moved “Pay models” to 203, Thu, May 27, 9:00 a.m." in told["words"]


def test_the_board_is_sent_again_only_when_something_changed(organizer: Client, convening: Convening) -> None:
    made = placed(room(convening, "203"), slot(convening, 9), "Pay models")
    tag = organizer.get(address(convening))["ETag"]
    assert organizer.get(address(convening), headers={"If-None-Match": tag}).status_code == 304
    drop(organizer, made, {"room": None, "slot": None, "version": 1})
    again = organizer.get(address(convening), headers={"If-None-Match": tag})
    assert (again.status_code, again["ETag"] != tag) == (200, True)


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ("{", 400, "malformed"),
        (b"\xff\xfe", 400, "malformed"),
        ("[" * 1500, 400, "malformed"),
        ("null", 400, "malformed"),
        ([{"room": 1, "slot": 1, "version": 0}], 400, "malformed"),
        ({"room": "1", "slot": 1, "version": 0}, 400, "malformed"),
        ({"room": True, "slot": 1, "version": 0}, 400, "malformed"),
        ({"room": 1.5, "slot": 1, "version": 0}, 400, "malformed"),
        ({"room": 1, "slot": None, "version": 0}, 400, "malformed"),
        ({"room": 1, "slot": 1}, 400, "malformed"),
        ({"room": 1, "slot": 1, "version": -1}, 400, "malformed"),
        ({"room": 2**70, "slot": 1, "version": 0}, 400, "malformed"),
        ({"room": 1, "slot": 1, "version": 0, "starts_at": "2028-05-27T09:00", "ends_at": "2027-05-27T08:00"}, 400,
         "malformed"),
        ({"room": 10**9, "slot": 10**9, "version": 0}, 409, "other_convening"),
        (json.dumps([{"room": 1, "slot": 1, "version": 0}] * 10_000), 413, "too_large"),
        (b"[" + b"1," * 2_000_000 + b"1]", 413, "too_large"),
    ],
)  # fmt: skip
def test_what_is_absurd_gets_a_sentence_and_changes_nothing(
    organizer: Client, convening: Convening, sent: Any, status: int, code: str
) -> None:
    made = placed(room(convening), slot(convening))
    before = Programme.objects.get(convening=convening).version
    answer = drop(organizer, made, sent)
    assert answer.status_code == status
    told = json.loads(answer.content)
    assert told["code"] == code
    assert told["words"].endswith(".")
    made.refresh_from_db()
    assert (made.version, Programme.objects.get(convening=convening).version) == (1, before)


def test_another_convenings_room_time_and_session(organizer: Client, convening: Convening) -> None:
    other = make_convening(slug="elsewhere")
    foreign = {"room": room(other).pk, "slot": slot(other).pk, "version": 0}
    made = session(convening)
    assert json.loads(drop(organizer, made, foreign).content)["code"] == "other_convening"
    stranger = session(other)
    stranger.convening = convening
    for sent in ({**foreign, "room": room(convening).pk, "slot": slot(convening).pk},
                 {"room": None, "slot": None, "version": 0}):  # fmt: skip
        assert json.loads(drop(organizer, stranger, sent).content)["code"] == "session_gone"
    answer = organizer.get(address(convening, f"sessions/{stranger.pk}/places/"))
    assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "session_gone")
    assert Move.objects.filter(session=stranger).count() == 0


def resize(organizer: Client, made: TimeSlot, sent: Any) -> HttpResponse:
    body = sent if isinstance(sent, bytes | str) else json.dumps(sent)
    where = address(made.convening, f"times/{made.pk}/length/")
    answer: Any = organizer.post(where, body, content_type="application/json")
    return answer


def test_a_time_is_made_longer_and_undo_follows(organizer: Client, convening: Convening) -> None:
    when = slot(convening, 9, label="Breakouts A")
    was = int(when.ends_at.timestamp())
    answer = resize(organizer, when, {"ends": was + 600, "was": was})
    assert json.loads(answer.content) == {"words": "“Breakouts A” ends at 10:25 a.m. now."}
    late = resize(organizer, when, {"ends": was + 900, "was": was})
    assert late.status_code == 409
    assert "(now Thu, May 27, 9:00 a.m. to 10:25 a.m.). Nothing was changed now." in json.loads(late.content)["words"]
    page = organizer.post(address(convening, "undo/"), follow=True).content.decode()
    assert "Undone: “Breakouts A” is as it was." in page
    when.refresh_from_db()
    assert int(when.ends_at.timestamp()) == was


YEAR = 365 * 24 * 3600


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ("{", 400, "malformed"),
        ("null", 400, "malformed"),
        ({"ends": "10:25", "was": 0}, 400, "malformed"),
        ({"ends": True, "was": 0}, 400, "malformed"),
        ({"ends": 1.5, "was": 0}, 400, "malformed"),
        ({"ends": 2**70, "was": 0}, 400, "malformed"),
        ({"ends": -1, "was": 0}, 400, "malformed"),
        ({"ends": 0}, 400, "malformed"),
        (json.dumps([{"ends": 0, "was": 0}] * 10_000), 413, "too_large"),
        (YEAR, 409, "slot_too_long"),
        (-YEAR, 409, "slot_ends_too_early"),
        (-4500, 409, "slot_ends_too_early"),  # it lasts no time at all
        (-4501, 409, "slot_ends_too_early"),
        (2700, 409, "slot_overlaps"),
        (2**33, 400, "malformed"),
    ],
)  # fmt: skip
def test_an_absurd_length_gets_a_sentence_and_changes_nothing(
    organizer: Client, convening: Convening, sent: Any, status: int, code: str
) -> None:
    """A number: so many seconds later than it ends."""
    when, _lunch = slot(convening, 9), slot(convening, 10.5)
    was, before = int(when.ends_at.timestamp()), Programme.objects.get(convening=convening).version
    answer = resize(organizer, when, {"ends": was + sent, "was": was} if isinstance(sent, int) else sent)
    told = json.loads(answer.content)
    assert (answer.status_code, told["code"]) == (status, code)
    assert told["words"].endswith(".")
    when.refresh_from_db()
    assert (int(when.ends_at.timestamp()), Programme.objects.get(convening=convening).version) == (was, before)
    assert not Move.objects.exists()


def test_another_convenings_time_has_no_length_here(organizer: Client, convening: Convening) -> None:
    stranger = slot(make_convening(slug="elsewhere"))
    stranger.convening = convening
    for sent in ({"ends": 0, "was": 0}, "{"):
        answer = resize(organizer, stranger, sent)
        assert (answer.status_code, json.loads(answer.content)["code"]) == (404, "slot_gone")


def test_where_a_session_may_go(organizer: Client, convening: Convening) -> None:
    small, large, when = room(convening, "203", 30), room(convening, "204", 60), slot(convening, 9)
    later = slot(convening, 11)
    made = placed(large, when, "Pay models")
    Session.objects.filter(pk=made.pk).update(demand=41)
    shut_room(room=large, starts_at=later.starts_at, ends_at=later.ends_at, by=BY, at=AT)
    found = json.loads(organizer.get(address(convening, f"sessions/{made.pk}/places/")).content)
    assert found["version"] == 1
    assert {place: verdict[:2] for place, verdict in found["places"].items()} == {
        f"{small.pk}-{when.pk}": ["maybe", "Too small: 30 seats, 41 expected"],
        f"{small.pk}-{later.pk}": ["maybe", "Too small: 30 seats, 41 expected"],
        f"{large.pk}-{later.pk}": ["no", "Shut"],
    }
    assert "Choose a larger room" in found["places"][f"{small.pk}-{when.pk}"][2]


def test_a_pin_and_its_release(organizer: Client, convening: Convening) -> None:
    made = placed(room(convening), slot(convening), "Pay models")
    where = address(convening, f"sessions/{made.pk}/pin/")
    page = organizer.post(where, {"pinned": "yes", "version": 1}, follow=True).content.decode()
    assert "“Pay models” stays where it is." in page
    assert "Release the pin" in page
    refused = drop(organizer, made, {"room": None, "slot": None, "version": 1})
    assert json.loads(refused.content)["code"] == "session_pinned"
    assert "may be moved again" in organizer.post(where, {"pinned": "no", "version": 1}, follow=True).content.decode()
    lost = organizer.post(where, {"pinned": "yes", "version": 7}, follow=True).content.decode()
    assert "Nothing was changed now." in lost


def test_some_rooms_only_and_the_conflicts(organizer: Client, convening: Convening) -> None:
    when = slot(convening, 9)
    one = placed(room(convening, "203"), when, "Here", (presenter(convening),))
    other = placed(room(convening, "204"), when, "There")
    shut_room(room=one.room, starts_at=when.starts_at, ends_at=when.ends_at, by=BY, at=AT)
    page = organizer.get(address(convening, f"?room={one.room_id}&room=x"))
    assert [row.room.name for row in page.context["board"].rows] == ["203"]
    found = [(one.css, one.number, one.problem.code) for one in page.context["board"].conflicts]
    assert found == [("must", 1, "room_shut"), ("know", 2, "no_presenter")]
    assert "1 impossible, 1 hint" in page.content.decode()
    assert other.title in page.content.decode()


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(
    organizer: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int
) -> None:
    a_day(convening, rooms=rooms)
    made = Session.objects.exclude(slot=None).latest("id")
    ballroom, when = Room.objects.get(name="Ballroom"), TimeSlot.objects.get(label="Breakouts A")
    with django_assert_num_queries(8):
        organizer.get(address(convening, f"sessions/{made.pk}/places/"))
    made.convening = convening
    # To get in 3, to hold and count 1, to read 1, to write 3; and 2 of savepoints in tests.
    with django_assert_num_queries(10):
        assert drop(organizer, made, {"room": ballroom.pk, "slot": when.pk, "version": made.version}).status_code == 200
    tag = f'W/"{Programme.objects.get().version}"'
    with django_assert_num_queries(5):
        assert organizer.get(address(convening), headers={"If-None-Match": tag}).status_code == 304
