"""Seats that a solver proposes: read from choices, judged, applied, kept row by row, undone."""

import sys
from datetime import timedelta
from typing import Any

import pytest

from breakouts.domain import seat_applying
from breakouts.domain.presenters import add_presenter
from breakouts.domain.rooms import change_room
from breakouts.domain.seat_news import OCCASION
from breakouts.domain.seat_proposals import ask_seating, check_seatable
from breakouts.domain.seat_reasons import reason_in_words
from breakouts.domain.seating_from_choices import read_seating
from breakouts.domain.seats import drop_seat, take_seat
from breakouts.models import Choice, Room, Seat, Session
from convenings.models import Convening
from jobs.domain import proposals, work
from jobs.models import Job, Proposal
from jobs.states import JobState, ProposalState
from journal.refusals import Refusal
from mail.models import Message
from registration.domain.attendees import cancel_attendee
from registration.models import Attendee, AttendeeDetails
from tests.breakouts.choice_factories import members
from tests.breakouts.factories import AT, BY
from tests.breakouts.seat_factories import line_of, own, people, seat, seated_rounds, sits
from tests.registration.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_season")]


def wish(who: Attendee, *ranked: Session, never: tuple[Session, ...] = ()) -> None:
    """In one round; choosing is not what is tested here."""
    for rank, session in enumerate(ranked, 1):
        Choice.objects.create(attendee=who, slot_id=session.slot_id or 0, session=session, rank=rank)
    for session in never:
        Choice.objects.create(attendee=who, slot_id=session.slot_id or 0, session=session)


def sought(convening: Convening, mode: str = "anew") -> Job:
    job = ask_seating(convening=convening, mode=mode, by=BY, at=AT)
    work.run(job_id=job.pk, at=AT)
    return Job.objects.get(pk=job.pk)


def proposed(convening: Convening, mode: str = "anew") -> Proposal:
    job = sought(convening, mode)
    assert job.state == JobState.DONE, job.error
    return Proposal.objects.get(pk=job.result["proposal"])


def apply(proposal: Proposal, *keep: Attendee) -> Proposal:
    accepted = frozenset(row["key"] for row in proposal.rows) - {str(who.pk) for who in keep}
    return proposals.apply(proposal=proposal, accepted=accepted, by=BY, at=AT)


def figure(proposal: Proposal, key: str) -> tuple[int, int, int, int]:
    line = next(line for line in proposal.figures["lines"] if line["key"] == key)
    return line["of"], line["first"], line["stands"], line["proposal"]


def test_choices_become_seats_with_their_reasons(convening: Convening) -> None:
    ((one, two, three),) = seated_rounds(convening, 1, 5, 5)
    ann, bob = members(convening)
    (cleo,) = people(convening, 1)
    wish(ann, one, two)
    wish(cleo, one, three)
    proposal = proposed(convening)
    assert not Seat.objects.exists()
    assert {row["attendee"] for row in proposal.rows} == {ann.pk, bob.pk, cleo.pk, *_leaders(ann)}
    assert figure(proposal, "first") == (2, 1, 0, 1)
    assert figure(proposal, "second") == (2, 2, 0, 2)
    assert figure(proposal, "unranked")[2:] == (2, 0)
    apply(proposal)
    assert Seat.objects.count() == len(proposal.rows)
    second = next(who for who in (ann, cleo) if sits(who) != ["Talk 1.1"])
    why = Seat.objects.get(attendee=second).why
    assert (why["kind"], why["rank"], why["missed"][0]["reason"]) == ("wish", 2, "full")
    assert reason_in_words(why) == (
        "The second choice. “Talk 1.1” is full: there is room for 1, and 2 people wanted it as much."
    )
    assert Seat.objects.get(attendee=bob).why["kind"] == "no_wish"


def _leaders(member: Attendee) -> set[int]:
    assert member.team is not None
    return set(member.team.members.exclude(office="").values_list("pk", flat=True))


