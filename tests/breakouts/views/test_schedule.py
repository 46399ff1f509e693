import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from breakouts.models import Room, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.domain.access import grant
from convenings.models import Convening
from convenings.permissions import Role
from tests.breakouts.factories import AT, a_day, placed, presenter, room, session, slot
from tests.registration.factories import make_convening

HTMX = {"HX-Request": "true"}


@pytest.fixture
def organizer(client: Client, convening: Convening) -> Client:
    user = User.objects.create_user("june@example.org", name="June Abernathy")
    grant(convening=convening, user=user, role=Role.PROGRAMME, by="system", at=AT)
    client.force_login(user)
    return client


def address(convening: Convening, rest: str = "") -> str:
    return f"/organize/{convening.slug}/programme/{rest}"


def move(organizer: Client, moved: Session, where: Room, when: TimeSlot, version: int, **headers: str) -> str:
    answer = organizer.post(
        address(moved.convening, f"sessions/{moved.pk}/place/?day=2027-05-27"),
        {"room": where.pk, "slot": when.pk, "version": version},
        follow=True, headers=headers,
    )
    assert answer.status_code == 200
    return str(answer.content.decode())


def bare(page: str) -> str:
    """The page without what differs each time."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"|\s+', " ", page).strip()


def test_page_shows_grid_and_what_is_not_placed(organizer: Client, convening: Convening) -> None:
    a_day(convening)
    session(convening, "Learning walks")
    page = organizer.get(address(convening)).content.decode()
    assert "Thursday, May 27" in page
    assert "Talk 201 0" in page
    assert "Learning walks" in page
    assert "Ballroom" in page


def test_move_and_say_so(organizer: Client, convening: Convening) -> None:
    where, when, moved = room(convening, "204"), slot(convening, 9), session(convening, "Pay models")
    page = move(organizer, moved, where, when, 0)
    assert "“Pay models” is in 204 now (Thu, May 27, 9:00 a.m.)." in page
    moved.refresh_from_db()
    assert (moved.room, moved.slot) == (where, when)
    assert moved.placed_by == f"user:{User.objects.get().pk}"


def test_refusal_stands_beside_the_field_and_the_choice_is_kept(organizer: Client, convening: Convening) -> None:
    where, when, moved = room(convening, "204"), slot(convening, 9), session(convening, "Pay models")
    placed(where, when, "Finding $39 million")
    page = move(organizer, moved, where, when, 0)
    assert page.count("204 is taken by “Finding $39 million”") == 2
    assert f'<option value="{where.pk}" selected>204, 60 seats</option>' in page
    assert f'<option value="{when.pk}" selected>' in page
    assert 'aria-invalid="true"' in page


def test_the_day_of_the_refused_place_is_shown(organizer: Client, convening: Convening) -> None:
    where, other_day, moved = room(convening, "204"), slot(convening, 9), session(convening, "Pay models")
    placed(where, other_day, "Finding $39 million")
    answer = organizer.post(
        address(convening, f"sessions/{moved.pk}/place/?day=2027-05-26"),
        {"room": where.pk, "slot": other_day.pk, "version": 0},
    )
    assert answer.context["on"].isoformat() == "2027-05-27"
    assert "Finding $39 million</a>" in answer.content.decode()


def test_the_first_day_with_a_breakout_is_shown(organizer: Client, convening: Convening) -> None:
    assert organizer.get(address(convening)).context["on"].isoformat() == "2027-05-26"  # the first of all
    placed(room(convening, "Ballroom"), slot(convening, 9, day=26), "Opening", kind=SessionKind.PLENARY)
    assert organizer.get(address(convening)).context["on"].isoformat() == "2027-05-26"
    placed(room(convening, "204"), slot(convening, 9), "Pay models")
    assert organizer.get(address(convening)).context["on"].isoformat() == "2027-05-27"


def test_changed_meanwhile_is_told_and_the_second_try_is_on_purpose(organizer: Client, convening: Convening) -> None:
    first, second, when = room(convening, "201"), room(convening, "204"), slot(convening, 9)
    moved = placed(first, when, "Pay models")
    page = move(organizer, moved, second, when, 0)
    assert "has moved “Pay models” to 201" in page
    assert '<input type="hidden" name="version" value="1"' in page
    moved.refresh_from_db()
    assert moved.room == first
    move(organizer, moved, second, when, 1)
    moved.refresh_from_db()
    assert moved.room == second


def test_nothing_chosen_is_told(organizer: Client, convening: Convening) -> None:
    moved = session(convening)
    answer = organizer.post(address(convening, f"sessions/{moved.pk}/place/"), {"version": 0})
    assert answer.content.decode().count("This field is required.") == 2


def test_partial_equals_the_fresh_page(organizer: Client, convening: Convening) -> None:
    a_day(convening)
    moved = session(convening, "Pay models")
    place = (Room.objects.get(name="Ballroom"), TimeSlot.objects.get(label="Breakouts A"))
    partial = organizer.get(address(convening, f"?session={moved.pk}"), headers=HTMX).content.decode()
    fresh = organizer.get(address(convening, f"?session={moved.pk}")).content.decode()
    assert "<html" not in partial
    assert bare(partial) in bare(fresh)
    assert "is in Ballroom now" in move(organizer, moved, *place, 0, **HTMX)


def test_add_session_room_and_time(organizer: Client, convening: Convening) -> None:
    organizer.post(address(convening, "rooms/"), {"name": "201", "capacity": 60})
    organizer.post(
        address(convening, "times/"), {"label": "A", "on": "2027-05-27", "starts": "09:00", "ends": "10:15"}
    )
    answer = organizer.post(address(convening, "sessions/"), {"title": "Pay models", "kind": "breakout"})
    made = Session.objects.get(title="Pay models")
    assert answer["Location"] == address(convening, f"?session={made.pk}")
    assert Room.objects.get().name == "201"
    assert TimeSlot.objects.get().starts_at.isoformat() == "2027-05-27T13:00:00+00:00"


@pytest.mark.parametrize(
    ("rest", "typed", "words"),
    [
        ("rooms/", {"name": "201", "capacity": 60}, "There is a room of this name already."),
        ("rooms/", {"name": "202", "capacity": 0}, "greater than or equal to 1"),
        ("times/", {"label": "B", "on": "2027-05-27", "starts": "09:30", "ends": "10"}, "Enter a valid time."),
        ("times/", {"label": "B", "on": "2027-05-27", "starts": "09:30", "ends": "10:00"}, "It overlaps with “A”"),
        ("times/", {"label": "B", "on": "2028-05-27", "starts": "09:30", "ends": "10:00"}, "Select a valid choice."),
        ("times/", {"label": "B", "on": "2027-05-27", "starts": "12:00", "ends": "11:00"}, "longer than 12 hours"),
        ("sessions/", {"title": "", "kind": "breakout"}, "This field is required."),
        ("sessions/", {"title": "x" * 201, "kind": "opera"}, "opera is not one of the available choices"),
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    organizer: Client, convening: Convening, rest: str, typed: dict[str, object], words: str
) -> None:
    room(convening, "201")
    slot(convening, 9, label="A")
    answer = organizer.post(address(convening, rest), typed)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    assert (Room.objects.count(), TimeSlot.objects.count(), Session.objects.count()) == (1, 1, 0)


def test_presenters_come_and_go(organizer: Client, convening: Convening) -> None:
    made, ann = session(convening), presenter(convening, "Ann Teller")
    page = organizer.post(
        address(convening, f"sessions/{made.pk}/presenters/"), {"presenter": ann.pk}, follow=True
    ).content.decode()
    assert "Ann Teller presents" in page
    organizer.post(address(convening, f"sessions/{made.pk}/presenters/{ann.pk}/remove/"))
    assert not made.presentations.exists()


def test_presenter_taken_is_told(organizer: Client, convening: Convening) -> None:
    when, ann = slot(convening), presenter(convening, "Ann Teller")
    placed(room(convening), when, "First", (ann,))
    second = placed(room(convening), when, "Second")
    answer = organizer.post(address(convening, f"sessions/{second.pk}/presenters/"), {"presenter": ann.pk})
    assert "Ann Teller presents “First”" in answer.content.decode()


def test_take_out(organizer: Client, convening: Convening) -> None:
    made = placed(room(convening), slot(convening))
    organizer.post(address(convening, f"sessions/{made.pk}/unplace/"), {"version": 0})
    made.refresh_from_db()
    assert made.slot is not None
    organizer.post(address(convening, f"sessions/{made.pk}/unplace/"), {"version": 1})
    made.refresh_from_db()
    assert made.slot is None


def test_another_convenings_session_is_not_there(organizer: Client, convening: Convening) -> None:
    foreign = session(make_convening())
    assert organizer.post(address(convening, f"sessions/{foreign.pk}/unplace/")).status_code == 404


def test_a_get_changes_nothing(organizer: Client, convening: Convening) -> None:
    made = placed(room(convening), slot(convening))
    assert organizer.get(address(convening, f"sessions/{made.pk}/unplace/")).status_code == 405


@pytest.mark.parametrize("rooms", [1, 3])
def test_statements(
    organizer: Client, convening: Convening, django_assert_num_queries: DjangoAssertNumQueries, rooms: int
) -> None:
    a_day(convening, rooms=rooms)
    picked = Session.objects.exclude(slot=None).latest("id")
    with django_assert_num_queries(12):
        organizer.get(address(convening))
    with django_assert_num_queries(15):  # and the rooms, times and people of its forms
        organizer.get(address(convening, f"?session={picked.pk}"))


