"""What is public stays where it stands, unless somebody lets it move; and goes after those who want it were told."""

from datetime import timedelta
from typing import Any

import pytest

from breakouts.domain.availability import shut_room
from breakouts.domain.choices import Wish, choose
from breakouts.domain.choosing_time import set_choosing_time
from breakouts.domain.published import frozen_in, let_move, published_in
from breakouts.domain.release_news import tell_of_releases
from breakouts.domain.schedule_facts import read_schedule
from breakouts.domain.session_people import SessionWanted
from breakouts.domain.sessions import pin_session, place_session, remove_session, unplace_session
from breakouts.domain.timetable_applying import PublicSince
from breakouts.domain.timetable_planning import ask_timetable
from breakouts.domain.timetable_releasing import clash_of, release_rule
from breakouts.models import Room, Seat, Session
from convenings.models import Convening
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from jobs.states import JobState
from journal.models import Entry
from mail.models import Message
from mail.states import MessageState
from tests.breakouts.choice_factories import UNTIL, members
from tests.breakouts.factories import AT, BY, placed, released, room, slot

Day = dict[str, Session]


@pytest.fixture
def day(convening: Convening) -> Day:
    """"One" and "Two" at nine, "Three" at eleven; all of it public. One wants both that are at nine."""
    rooms, slots = (room(convening, "203"), room(convening, "204")), (slot(convening, 9), slot(convening, 11))
    day = {
        "One": placed(rooms[0], slots[0], "One"), "Two": placed(rooms[1], slots[0], "Two"),
        "Three": placed(rooms[0], slots[1], "Three"),
    }  # fmt: skip
    released(convening)
    tell_of_releases(at=AT)
    (ann,) = members(convening, 1)
    set_choosing_time(convening=convening, from_at=None, until_at=UNTIL, by=BY, at=AT)
    choose(attendee=ann, wishes=[Wish(slots[0].pk, (day["One"].pk, day["Two"].pk))], by=BY, at=AT)
    return day


def frozen(convening: Convening) -> set[str]:
    schedule = read_schedule(convening)
    return {schedule.sessions[one].title for one in frozen_in(schedule)}


def moved(convening: Convening, **asked: Any) -> set[str]:
    job = ask_timetable(convening=convening, mode="anew", by=BY, at=AT, **asked)
    assert work.run(job_id=job.pk, at=AT) == JobState.DONE, Job.objects.get(pk=job.pk).error
    rows = [row["session"] for made in Proposal.objects.filter(job=job) for row in made.rows]
    return set(Session.objects.filter(pk__in=rows).values_list("title", flat=True))


