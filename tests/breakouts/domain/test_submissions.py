"""Proposals: written, proposed, asked about, decided and told; nobody sees more than they may."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from breakouts.domain import deciding
from breakouts.domain.calls import CallOver, close_call, invite, invite_partners, set_call
from breakouts.domain.rooms import make_room
from breakouts.domain.sessions import place_session
from breakouts.domain.submissions import (
    MOST,
    SubmissionDraft,
    answer,
    draft_of,
    keep,
    may_write,
    propose,
    resume,
    withdraw,
)
from breakouts.models import CallInvitation, Session, Submission
from breakouts.states import SUBMISSION_TRANSITIONS, SubmissionState
from convenings.models import Convening
from journal.models import Entry
from journal.refusals import Refusal
from mail.models import Message
from registration.domain.attendees import add_attendee
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from tests.breakouts.call_factories import (
    CLOSES,
    OPENS,
    actor_of,
    call,
    draft_for,
    invitation,
    proposal,
    proposing_team,
)
from tests.breakouts.factories import BY, slot
from tests.registration.factories import NOW, make_team

_S = SubmissionState
AFTER = CLOSES + timedelta(minutes=1)


def refusal_of(act: Any, **given: Any) -> str:
    with pytest.raises(Refusal) as refused:
        act(**given)
    return refused.value.code


def letters(occasion: str) -> list[Message]:
    return list(Message.objects.filter(occasion=occasion).order_by("pk"))


def test_every_pair_of_states() -> None:
    allowed = {
        ("draft", "submitted"), ("draft", "withdrawn"),
        ("submitted", "asked"), ("submitted", "accepted"), ("submitted", "declined"), ("submitted", "withdrawn"),
        ("asked", "submitted"), ("asked", "accepted"), ("asked", "declined"), ("asked", "withdrawn"),
        ("accepted", "submitted"), ("accepted", "asked"), ("declined", "submitted"), ("declined", "asked"),
        ("withdrawn", "draft"),
    }  # fmt: skip
    table = {(str(one), str(other)) for one in _S for other in SUBMISSION_TRANSITIONS[one]}
    assert table == allowed


def test_a_draft_is_saved_as_it_is_once_for_its_key(convening: Convening) -> None:
    where, team = call(convening), proposing_team(convening)
    key, by = uuid4(), actor_of(team)
    for title in ("One", "One", "One table"):
        keep(call=where, proposer=team, key=key, draft=SubmissionDraft(title=title), by=by, at=NOW)
    made = Submission.objects.get()
    assert (made.title, made.state, made.submitted_at) == ("One table", _S.DRAFT, None)
    assert not Submission.objects.proposed().exists()
    assert [entry.kind for entry in Entry.objects.filter(subject=f"submission:{made.pk}")] == ["submission.begun"]


def test_proposed_whole_and_changed_until_the_call_closes(convening: Convening) -> None:
    team = proposing_team(convening)
    where = call(convening)
    first, second = team.members.order_by("pk")[:2]
    whole = draft_for(
        team, elements=frozenset(), minutes=45, features=frozenset({"projector"}), needs="A quiet room",
        audience=frozenset({"board", "union"}), members=frozenset({first.pk}), others=(("王小明", "wang@example.org"),),
    )  # fmt: skip
    key, by = uuid4(), actor_of(team)
    made = propose(call=where, proposer=team, key=key, draft=whole, by=by, at=NOW)
    assert propose(call=where, proposer=team, key=key, draft=whole, by=by, at=NOW).pk == made.pk
    assert (draft_of(made), made.state, made.submitted_at) == (whole, _S.SUBMITTED, NOW)
    changed = draft_for(team, title="Two tables", members=frozenset({second.pk}))
    made = keep(call=where, proposer=team, key=key, draft=changed, by=by, at=NOW)
    assert (made.title, [one.attendee_id for one in made.speakers.all()]) == ("Two tables", [second.pk])
    emptied = draft_for(team, title=" ")
    assert refusal_of(keep, call=where, proposer=team, key=key, draft=emptied, by=by, at=NOW) == "proposal_incomplete"
    assert refusal_of(keep, call=where, proposer=team, key=key, draft=changed, by=by, at=AFTER) == "call_closed"
    kinds = Entry.objects.filter(subject=f"submission:{made.pk}").values_list("kind", flat=True)
    assert list(kinds) == ["submission.begun", "submission.proposed", "submission.changed"]


@pytest.mark.parametrize(
    ("over", "code", "field"),
    [
        ({"title": ""}, "proposal_incomplete", "title"),
        ({"abstract": " \n"}, "proposal_incomplete", "abstract"),
        ({"members": frozenset()}, "proposal_incomplete", "members"),
        ({"members": frozenset({2**40})}, "speaker_unfit", "members"),
        ({"others": (("Ann", "ann@"),)}, "speaker_unfit", "email_1"),
        ({"others": (("A\tB", "ann@example.org"),)}, "speaker_unfit", "name_1"),
        ({"others": (("\u200b", "ann@example.org"),)}, "speaker_unfit", "name_1"),
        ({"others": (("Ann", "ann@example.org"),) * 4}, "speaker_unfit", "members"),
        ({"elements": frozenset({2**40})}, "element_unknown", "elements"),
    ],
)
def test_what_is_missing_or_unfit_is_named(convening: Convening, over: dict[str, Any], code: str, field: str) -> None:
    team, where = proposing_team(convening), call(convening)
    with pytest.raises(Refusal) as refused:
        propose(call=where, proposer=team, key=uuid4(), draft=draft_for(team, **over), by=actor_of(team), at=NOW)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Submission.objects.exists()


def test_only_ones_own(convening: Convening) -> None:
    team, other = proposing_team(convening), proposing_team(convening)
    guest = invitation(convening)
    made = proposal(team)
    for stranger in (other, guest):
        by = actor_of(stranger)
        given: dict[str, Any] = {"call": made.call, "key": made.key, "draft": draft_for(stranger), "by": by, "at": NOW}
        assert refusal_of(keep, proposer=team, **given) == "not_your_proposal"
        assert refusal_of(keep, proposer=stranger, **given) == "not_your_proposal"
        for act in (withdraw, resume):
            assert refusal_of(act, submission=made, by=by, at=NOW) == "not_your_proposal"
        assert refusal_of(answer, submission=made, text="x", by=by, at=NOW) == "not_your_proposal"
    theirs = frozenset({other.members.order_by("pk")[0].pk})
    assert refusal_of(proposal, proposer=team, members=theirs) == "speaker_unfit"
    assert refusal_of(proposal, proposer=guest, members=theirs) == "speaker_unfit"


def test_a_few_at_most_and_a_withdrawn_one_counts_no_more(convening: Convening) -> None:
    guest = invitation(convening)
    made = [proposal(guest, draft=True) for _ in range(MOST)]
    assert refusal_of(proposal, proposer=guest) == "too_many_proposals"
    withdraw(submission=made[0], by=actor_of(guest), at=NOW)
    proposal(guest)
    assert refusal_of(resume, submission=made[0], by=actor_of(guest), at=NOW) == "too_many_proposals"


def test_a_team_that_does_not_come_cannot_begin_one(convening: Convening) -> None:
    call(convening)
    team = make_team(convening, "committing", members=1)
    team.state = "withdrawn"
    assert refusal_of(proposal, proposer=team) == "team_left"


def test_before_and_after_the_call_nothing_is_taken(convening: Convening) -> None:
    guest = invitation(convening)
    given: dict[str, Any] = {"call": guest.call, "proposer": guest, "draft": draft_for(guest), "by": actor_of(guest)}
    for at in (OPENS - timedelta(seconds=1), CLOSES):
        assert refusal_of(keep, key=uuid4(), at=at, **given) == "call_closed"


def test_a_question_goes_by_mail_and_its_answer_comes_back_even_after_the_call(convening: Convening) -> None:
    team = proposing_team(convening)
    call(convening)
    made = proposal(team)
    assert refusal_of(deciding.ask, submission=made, text="  ", by=BY, at=NOW) == "words_missing"
    for _ in range(2):  # a double click
        made = deciding.ask(submission=made, text="Could it be shorter?", by=BY, at=NOW)
    assert made.state == _S.ASKED
    assert refusal_of(deciding.ask, submission=made, text="And who?", by=BY, at=NOW) == "question_open"
    (letter,) = letters(deciding.ASKED)
    assert letter.person_id == team.coordinator_id
    keep(call=made.call, proposer=team, key=made.key, draft=draft_for(team, title="Short"), by=actor_of(team), at=AFTER)
    for _ in range(2):
        made = answer(submission=made, text="Yes, 45 minutes.", by=actor_of(team), at=AFTER)
    assert made.state == _S.SUBMITTED
    assert [(one.kind, one.text) for one in made.remarks.all()] == [
        ("question", "Could it be shorter?"), ("answer", "Yes, 45 minutes."),
    ]  # fmt: skip
    assert refusal_of(answer, submission=made, text="More", by=actor_of(team), at=AFTER) == "nothing_asked"
    assert len(letters(deciding.ASKED)) == 1


def test_comments_are_for_organizers_alone(convening: Convening) -> None:
    call(convening)
    made = proposal(proposing_team(convening))
    for _ in range(2):
        deciding.comment(submission=made, text="Weak, but new", by=BY, at=NOW)
    deciding.ask(submission=made, text="Who speaks?", by=BY, at=NOW)
    assert [one.text for one in made.remarks.for_proposer()] == ["Who speaks?"]
    assert made.remarks.count() == 2
    assert "Weak" not in str([entry.data for entry in Entry.objects.all()])


def test_accepted_it_is_a_session_with_who_presents_it_and_nobody_knows(convening: Convening) -> None:
    guest = invitation(convening)
    known = add_attendee(
        convening=convening, draft=PersonDraft("Đặng Thị", "dang@example.org"), kind="guest", by=BY, at=NOW
    )
    others = ((guest.person.name, guest.person.email), ("Đặng Thị", "DANG@example.org"))
    made = proposal(guest, others=others, audience=frozenset({"board"}), features=frozenset({"sound"}))
    for _ in range(2):
        made = deciding.accept(submission=made, by=BY, at=NOW)
    session = Session.objects.get()
    assert (session.title, session.slot, session.audience, session.needs) == ("One table", None, ["board"], ["sound"])
    names = {one.presenter.person.name: one.presenter for one in session.presentations.all()}
    assert set(names) == {"Nora O'Brien-Nuñez", "Đặng Thị"}
    assert names["Đặng Thị"] == known
    assert (names["Nora O'Brien-Nuñez"].kind, names["Nora O'Brien-Nuñez"].organization) == (
        "presenter", "Rural Teachers’ Fund",
    )  # fmt: skip
    assert (made.state, made.shown_state) == (_S.ACCEPTED, _S.SUBMITTED)
    assert letters(deciding.ACCEPTED) == []
    assert not may_write(made, made.call, NOW)
    edit: dict[str, Any] = {"call": made.call, "proposer": guest, "key": made.key, "draft": draft_for(guest)}
    assert refusal_of(keep, **edit, by=actor_of(guest), at=NOW) == "being_decided"


def test_taken_back_before_it_is_told_all_is_as_it_was(convening: Convening) -> None:
    guest = invitation(convening)
    made = proposal(guest)
    made = deciding.accept(submission=made, by=BY, at=NOW)
    for _ in range(2):
        made = deciding.undo(submission=made, by=BY, at=NOW)
    assert (made.state, made.session, Session.objects.count()) == (_S.SUBMITTED, None, 0)
    assert not Attendee.objects.coming().filter(convening=convening, kind="presenter").exists()
    made = deciding.accept(submission=made, by=BY, at=NOW)
    assert Session.objects.get().presentations.count() == 1
    made = deciding.undo(submission=made, by=BY, at=NOW)
    deciding.ask(submission=made, text="Who?", by=BY, at=NOW)
    made = deciding.decline(submission=made, words="There was no room.", by=BY, at=NOW)
    assert deciding.undo(submission=made, by=BY, at=NOW).state == _S.ASKED  # the question is still open
    assert refusal_of(deciding.tell, convening=convening, by=BY, at=NOW) == "nothing_to_tell"


def test_a_session_with_a_room_is_not_taken_away_by_an_undo(convening: Convening) -> None:
    made = deciding.accept(submission=proposal(invitation(convening)), by=BY, at=NOW)
    assert made.session is not None
    room = make_room(convening=convening, name="201", capacity=40, by=BY, at=NOW)
    place_session(session=made.session, room=room, slot=slot(convening), version=0, by=BY, at=NOW)
    assert refusal_of(deciding.undo, submission=made, by=BY, at=NOW) == "session_is_placed"
    made = withdraw(submission=made, by=f"person:{made.invitation.person_id}", at=NOW)  # and the page says no more
    assert (made.state, Session.objects.count()) == (_S.WITHDRAWN, 0)


def test_letters_go_once_and_then_it_stands(convening: Convening) -> None:
    guest, team = invitation(convening), proposing_team(convening)
    yes, no = proposal(guest), proposal(team)
    proposal(team)  # undecided
    deciding.accept(submission=yes, by=BY, at=NOW)
    assert refusal_of(deciding.decline, submission=yes, words="No", by=BY, at=NOW) == "already_decided"
    assert refusal_of(deciding.decline, submission=no, words=" ", by=BY, at=NOW) == "words_missing"
    deciding.decline(submission=no, words="Too much like another.", by=BY, at=NOW)
    assert deciding.tell(convening=convening, by=BY, at=NOW) == 2
    assert refusal_of(deciding.tell, convening=convening, by=BY, at=NOW) == "nothing_to_tell"
    assert [letter.person_id for letter in letters(deciding.ACCEPTED)] == [guest.person_id]
    assert [letter.person_id for letter in letters(deciding.DECLINED)] == [team.coordinator_id]
    yes.refresh_from_db()
    assert yes.shown_state == _S.ACCEPTED
    assert refusal_of(deciding.undo, submission=yes, by=BY, at=NOW) == "already_told"
    assert refusal_of(withdraw, submission=yes, by=actor_of(guest), at=NOW) == "proposal_step"


def test_what_is_being_written_or_withdrawn_is_not_decided(convening: Convening) -> None:
    guest = invitation(convening)
    writing, gone = proposal(guest, draft=True), proposal(guest)
    for _ in range(2):
        withdraw(submission=gone, by=actor_of(guest), at=NOW)
    for one in (writing, gone):
        assert refusal_of(deciding.accept, submission=one, by=BY, at=NOW) == "not_proposed"
        assert refusal_of(deciding.comment, submission=one, text="x", by=BY, at=NOW) == "not_proposed"
    assert resume(submission=gone, by=actor_of(guest), at=NOW).state == _S.DRAFT


def test_people_and_partners_are_invited_once(convening: Convening) -> None:
    assert refusal_of(invite_partners, convening=convening, by=BY, at=NOW) == "no_call"
    first = invitation(convening)
    assert invitation(convening, "NORA@example.org") == first
    for email in ("ada@example.org", "nora@example.org"):
        add_attendee(convening=convening, draft=PersonDraft("Ada", email), kind="partner", by=BY, at=NOW)
    assert [invite_partners(convening=convening, by=BY, at=NOW) for _ in range(2)] == [1, 0]
    assert CallInvitation.objects.count() == len(letters("call.invited")) == 2
    close_call(convening=convening, by=BY, at=NOW)
    given = {"convening": convening, "draft": PersonDraft("Bo", "bo@example.org"), "by": BY, "at": NOW}
    assert refusal_of(invite, **given) == CallOver.code


def test_a_call_has_an_end_after_its_beginning(convening: Convening) -> None:
    given: dict[str, Any] = {"convening": convening, "text": "", "by": BY, "at": NOW}
    assert refusal_of(set_call, opens_at=NOW, closes_at=NOW, **given) == "call_ends_too_early"
    ahead = call(convening, opens_at=NOW + timedelta(days=1))
    assert refusal_of(close_call, convening=convening, by=BY, at=NOW) == "call_not_open"
    assert call(convening).pk == ahead.pk
    for _ in range(2):
        assert close_call(convening=convening, by=BY, at=NOW).closes_at == NOW
    assert list(Entry.objects.filter(kind__startswith="call.").values_list("kind", flat=True)) == [
        "call.set", "call.set", "call.closed",
    ]  # fmt: skip