def test_what_is_read(convening: Convening) -> None:
    (first, second) = seated_rounds(convening, 9, 9, 9, rounds=2)
    ann, bob, cleo, dan, eve = people(convening, 5)
    for who in (ann, bob, cleo, dan):
        wish(who, *first[:2])
    wish(ann, never=(second[0], second[1], second[2]))
    wish(bob, never=(first[2], second[0]))
    add_presenter(session=second[0], attendee=cleo, by=BY, at=AT)
    take_seat(attendee=dan, session=first[2], pinned=True, by=BY, at=AT)
    seat(cleo, first[1], by=own(cleo))
    Session.objects.filter(pk=second[1].pk).update(topic="Pay", audience=["union"], least=2, most=4)
    Session.objects.filter(pk=first[0].pk).update(topic="Pay")
    AttendeeDetails.objects.create(attendee=bob, access_needs="A wheelchair", changed_at=NOW)
    Room.objects.filter(name="Hall 2").update(features=["step_free"])
    reading = read_seating(convening, at=AT)
    number = {who.pk: place for place, who in enumerate(reading.people)}
    assert eve.pk not in number  # neither on a team nor chose anything
    problem = reading.problem
    assert problem.capacity == ((9, 9, 9), (9, 4, 9))
    assert problem.least == ((0, 0, 0), (0, 2, 0))
    assert problem.topic[0][0] == problem.topic[1][1]
    assert problem.ranked[number[cleo.pk]][0] == (1, 0)  # what somebody took by hand comes first
    assert problem.pinned == {(number[dan.pk], 0): 2}
    assert problem.barred == {(number[bob.pk], 0): frozenset({0, 2})}
    away = {(who, slot) for who in (ann, bob, cleo, dan) for slot in (0, 1) if (number[who.pk], slot) in problem.away}
    assert away == {(who, 1) for who in (ann, bob, cleo, dan)}  # of whom none is on a team, and none chose there
    assert read_seating(convening, at=AT + timedelta(days=400)).rounds == ()


def test_members_without_a_choice_sit_where_room_is_left(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 2, 1)
    ann, bob = members(convening)
    (cleo,) = people(convening, 1)
    wish(cleo, one)
    wish(bob, never=(one, two))
    reading = read_seating(convening, at=AT)
    there = [who for place, who in enumerate(reading.people) if (place, 0) not in reading.problem.away]
    assert len(there) == 3
    assert cleo in there
    assert bob not in there
    wish(ann, one)
    Room.objects.update(capacity=1)
    wish(people(convening, 1)[0], one)
    with pytest.raises(Refusal, match="there is room for 2, and 3 people want a seat"):
        check_seatable(convening, at=AT)


def test_nothing_to_seat(convening: Convening) -> None:
    with pytest.raises(Refusal, match="No round lies ahead"):
        ask_seating(convening=convening, mode="anew", by=BY, at=AT)
    seated_rounds(convening, 2, 2)
    with pytest.raises(Refusal, match="nobody to seat"):
        ask_seating(convening=convening, mode="anew", by=BY, at=AT)


def test_whoever_keeps_a_seat_is_pinned_and_a_full_room_is_said(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 1, 1)
    ann, bob = people(convening, 2)
    seat(ann, one)
    seat(bob, two)
    wish(ann, two)
    wish(bob, one)
    proposal = proposed(convening)
    with pytest.raises(Refusal, match="would hold 2 people, and there is room for 1"):
        apply(proposal, ann)
    assert not Seat.objects.filter(is_pinned=True).exists()
    job = seat_applying.seat_again(proposal=proposal, pinned=frozenset({str(ann.pk)}), by=BY, at=AT)
    work.run(job_id=job.pk, at=AT)
    assert Job.objects.get(pk=job.pk).result == {"moved": 0}
    assert Seat.objects.get(attendee=ann).is_pinned
    with pytest.raises(Refusal, match="have changed since"):
        apply(proposal)


def test_applied_told_once_and_undone(convening: Convening) -> None:
    ((one, two, three),) = seated_rounds(convening, 1, 1, 5)
    ann, bob, cleo = people(convening, 3)
    seat(ann, two)
    seat(cleo, one)
    seat(ann, one, or_wait=True)
    Message.objects.all().delete()
    wish(ann, one)
    wish(bob, two)
    wish(cleo, three)
    proposal = apply(proposed(convening))
    assert [sits(who) for who in (ann, bob, cleo)] == [["Talk 1.1"], ["Talk 1.2"], ["Talk 1.3"]]
    assert line_of(one) == []
    assert Message.objects.filter(occasion=OCCASION).count() == 3
    with pytest.raises(Refusal, match="applied"):
        apply(proposal)
    proposals.undo(proposal=proposal, by=BY, at=AT)
    assert [sits(who) for who in (ann, bob, cleo)] == [["Talk 1.2"], [], ["Talk 1.1"]]
    assert line_of(one) == ["Person 0"]
    assert Seat.objects.get(attendee=cleo).why == {"kind": "organizer"}