@pytest.fixture(autouse=True)
def few_iterations(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("breakouts.domain.timetable_planning.ITERATIONS", 2_000)


def test_proposals_leave_what_is_public_unless_it_may_move(convening: Convening, day: Day) -> None:
    assert frozen(convening) == {"One", "Two", "Three"}
    assert moved(convening) == set()
    let_move(session=day["Two"], may_move=True, by=BY, at=AT)
    let_move(session=day["Two"], may_move=True, by=BY, at=AT)
    assert frozen(convening) == {"One", "Three"}
    assert moved(convening) == {"Two"}
    assert Entry.objects.filter(kind="session.freed").count() == 1
    let_move(session=day["Two"], may_move=False, by=BY, at=AT)
    assert moved(convening) == set()
    assert moved(convening, frees_public=True)


def test_what_was_moved_by_hand_or_pinned_is_not_frozen_and_a_release_freezes_again(
    convening: Convening, day: Day
) -> None:
    pin_session(session=day["One"], pinned=True, version=1, by=BY, at=AT)
    two = day["Two"]
    place_session(session=two, room=room(convening, "205"), slot=day["Three"].slot, version=1, by=BY, at=AT)  # type: ignore[arg-type]
    assert frozen(convening) == {"Three"}
    assert len(published_in(read_schedule(convening))) == 2
    let_move(session=day["Three"], may_move=True, by=BY, at=AT)
    released(convening)
    assert frozen(convening) == {"Two", "Three"}


def test_a_public_session_in_the_way_is_named_and_let_go(convening: Convening, day: Day) -> None:
    two = day["Two"]
    assert two.room is not None
    assert two.slot is not None
    shut_room(room=two.room, starts_at=two.slot.starts_at, ends_at=two.slot.ends_at, by=BY, at=AT)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert [(rule.kind, rule.session, rule.words) for rule in clash.rules] == [
        ("frozen", two.pk, "“Two” is public where it stands")
    ]
    assert clash.rules[0].action
    release_rule(convening=convening, kind="frozen", session=two, presenter=None, by=BY, at=AT)
    assert clash_of(convening, at=AT) is None
    assert moved(convening) == {"Two"}


def test_a_room_holds_all_who_have_a_seat_and_that_is_no_rule_to_release(convening: Convening, day: Day) -> None:
    two = day["Two"]
    give_seats(two, 2)
    Room.objects.update(capacity=1)
    clash = clash_of(convening, at=AT)
    assert clash is not None
    assert {(rule.kind, rule.words, rule.action) for rule in clash.rules} == {
        ("need", "“Two” needs a room for all 2 who have a seat in it", "")
    }


def give_seats(talk: Session, people: int) -> None:
    for who in members(talk.convening, people):
        Seat.objects.create(attendee=who, session=talk, slot=talk.slot, given_by=BY, given_at=AT)


def test_a_session_that_people_chose_stays_until_they_were_told(convening: Convening, day: Day) -> None:
    two = day["Two"]
    with pytest.raises(SessionWanted, match=r"^1 person chose “Two” or has a seat in it\. It stays"):
        remove_session(session=two, by=BY, at=AT)
    two = unplace_session(session=two, version=1, by=BY, at=AT)
    with pytest.raises(SessionWanted):  # it is public still
        remove_session(session=two, by=BY, at=AT)
    released(convening)
    with pytest.raises(SessionWanted):  # a worker has not looked yet
        remove_session(session=two, by=BY, at=AT)
    assert tell_of_releases(at=AT) == 1
    with pytest.raises(SessionWanted):  # the mail is written when it is sent
        remove_session(session=two, by=BY, at=AT)
    assert Session.objects.filter(pk=two.pk).exists()
    Message.objects.update(state=MessageState.SENT)
    remove_session(session=two, by=BY, at=AT)
    assert not Session.objects.filter(pk=two.pk).exists()


def test_a_session_that_nobody_wants_goes_at_once(convening: Convening, day: Day) -> None:
    remove_session(session=day["Three"], by=BY, at=AT)
    assert not Session.objects.filter(pk=day["Three"].pk).exists()


def test_a_proposal_from_before_a_release_moves_nothing_that_became_public_by_it(
    convening: Convening, day: Day
) -> None:
    let_move(session=day["Two"], may_move=True, by=BY, at=AT)
    assert moved(convening) == {"Two"}
    room_of_its_own = day["Two"].room
    place_session(session=day["Three"], room=room(convening), slot=slot(convening, 15), version=1, by=BY, at=AT)
    let_move(session=day["Two"], may_move=True, by=BY, at=AT)
    assert "Two" in moved(convening)
    made = Proposal.objects.latest("pk")
    released(convening)
    with pytest.raises(PublicSince):
        proposals.apply(proposal=made, by=BY, at=AT)
    day["Two"].refresh_from_db()
    assert day["Two"].room == room_of_its_own


def test_undo_leaves_what_a_release_made_public_since_unless_it_may_move(convening: Convening, day: Day) -> None:
    let_move(session=day["Two"], may_move=True, by=BY, at=AT)
    assert moved(convening) == {"Two"}
    made, before = Proposal.objects.latest("pk"), (day["Two"].room_id, day["Two"].slot_id)
    proposals.apply(proposal=made, by=BY, at=AT)
    day["Two"].refresh_from_db()
    then = (day["Two"].room_id, day["Two"].slot_id)
    assert then != before
    later = AT + timedelta(hours=1)
    released(convening, at=later)
    with pytest.raises(PublicSince, match="became public since"):
        proposals.undo(proposal=made, by=BY, at=later)
    day["Two"].refresh_from_db()
    assert (day["Two"].room_id, day["Two"].slot_id) == then
    let_move(session=day["Two"], may_move=True, by=BY, at=later)
    made.refresh_from_db()
    proposals.undo(proposal=made, by=BY, at=later)
    day["Two"].refresh_from_db()
    assert (day["Two"].room_id, day["Two"].slot_id) == before
