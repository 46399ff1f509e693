"""What people know of their seats is what is released: they see it and are told of it at the release, once."""

from datetime import timedelta

import pytest
from django.core import mail as box

from breakouts.domain import seat_news, seats_opening
from breakouts.domain.choice_sheet import choice_rounds
from breakouts.domain.choices import Wish, choose, wishes_of
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.presenters import add_presenter
from breakouts.domain.release_news import tell_of_releases
from breakouts.domain.rooms import change_room
from breakouts.domain.seat_proposals import check_seatable
from breakouts.domain.seat_sheet import known_rounds_of, seats_shown
from breakouts.domain.seats import drop_seat
from breakouts.domain.sessions import change_session, place_session, remove_session, unplace_session
from breakouts.models import Programme, Seat, Session, TimeSlot
from breakouts.states import SessionKind
from convenings.models import Convening
from journal.refusals import Refusal
from mail.domain import delivery
from mail.models import Message
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, placed, released, room, slot
from tests.breakouts.seat_factories import line_of, own, people, seat, seated_rounds, sits
from tests.registration.factories import NOW

pytestmark = pytest.mark.django_db
LATER = AT + timedelta(minutes=1)  # after the seats
SENT = LATER + seat_news.QUIET


def move(session: Session, when: TimeSlot | None, where: str = "Annex") -> Session:
    """Out of its place, and into another room at this time."""
    session = unplace_session(session=session, version=Session.objects.get(pk=session.pk).version, by=BY, at=AT)
    if when is None:
        return session
    annex = session.convening.rooms.filter(name=where).first() or room(session.convening, where, 9)
    return place_session(session=session, room=annex, slot=when, version=session.version, by=BY, at=AT)


def shown(attendee: Attendee) -> list[tuple[str, str, str]]:
    """The seats as the attendee sees them."""
    seats = seats_shown(Attendee.objects.select_related("convening__programme").get(pk=attendee.pk))
    return [(seat.session.slot.label, seat.session.title, seat.session.room.name) for seat in seats]  # type: ignore[union-attr]


def sent() -> dict[str, list[str]]:
    """What was said to whom since the last look: the lines of all lists, by name."""
    box.outbox.clear()
    tell_of_releases(at=AT)
    delivery.deliver_due(at=SENT)
    said: dict[str, list[str]] = {}
    for mail in box.outbox:
        lines = [line.strip() for line in str(mail.body).splitlines() if line.startswith("- ")]
        said.setdefault(mail.to[0].partition(" <")[0], []).extend(lines)
    return said


def code_of(attendee: Attendee, session: Session, by: str = "") -> str:
    with pytest.raises(Refusal) as told:
        seat(attendee, session, by=by or own(attendee))
    assert str(told.value)
    return told.value.code


def start(convening: Convening, *capacities: int) -> list[list[Session]]:
    """Two rounds with seats that people see, and all that was to be told is told."""
    made = seated_rounds(convening, *capacities, rounds=2)
    sent()
    return made


def test_who_sits_in_a_session_that_moves_hears_of_it_at_the_release_alone(convening: Convening) -> None:
    ((one, __), (later, ___)) = start(convening, 5, 5)
    (ann,) = people(convening, 1)
    seat(ann, one)
    assert sent() == {"Person 0": ["- Round 1, Thu, May 27, 9:00 a.m.: you have a seat in “Talk 1.1”, Hall 1."]}
    assert later.slot is not None
    move(one, later.slot)
    assert sent() == {}
    assert shown(ann) == [("Round 1", "Talk 1.1", "Hall 1")]
    released(convening, at=LATER)
    assert shown(ann) == [("Round 2", "Talk 1.1", "Annex")]
    (lines,) = sent().values()
    assert len(lines) == 1
    assert "“Talk 1.1”: now Thu, May 27, 11:00 a.m., Annex." in lines[0]
    assert sent() == {}


