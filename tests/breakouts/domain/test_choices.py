"""What an attendee wants in each round: one whole answer, until its time is over."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pytest_django import DjangoAssertNumQueries

from breakouts.domain.choice_sheet import choice_rounds, wished_rounds
from breakouts.domain.choices import MOST_RANKED, Wish, choose, wishes_of
from breakouts.domain.choosing_time import ChoosingTime, choosing_time, set_choosing_time
from breakouts.domain.presenters import add_presenter
from breakouts.domain.sessions import place_session
from breakouts.models import Choice, Session
from breakouts.templatetags.ranks import RANKS
from convenings.models import Convening
from journal.models import Entry
from journal.refusals import Refusal
from registration.domain.attendees import cancel_attendee
from tests.breakouts.choice_factories import UNTIL, members, rounds
from tests.breakouts.factories import BY, placed, room, slot
from tests.registration.factories import NOW, make_convening

pytestmark = pytest.mark.django_db


def entries() -> int:
    return Entry.objects.filter(kind="choices.changed").count()


def test_the_whole_answer_replaces_the_one_before(convening: Convening) -> None:
    (one, two, three), (later, *__) = rounds(convening, rounds=2)
    (ann, __) = members(convening)
    first = [Wish(one.slot_id, (two.pk, one.pk), frozenset({three.pk})), Wish(later.slot_id, (later.pk,))]
    choose(attendee=ann, wishes=first, by=BY, at=NOW)
    assert wishes_of(ann) == {wish.slot: wish for wish in first}
    choose(attendee=ann, wishes=first, by=BY, at=NOW)
    assert entries() == 1
    assert not Entry.objects.get(kind="choices.changed").data  # what is wished is nobody else's business
    choose(attendee=ann, wishes=[Wish(one.slot_id, (three.pk,)), Wish(later.slot_id)], by=BY, at=NOW)
    assert wishes_of(ann) == {one.slot_id: Wish(one.slot_id, (three.pk,))}
    choose(attendee=ann, wishes=[], by=BY, at=NOW)
    assert (Choice.objects.count(), entries()) == (0, 3)


def refused(attendee: object, *wishes: Wish, at: object = NOW) -> str:
    with pytest.raises(Refusal) as told:
        choose(attendee=attendee, wishes=wishes, by=BY, at=at)  # type: ignore[arg-type]
    assert str(told.value)
    return told.value.code


def test_what_is_refused_changes_nothing(convening: Convening) -> None:
    (one, two, __), (later, *__) = rounds(convening, rounds=2)
    (ann, bob) = members(convening)
    kept = Wish(one.slot_id, (one.pk,))
    choose(attendee=ann, wishes=[kept], by=BY, at=NOW)
    elsewhere = make_convening(slug="elsewhere")
    stranger = placed(room(elsewhere), slot(elsewhere), "Not here")
    meal = placed(room(convening), one.slot, "Lunch", kind="meal")  # type: ignore[arg-type]
    assert refused(ann, Wish(one.slot_id, (two.pk, two.pk))) == "session_twice"
    assert refused(ann, Wish(one.slot_id, (two.pk,), frozenset({two.pk}))) == "session_twice"
    assert refused(ann, kept, Wish(one.slot_id, (two.pk,))) == "round_twice"
    for wrong in (later.pk, stranger.pk, meal.pk, 10**12):
        assert refused(ann, Wish(one.slot_id, (wrong,))) == "session_not_in_round"
    assert refused(ann, Wish(stranger.slot_id, (stranger.pk,))) == "session_not_in_round"
    add_presenter(session=later, attendee=ann, by=BY, at=NOW)
    assert refused(ann, Wish(later.slot_id, (later.pk,))) == "presents_then"
    assert wishes_of(ann) == {one.slot_id: kept}
    cancel_attendee(attendee=bob, by=BY, at=NOW)
    assert refused(bob, kept) == "attendee_cancelled"


def test_as_many_ranks_as_there_are_words_for(convening: Convening) -> None:
    (sessions,) = rounds(convening, rooms=MOST_RANKED + 1)
    (ann, __) = members(convening)
    ids = tuple(session.pk for session in sessions)
    slot = sessions[0].slot_id or 0
    most = Wish(slot, ids[:-1], frozenset(ids[-1:]))
    choose(attendee=ann, wishes=[most], by=BY, at=NOW)
    assert refused(ann, Wish(slot, ids)) == "too_many_ranked"
    assert wishes_of(ann) == {slot: most}
    assert len(RANKS) == MOST_RANKED


def test_from_the_first_instant_until_before_the_last(convening: Convening) -> None:
    ((one, *__),) = rounds(convening)
    (ann, __) = members(convening)
    begins = NOW + timedelta(days=2)
    set_choosing_time(convening=convening, from_at=begins, until_at=UNTIL, by=BY, at=NOW)
    wish = Wish(one.slot_id, (one.pk,))
    assert refused(ann, wish, at=begins - timedelta(seconds=1)) == "choices_not_open"
    choose(attendee=ann, wishes=[wish], by=BY, at=begins)
    choose(attendee=ann, wishes=[], by=BY, at=UNTIL - timedelta(seconds=1))
    assert refused(ann, wish, at=UNTIL) == "choices_closed"
    set_choosing_time(convening=convening, from_at=None, until_at=None, by=BY, at=NOW)
    assert refused(ann, wish) == "choices_not_open"


def test_the_time_is_set_whole_and_once(convening: Convening) -> None:
    assert choosing_time(convening) == ChoosingTime()
    for from_at, until_at, code in ((NOW, None, "choices_without_end"), (UNTIL, UNTIL, "choices_end_too_early")):
        with pytest.raises(Refusal) as told:
            set_choosing_time(convening=convening, from_at=from_at, until_at=until_at, by=BY, at=NOW)
        assert told.value.code == code
    for __ in range(2):
        set_choosing_time(convening=convening, from_at=NOW, until_at=UNTIL, by=BY, at=NOW)
    assert choosing_time(convening) == ChoosingTime(NOW, UNTIL)
    assert Entry.objects.filter(kind="choices.time_set").count() == 1


def test_a_session_that_moves_to_another_round_is_not_wished_there(convening: Convening) -> None:
    (one, two, __), (later, *__) = rounds(convening, rounds=2)
    (ann, __) = members(convening)
    choose(attendee=ann, wishes=[Wish(one.slot_id, (one.pk, two.pk))], by=BY, at=NOW)
    moved = place_session(session=one, room=room(convening), slot=later.slot, version=one.version, by=BY, at=NOW)  # type: ignore[arg-type]
    assert wishes_of(ann) == {two.slot_id: Wish(two.slot_id, (two.pk,))}
    choose(attendee=ann, wishes=[Wish(later.slot_id, (moved.pk,))], by=BY, at=NOW)
    assert wishes_of(ann) == {later.slot_id: Wish(later.slot_id, (moved.pk,))}


def test_only_the_own_team_is_told(convening: Convening, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    ((one, two, three),) = rounds(convening)
    (ann, bob, gone), (stranger, __) = members(convening, 3), members(convening)
    for who, session in ((bob, one), (stranger, one), (gone, two)):
        choose(attendee=who, wishes=[Wish(one.slot_id, (session.pk,), frozenset({three.pk}))], by=BY, at=NOW)
    cancel_attendee(attendee=gone, by=BY, at=NOW)
    with django_assert_num_queries(12):
        (only,) = choice_rounds(ann)
    assert [option.mates for option in only.options] == [((bob.person.name, 1),), (), ()]
    (own,) = choice_rounds(bob)
    assert [(option.rank, option.not_that_one, option.mates) for option in own.options] == [
        (1, False, ()), (None, False, ()), (None, True, ()),
    ]  # fmt: skip
    ((__, lines),) = wished_rounds(convening)
    assert [(line.first, line.second, line.not_that_one) for line in lines] == [(2, 0, 0), (0, 0, 0), (0, 0, 2)]


def test_a_session_that_takes_fewer_than_its_room_says_so(convening: Convening) -> None:
    ((one, two, __),) = rounds(convening)
    for session, most in ((one, 1), (two, 500)):
        Session.objects.filter(pk=session.pk).update(most=most)
    assert one.room is not None
    assert two.room is not None
    people = members(convening, 2)
    for who in people:
        choose(attendee=who, wishes=[Wish(one.slot_id, (one.pk,))], by=BY, at=NOW)
    (sheet,) = choice_rounds(people[0])
    assert [option.seats for option in sheet.options[:2]] == [1, two.room.capacity]
    ((__, lines),) = wished_rounds(convening)
    assert [(line.seats, line.over) for line in lines[:2]] == [(1, 1), (two.room.capacity, 0)]


def test_as_many_statements_for_three_rounds(
    convening: Convening, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    rounds(convening, rounds=3)
    (ann, __) = members(convening)
    with django_assert_num_queries(12):
        assert len(choice_rounds(ann)) == 3
    with django_assert_num_queries(6):
        assert len(wished_rounds(convening)) == 3


def test_more_first_choices_than_seats_is_said(convening: Convening) -> None:
    ((one, two, __),) = rounds(convening)
    one.room.capacity = 1  # type: ignore[union-attr]
    one.room.save()  # type: ignore[union-attr]
    for who in members(convening):
        choose(attendee=who, wishes=[Wish(one.slot_id, (one.pk, two.pk))], by=BY, at=NOW)
    ((__, lines),) = wished_rounds(convening)
    assert [(line.over, line.second) for line in lines] == [(1, 0), (0, 2), (0, 0)]


def test_the_database_keeps_each_session_and_each_rank_once(convening: Convening) -> None:
    ((one, two, __),) = rounds(convening)
    (ann, __) = members(convening)
    Choice.objects.create(attendee=ann, slot=one.slot, session=one, rank=1)
    for session, rank in ((one, 2), (two, 1), (two, 0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Choice.objects.create(attendee=ann, slot=one.slot, session=session, rank=rank)