@pytest.mark.parametrize("meddle", ["moved", "pinned", "taken"])
def test_what_changed_since_is_not_undone(convening: Convening, meddle: str) -> None:
    ((one, two, three),) = seated_rounds(convening, 1, 1, 5)
    ann, bob = people(convening, 2)
    seat(ann, one)
    wish(ann, two)
    proposal = apply(proposed(convening))
    assert sits(ann) == ["Talk 1.2"]
    if meddle == "moved":
        seat(ann, three)
    elif meddle == "pinned":
        take_seat(attendee=ann, session=two, pinned=True, by=BY, at=AT)
    else:
        seat(bob, one)
    with pytest.raises(Refusal, match="cannot be undone as a whole"):
        proposals.undo(proposal=proposal, by=BY, at=AT)
    assert sits(ann) == ["Talk 1.3" if meddle == "moved" else "Talk 1.2"]


def test_a_changed_programme_or_seat_outdates_and_who_cancels_is_left_out(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 5, 5)
    ann, bob = people(convening, 2)
    wish(ann, one)
    wish(bob, one)
    proposal = proposed(convening)
    cancel_attendee(attendee=ann, by=BY, at=NOW)
    apply(proposal)
    assert (sits(ann), sits(bob)) == ([], ["Talk 1.1"])
    drop_seat(attendee=bob, session=one, by=BY, at=AT)
    for change in (
        lambda: seat(bob, two),
        lambda: change_room(room=one.room, name="Hall 1", capacity=6, position=0, by=BY, at=AT),  # type: ignore[arg-type]
    ):
        proposal = proposed(convening)
        assert not proposals.is_outdated(proposal)
        change()
        assert proposals.is_outdated(proposal)
        with pytest.raises(Refusal, match="have changed since"):
            apply(proposal)


def test_seated_again_only_few_move(convening: Convening) -> None:
    ((one, two),) = seated_rounds(convening, 3, 3)
    crowd = people(convening, 4)
    for who in crowd:
        wish(who, one, two)
    apply(proposed(convening))
    assert sought(convening, "least").result == {"moved": 0}
    before = {who.pk: sits(who) for who in crowd}
    (late,) = people(convening, 1)
    wish(late, two)
    again = proposed(convening, "least")
    assert [row["attendee"] for row in again.rows] == [late.pk]
    assert figure(again, "moved")[3] == 0
    apply(again)
    assert {who.pk: sits(who) for who in crowd} == before
    assert sits(late) == ["Talk 1.2"]


def test_one_search_at_a_time_and_the_same_proposal_after_a_crash(convening: Convening) -> None:
    ((one, __),) = seated_rounds(convening, 3, 3)
    wish(people(convening, 1)[0], one)
    job = ask_seating(convening=convening, mode="anew", by=BY, at=AT)
    assert ask_seating(convening=convening, mode="anew", by=BY, at=AT) == job
    work.run(job_id=job.pk, at=AT)
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    work.run(job_id=job.pk, at=AT)
    assert Proposal.objects.count() == 1
    assert ask_seating(convening=convening, mode="anew", by=BY, at=AT) != job


def test_a_cancelled_search_proposes_nothing(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    ((one, __),) = seated_rounds(convening, 3, 3)
    wish(people(convening, 1)[0], one)
    job = ask_seating(convening=convening, mode="anew", by=BY, at=AT)
    monkeypatch.setattr(work, "TELL_EVERY", 0.0)
    from breakouts.domain import seat_proposals

    search = seat_proposals._seat

    def cancel_meanwhile(*args: Any, **kwargs: Any) -> Any:
        work.cancel(job=job, by=BY, at=AT)
        return search(*args, **kwargs)

    monkeypatch.setattr(seat_proposals, "_seat", cancel_meanwhile)
    assert work.run(job_id=job.pk, at=AT) == JobState.CANCELLED
    assert not Proposal.objects.exists()


def test_asking_looking_and_applying_need_no_solver(convening: Convening, monkeypatch: pytest.MonkeyPatch) -> None:
    ((one, __),) = seated_rounds(convening, 3, 3)
    wish(people(convening, 1)[0], one)
    proposal = proposed(convening)
    for name in [name for name in sys.modules if name.split(".")[0] == "ortools"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "ortools", None)
    ask_seating(convening=convening, mode="anew", by=BY, at=AT)
    undone = proposals.undo(proposal=apply(proposal), by=BY, at=AT)
    assert (undone.state, Job.objects.count()) == (ProposalState.UNDONE, 2)