def test_who_cannot_come_along_keeps_what_is_known_until_the_release(convening: Convening) -> None:
    """Bob sits elsewhere at the new time, Cleo presents then; moved back, both have their seats again."""
    ((one, __), (later, other)) = start(convening, 5, 5)
    ann, bob, cleo = people(convening, 3)
    for who in (ann, bob, cleo):
        seat(who, one)
    seat(bob, other)
    sent()
    add_presenter(session=later, attendee=cleo, by=BY, at=AT)
    first, second = one.slot, later.slot
    move(one, second)
    assert shown(bob) == [("Round 1", "Talk 1.1", "Hall 1"), ("Round 2", "Talk 2.2", "Hall 2")]
    assert [who.slot_id for who in Seat.objects.filter(session=one).order_by("pk")] == [second.pk, None, None]  # type: ignore[union-attr]
    move(one, first, "Hall 1")
    assert [sits(who) for who in (ann, bob, cleo)] == [["Talk 1.1"], ["Talk 1.1", "Talk 2.2"], ["Talk 1.1"]]
    move(one, second)
    assert sent() == {}
    released(convening, at=LATER)
    assert [sits(who) for who in (ann, bob, cleo)] == [["Talk 1.1"], ["Talk 2.2"], []]
    said = sent()
    assert said["Person 1"] == [
        "- Round 1, Thu, May 27, 9:00 a.m.: you have no seat any more. It was in “Talk 1.1”."
    ]
    assert ["no seat any more" in line for line in said["Person 2"]].count(True) == 1
    assert ["now Thu, May 27, 11:00" in line for line in said["Person 0"]] == [True]
    assert len(said) == 3


def test_what_is_no_breakout_any_more_is_told_at_the_release(convening: Convening) -> None:
    ((one, __), ___) = start(convening, 5, 5)
    (ann,) = people(convening, 1)
    seat(ann, one)
    sent()
    change_session(session=one, title="Lunch", kind=SessionKind.MEAL, abstract="", elements=[], by=BY, at=AT)
    assert shown(ann) == [("Round 1", "Talk 1.1", "Hall 1")]
    assert sent() == {}
    released(convening, at=LATER)
    assert (shown(ann), sits(ann)) == ([], [])
    assert sent() == {"Person 0": [
        "- Round 1, Thu, May 27, 9:00 a.m.: you have no seat any more. It was in “Lunch”."
    ]}  # fmt: skip


def test_nobody_sits_twice_while_a_session_is_on_the_move(convening: Convening) -> None:
    """By the schedule Ann has a free first round, by what she knows a seat in it; and Talk 1.1 is nowhere certain."""
    ((one, two), (later, other)) = start(convening, 5, 1)
    ann, bob, cleo = people(convening, 3)
    seat(ann, one)
    seat(cleo, two)
    seat(bob, two, or_wait=True)
    seat(ann, two, or_wait=True)
    move(one, later.slot)
    assert code_of(ann, two) == code_of(ann, later) == code_of(bob, one) == "session_moving"
    assert code_of(ann, other, BY) == "session_moving"
    assert line_of(two) == ["Person 1", "Person 0"]
    with pytest.raises(Refusal, match="Release the programme first; then propose seats"):
        check_seatable(convening, at=AT)
    (mine, __) = known_rounds_of(ann, at=AT)
    assert [(each.session.title, each.moves, each.mine is not None) for each in mine.sessions] == [
        ("Talk 1.1", True, True), ("Talk 1.2", False, False)
    ]  # fmt: skip
    assert mine.line is not None
    drop_seat(attendee=cleo, session=two, by=own(cleo), at=AT)
    assert line_of(two) == ["Person 0"]  # Bob moves up; Ann, whose seat is on the move, does not
    drop_seat(attendee=bob, session=two, by=own(bob), at=AT)
    assert line_of(two) == ["Person 0"]
    released(convening, at=LATER)
    assert sits(ann) == ["Talk 1.2", "Talk 1.1"]
    assert seat(bob, one) is not None


def test_a_larger_room_lets_people_move_up_who_are_told_once(convening: Convening) -> None:
    ((one, __), ___) = start(convening, 1, 1)
    ann, bob = people(convening, 2)
    for who in (ann, bob):
        seat(who, one, or_wait=True)
    sent()
    assert one.room is not None
    change_room(room=one.room, name="Hall One", capacity=2, position=0, by=BY, at=AT)
    assert sent() == {"Person 1": ["- Round 1, Thu, May 27, 9:00 a.m.: you have a seat in “Talk 1.1”, Hall 1."]}


