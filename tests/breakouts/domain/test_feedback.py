"""Feedback on sessions: from whom, until when, and what is shown of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from breakouts.domain.choices import Wish, choose
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.feedback import (
    DAYS,
    FeedbackDraft,
    give_feedback,
    own_summaries,
    rounds_for,
    summaries,
)
from breakouts.domain.sessions import place_session
from breakouts.models import Feedback, Session
from breakouts.states import SessionKind
from convenings.models import Convening
from journal.models import Entry
from journal.refusals import Refusal
from registration.models import Attendee
from tests.breakouts.factories import AT, BY, placed, presenter, released, room, session, slot
from tests.registration.factories import make_convening

GOOD = FeedbackDraft("yes", "perhaps", "More time for questions.")


@pytest.fixture
def held(convening: Convening) -> Session:
    made = placed(room(convening), slot(convening, 9), "Pay models", (presenter(convening),))
    released(convening)
    return made


def end_of(held: Session) -> datetime:
    assert held.slot is not None
    return held.slot.ends_at


def guests(convening: Convening, number: int) -> list[Attendee]:
    return [presenter(convening, f"Guest {n}") for n in range(number)]


def give(who: Attendee, held: Session, draft: FeedbackDraft = GOOD, *, at: datetime | None = None) -> Feedback:
    return give_feedback(attendee=who, session=held, draft=draft, by=f"person:{who.person_id}", at=at or end_of(held))


def refusal_of(*given: Any, **more: Any) -> str:
    with pytest.raises(Refusal) as refused:
        give(*given, **more)
    return refused.value.code


def test_once_for_each_person_and_session_and_changed_at_will(held: Session) -> None:
    (ann,) = guests(held.convening, 1)
    for _ in range(2):
        give(ann, held)
    give(ann, held, FeedbackDraft("no", "no", " O'Brien-Nuñez:  王小明 "))
    only = Feedback.objects.get()
    assert (only.useful, only.takes_home, only.words) == ("no", "no", "O'Brien-Nuñez: 王小明")
    entries = Entry.objects.filter(kind="feedback.given")
    assert [(one.subject, one.data) for one in entries] == [(f"attendee:{ann.pk}", {})] * 2  # and on no session


@pytest.mark.parametrize(
    ("draft", "code"),
    [
        (FeedbackDraft("", "yes"), "feedback_incomplete"),
        (FeedbackDraft("yes", "maybe"), "feedback_incomplete"),
        (FeedbackDraft("yes", "yes", "x" * 501), "words_too_long"),
    ],
)
def test_both_questions_and_a_sentence(held: Session, draft: FeedbackDraft, code: str) -> None:
    (ann,) = guests(held.convening, 1)
    assert refusal_of(ann, held, draft) == code


def test_from_the_end_for_some_days(held: Session) -> None:
    (ann,) = guests(held.convening, 1)
    ends = end_of(held)
    for at in (ends - timedelta(seconds=1), ends + timedelta(days=DAYS)):
        assert refusal_of(ann, held, at=at) == "feedback_not_open"
        assert rounds_for(ann, at=at) == []
    give(ann, held, at=ends + timedelta(days=DAYS, seconds=-1))
    unplaced = session(held.convening)
    assert refusal_of(ann, unplaced, at=ends) == "feedback_not_open"


def test_it_was_held_where_people_know_it(held: Session) -> None:
    """What organizers move and do not release changes nothing for those who were there."""
    (ann,) = guests(held.convening, 1)
    ends, later, where = end_of(held), slot(held.convening, 14), room(held.convening, "Elsewhere")
    place_session(session=held, room=where, slot=later, version=held.version, by=BY, at=AT)
    ((shown,),) = [one.sessions for one in rounds_for(ann, at=ends)]
    assert (shown.slot, str(shown.room)) == (held.slot, str(held.room))
    give(ann, held, at=ends)
    new = placed(room(held.convening), slot(held.convening, 11), "Not told yet", (presenter(held.convening),))
    assert refusal_of(ann, new, at=end_of(new)) == "feedback_not_open"


def test_only_who_comes_and_does_not_present_it(held: Session) -> None:
    by_heart = held.presentations.get().presenter
    assert refusal_of(by_heart, held) == "own_session"
    assert rounds_for(by_heart, at=end_of(held)) == []
    (stranger,) = guests(make_convening(), 1)
    (gone,) = guests(held.convening, 1)
    Attendee.objects.filter(pk=gone.pk).update(cancelled_at=AT)
    for who in (stranger, gone):
        assert refusal_of(who, held) == "not_coming"


def test_what_was_chosen_comes_first_and_meals_are_not_asked_about(held: Session) -> None:
    convening, when = held.convening, held.slot
    assert when is not None
    other = placed(room(convening), when, "Zones", (presenter(convening, "Cleo"),))
    meal = placed(room(convening), slot(convening, 12), "Lunch", kind=SessionKind.MEAL)
    released(convening)
    (ann,) = guests(convening, 1)
    set_choosing_time(convening=convening, from_at=None, until_at=when.starts_at, by=BY, at=AT)
    assert [one.title for one in rounds_for(ann, at=end_of(held))[0].sessions] == ["Pay models", "Zones"]
    choose(attendee=ann, wishes=[Wish(when.pk, (other.pk,))], by=BY, at=AT)
    (only,) = rounds_for(ann, at=end_of(meal))
    assert [one.title for one in only.sessions] == ["Zones", "Pay models"]
    (only,) = rounds_for(ann, at=end_of(meal), was_in=frozenset({held.pk}))
    assert [one.title for one in only.sessions] == ["Pay models", "Zones"]
    assert refusal_of(ann, meal) == "feedback_not_open"


def test_below_three_answers_nothing_is_broken_down(held: Session) -> None:
    ann, bob, cleo = guests(held.convening, 3)
    by_heart = held.presentations.get().presenter
    give(ann, held)
    give(bob, held, FeedbackDraft("no", "no", "Dull."))
    (told,), (own,) = summaries(held.convening), own_summaries(by_heart)
    assert (told.answers, told.useful, told.takes_home) == (2, (), ())
    assert told.words == ("Dull.", "More time for questions.")
    assert (own.answers, own.useful, own.takes_home, own.words) == (2, (), (), ())
    give(cleo, held, FeedbackDraft("yes", "yes"))
    (told,), (own,) = summaries(held.convening), own_summaries(by_heart)
    assert told == own
    assert told.useful == (("Yes", 2), ("Partly", 0), ("No", 1))
    assert told.takes_home == (("Yes", 1), ("Perhaps", 1), ("No", 1))
    assert own_summaries(ann) == []
