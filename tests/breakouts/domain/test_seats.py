"""A person's seat: taken, changed, given up, waited for, pinned; and what the programme does to it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from breakouts.domain import seats_opening
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.presenters import add_presenter
from breakouts.domain.rooms import change_room
from breakouts.domain.seat_news import OCCASION
from breakouts.domain.seat_waitlists import stop_waiting, wait_for_seat
from breakouts.domain.seats import drop_seat, take_seat
from breakouts.domain.sessions import change_session, place_session, remove_session, unplace_session
from breakouts.models import Programme, Seat, Session, WaitlistEntry
from breakouts.states import SessionKind
from convenings.models import Convening
from journal.models import Entry
from journal.refusals import Refusal
from mail.models import Message
from registration.domain.attendees import cancel_attendee
from registration.domain.teams import withdraw_team
from registration.models import Attendee
from tests.breakouts.choice_factories import members
from tests.breakouts.factories import AT, BY, placed, room, slot
from tests.breakouts.seat_factories import line_of, own, people, seat, seated_rounds, sits
from tests.registration.factories import NOW, make_convening, make_team

pytestmark = pytest.mark.django_db


def refused(attendee: Attendee, session: Session, **over: object) -> str:
    with pytest.raises(Refusal) as told:
        take_seat(**{"attendee": attendee, "session": session, "by": own(attendee), "at": AT, **over})  # type: ignore[arg-type]
    assert str(told.value)
    return told.value.code


def kinds() -> list[str]:
    return list(Entry.objects.filter(kind__startswith="seat").order_by("pk").values_list("kind", flat=True))


def told() -> dict[str, dict[str, object]]:
    """What waits to be told, by name."""
    return {message.to_name: message.refs["was"] for message in Message.objects.filter(occasion=OCCASION)}


def test_a_seat_is_taken_and_changed_for_a_free_one(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 1, 1)
    ann, bob = people(convening, 2)
    taken = seat(ann, one, by=own(ann))
    assert taken is not None
    assert (taken.why, taken.given_by) == ({"kind": "self"}, own(ann))
    assert seat(ann, one, by=own(ann)) == taken
    assert seat(ann, two, by=own(ann)) is not None
    assert sits(ann) == ["Talk 1.2"]
    assert seat(bob, one) is not None
    assert refused(ann, one) == "session_full"
    assert sits(ann) == ["Talk 1.2"]
    assert kinds() == ["seat.taken"] * 3
    assert list(told()) == ["Person 1"]  # who did it oneself is not told


def test_who_may_not(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    ((one, two),) = seated_rounds(convening, 9, 9)
    ann, bob = people(convening, 2)
    assert one.slot is not None
    assert one.room is not None
    add_presenter(session=two, attendee=bob, by=BY, at=AT)
    lunch = placed(room(convening), one.slot, "Lunch", kind=SessionKind.MEAL)
    stranger = placed(room(other := make_convening()), slot(other))
    no_place = make_team(convening, "committing", members=1).members.earliest("pk")
    assert refused(ann, one, at=one.slot.starts_at) == "round_begun"
    assert refused(bob, one) == "presents_then"
    assert refused(ann, lunch) == "session_without_seats"
    assert refused(ann, stranger) == "other_convening"
    assert refused(no_place, one) == "attendee_not_placed"
    assert refused(ann, one, pinned=True) == "seat_pinned"
    assert seat(ann, one) is not None
    take_seat(attendee=ann, session=one, pinned=True, by=BY, at=AT)
    assert refused(ann, two) == "seat_pinned"
    with pytest.raises(Refusal, match="settled"):
        drop_seat(attendee=ann, session=one, by=own(ann), at=AT)
    Programme.objects.update(seats_open_at=None)
    assert refused(ann, two) == "seats_not_open"
    assert (sits(ann), sits(bob)) == (["Talk 1.1"], [])
    assert seat(ann, two) is not None  # organizers may


def test_the_database_holds_one_seat_in_a_slot(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 9, 9)
    (ann,) = people(convening, 1)
    seat(ann, one)
    with pytest.raises(IntegrityError), transaction.atomic():
        Seat.objects.create(attendee=ann, session=two, slot=two.slot, given_by=BY, given_at=AT)


def test_a_seat_given_up_goes_to_who_waited_longest_and_frees_theirs(convening: Convening) -> None:
    ((one, two, three),) = seated_rounds(convening, 1, 1, 1)
    ann, bob, cleo, dan = people(convening, 4)
    for who, where in ((ann, one), (bob, two), (cleo, three)):
        seat(who, where)
    assert seat(bob, one, by=own(bob), or_wait=True) is None
    assert seat(dan, one, by=own(dan), or_wait=True) is None
    assert seat(cleo, two, by=own(cleo), or_wait=True) is None
    assert (line_of(one), line_of(two)) == (["Person 1", "Person 3"], ["Person 2"])
    Message.objects.all().delete()
    drop_seat(attendee=ann, session=one, by=own(ann), at=AT)
    drop_seat(attendee=ann, session=one, by=own(ann), at=AT)
    assert [sits(who) for who in (ann, bob, cleo, dan)] == [[], ["Talk 1.1"], ["Talk 1.2"], []]
    assert (line_of(one), line_of(two)) == (["Person 3"], [])
    assert sorted(told()) == ["Person 1", "Person 2"]
    assert told()["Person 1"] == {str(one.slot_id): [two.pk, "Talk 1.2"]}
    assert Seat.objects.get(attendee=bob).why == {"kind": "waitlist"}
    assert kinds().count("seat.promoted") == 2


def test_a_person_waits_for_one_session_of_a_round(convening: Convening) -> None:
    ((one, two, three),) = seated_rounds(convening, 1, 1, 1)
    ann, bob, cleo = people(convening, 3)
    seat(ann, one)
    seat(bob, two)
    assert wait_for_seat(attendee=cleo, session=one, by=own(cleo), at=AT) is None
    assert wait_for_seat(attendee=cleo, session=one, by=own(cleo), at=AT) is None
    assert wait_for_seat(attendee=cleo, session=two, by=own(cleo), at=AT) is None
    assert (line_of(one), line_of(two)) == ([], ["Person 2"])
    with pytest.raises(Refusal, match="already"):
        wait_for_seat(attendee=bob, session=two, by=own(bob), at=AT)
    stop_waiting(attendee=cleo, session=two, by=own(cleo), at=AT)
    stop_waiting(attendee=cleo, session=two, by=own(cleo), at=AT)
    assert not WaitlistEntry.objects.exists()
    assert wait_for_seat(attendee=cleo, session=three, by=own(cleo), at=AT) is not None
    assert kinds().count("seat.waited") == 2
    assert kinds().count("seat.unwaited") == 1


def test_nobody_moves_up_who_has_a_pinned_seat_presents_then_or_after_the_beginning(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 1, 9)
    ann, bob, cleo = people(convening, 3)
    assert one.slot is not None
    for who in (bob, cleo):
        seat(ann, one)
        seat(who, one, or_wait=True)
    take_seat(attendee=bob, session=two, pinned=True, by=BY, at=AT)
    add_presenter(session=two, attendee=cleo, by=BY, at=AT)
    assert Seat.objects.filter(session=one).count() == 1
    assert list(WaitlistEntry.objects.filter(slot=one.slot).values_list("attendee", flat=True)) == [bob.pk]
    drop_seat(attendee=ann, session=one, by=BY, at=AT)
    assert (sits(bob), sits(cleo)) == (["Talk 1.2"], [])
    take_seat(attendee=bob, session=two, pinned=False, by=BY, at=AT)
    seat(ann, one)
    drop_seat(attendee=ann, session=one, by=BY, at=one.slot.starts_at)
    assert sits(bob) == ["Talk 1.2"]


def test_who_does_not_come_frees_seats(convening: Convening) -> None:
    ((one,), (later,)) = seated_rounds(convening, 1, rounds=2)
    ann, bob = members(convening)
    (cleo,) = people(convening, 1)
    seat(ann, one)
    seat(cleo, one, or_wait=True)
    seat(bob, later)
    cancel_attendee(attendee=ann, by=BY, at=NOW)
    assert (sits(ann), sits(cleo)) == ([], ["Talk 1.1"])
    assert bob.team is not None
    withdraw_team(team=bob.team, reason="No.", by=BY, at=NOW)
    assert sits(bob) == []


def test_people_go_along_with_a_session_that_moves(convening: Convening) -> None:
    ((one, __), (later, other)) = seated_rounds(convening, 5, 5, rounds=2)
    Programme.objects.update(seats_open_at=None)
    ann, bob, cleo, dan = people(convening, 4)
    elsewhere = room(convening, "Annex", 3)
    for who in (ann, bob, cleo):
        seat(who, one)
    seat(bob, other)
    add_presenter(session=later, attendee=cleo, by=BY, at=AT)
    Message.objects.all().delete()
    one = unplace_session(session=one, version=1, by=BY, at=AT)
    assert set(Seat.objects.filter(session=one).values_list("slot", flat=True)) == {None}
    assert refused(dan, one, by=BY) == "session_without_seats"
    assert later.slot is not None
    place_session(session=one, room=elsewhere, slot=later.slot, version=2, by=BY, at=AT)
    assert [sits(who) for who in (ann, bob, cleo)] == [["Talk 1.1"], ["Talk 2.2"], []]
    assert Seat.objects.get(attendee=ann).slot_id == later.slot_id
    assert not told()
    remove_session(session=Session.objects.get(pk=one.pk), by=BY, at=AT)
    assert sits(ann) == []


def test_two_sessions_change_their_times_and_keep_their_people(convening: Convening) -> None:
    ((one,), (later,)) = seated_rounds(convening, 5, rounds=2)
    (ann,) = people(convening, 1)
    seat(ann, one)
    seat(ann, later)
    first, second, hall = one.slot, later.slot, one.room
    assert first is not None
    assert second is not None
    assert hall is not None
    unplace_session(session=one, version=1, by=BY, at=AT)
    place_session(session=later, room=hall, slot=first, version=1, by=BY, at=AT)
    place_session(session=one, room=hall, slot=second, version=2, by=BY, at=AT)
    assert sits(ann) == ["Talk 2.1", "Talk 1.1"]


def test_no_room_gets_too_small_and_a_larger_one_lets_people_move_up(convening: Convening) -> None:
    ((one,),) = seated_rounds(convening, 2)
    ann, bob, cleo = people(convening, 3)
    for who in (ann, bob, cleo):
        seat(who, one, or_wait=True)
    assert one.room is not None
    assert one.slot is not None
    small = room(convening, "Nook", 1)
    with pytest.raises(Refusal, match=r"2 people have a seat in “Talk 1\.1”, and in Nook there is room for 1"):
        place_session(session=one, room=small, slot=one.slot, version=1, by=BY, at=AT)
    with pytest.raises(Refusal, match="Choose a larger room"):
        change_room(room=one.room, name="Hall 1", capacity=1, position=0, by=BY, at=AT)
    assert Session.objects.get(pk=one.pk).room == one.room
    change_room(room=one.room, name="Hall 1", capacity=3, position=0, by=BY, at=AT)
    assert sits(cleo) == ["Talk 1.1"]
    assert line_of(one) == []


def test_who_begins_to_present_or_whose_session_is_no_breakout_has_no_seat(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 5, 5)
    Programme.objects.update(seats_open_at=None)
    ann, bob = people(convening, 2)
    seat(ann, one)
    seat(bob, one)
    add_presenter(session=two, attendee=ann, by=BY, at=AT)
    assert (sits(ann), sits(bob)) == ([], ["Talk 1.1"])
    change_session(session=one, title="Lunch", kind=SessionKind.MEAL, abstract="", elements=[], by=BY, at=AT)
    assert sits(bob) == []


def test_seats_open_once_choosing_is_over_and_each_is_told_once(convening: Convening) -> None:
    ((one,),) = seated_rounds(convening, 5)
    Programme.objects.update(seats_open_at=None)
    (ann,) = people(convening, 1)
    with pytest.raises(Refusal, match="Nobody has a seat yet"):
        seats_opening.open_seats(convening=convening, by=BY, at=AT)
    seat(ann, one)
    assert not told()
    set_choosing_time(convening=convening, from_at=None, until_at=AT + timedelta(hours=1), by=BY, at=AT)
    with pytest.raises(Refusal, match="still choose"):
        seats_opening.open_seats(convening=convening, by=BY, at=AT)
    later = AT + timedelta(hours=2)
    assert seats_opening.open_seats(convening=convening, by=BY, at=later) == 1
    assert seats_opening.open_seats(convening=convening, by=BY, at=later) == 0
    assert told() == {"Person 0": {str(one.slot_id): None}}
    seats_opening.close_seats(convening=convening, by=BY, at=later)
    seats_opening.close_seats(convening=convening, by=BY, at=later)
    assert refused(ann, one, at=later) == "seats_not_open"
    assert kinds() == ["seat.taken", "seats.opened", "seats.closed"]