def test_moved_up_by_the_release_itself(convening: Convening) -> None:
    """Cleo waits for a session that moves into a larger room: the release seats and tells her, of one thing."""
    ((one, __), (later, ___)) = start(convening, 1, 1)
    ann, cleo = people(convening, 2)
    seat(ann, one)
    seat(cleo, one, or_wait=True)
    sent()
    move(one, later.slot)
    assert sits(cleo) == []
    released(convening, at=LATER)
    assert sits(cleo) == ["Talk 1.1"]
    assert sent()["Person 1"] == ["- Round 2, Thu, May 27, 11:00 a.m.: you have a seat in “Talk 1.1”, Annex."]


def test_seats_are_opened_in_what_is_released(convening: Convening) -> None:
    hall, when = room(convening), slot(convening)
    one = placed(hall, when)
    (ann,) = people(convening, 1)
    seat(ann, one)
    with pytest.raises(Refusal, match="Release the programme first; then open the seats"):
        seats_opening.open_seats(convening=convening, by=BY, at=AT)
    assert code_of(ann, one) == "seats_not_open"
    released(convening, at=LATER)
    assert seats_opening.open_seats(convening=convening, by=BY, at=AT) == 1
    placed(room(convening), when)
    seats_opening.close_seats(convening=convening, by=BY, at=AT)
    with pytest.raises(Refusal, match="Release the programme first"):
        seats_opening.open_seats(convening=convening, by=BY, at=AT)
    assert Programme.objects.get().seats_open_at is None


def test_a_session_in_which_people_know_of_seats_is_dropped_before_it_is_removed(convening: Convening) -> None:
    ((one, __), ___) = start(convening, 5, 5)
    (ann,) = people(convening, 1)
    seat(ann, one)
    with pytest.raises(Refusal, match=r"1 person chose “Talk 1\.1” or has a seat in it\. It stays"):
        remove_session(session=one, by=BY, at=AT)
    one = move(one, None)
    assert shown(ann) == [("Round 1", "Talk 1.1", "Hall 1")]
    Message.objects.all().delete()
    with pytest.raises(Refusal, match="1 person has a seat in it"):
        released(convening, at=LATER)
    Programme.objects.update(seats_open_at=None)
    remove_session(session=one, by=BY, at=AT)
    assert not Seat.objects.exists()


def test_people_choose_in_what_is_released(convening: Convening) -> None:
    first, second = slot(convening, 9, label="Round 1"), slot(convening, 11, label="Round 2")
    halls = [room(convening, name) for name in ("Hall 1", "Hall 2", "Hall 3")]
    one, *__ = [placed(hall, when, f"{when} {hall}") for when in (first, second) for hall in halls[:2]]
    (ann,) = people(convening, 1)
    assert choice_rounds(ann) == []  # nobody is asked, and nothing is public
    set_choosing_time(convening=convening, from_at=None, until_at=NOW.replace(year=2028), by=BY, at=AT)
    assert [len(each.options) for each in choice_rounds(ann)] == [2, 2]
    released(convening, at=LATER)
    choose(attendee=ann, wishes=[Wish(first.pk, (one.pk,))], by=own(ann), at=AT)
    move(one, second, "Hall 3")
    assert [len(each.options) for each in choice_rounds(ann)] == [2, 2]
    assert wishes_of(ann) == {first.pk: Wish(first.pk, (one.pk,))}
    choose(attendee=ann, wishes=[Wish(first.pk, (), frozenset({one.pk}))], by=own(ann), at=AT)
    with pytest.raises(Refusal, match="not held in this round"):
        choose(attendee=ann, wishes=[Wish(second.pk, (one.pk,))], by=own(ann), at=AT)
    released(convening, at=LATER)
    assert wishes_of(ann) == {}
    assert [len(each.options) for each in choice_rounds(ann)] == [3]
