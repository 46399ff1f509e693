"""Two act on one proposal at the same moment: one decision stands, of the words that it was made about."""

from typing import Any

import pytest
from django.db import connection

from breakouts.domain import deciding
from breakouts.domain.submissions import keep, withdraw
from breakouts.models import Session, Submission
from breakouts.models.submission import SubmissionQuerySet
from breakouts.states import SubmissionState
from registration.models import Attendee
from tests.breakouts.call_factories import actor_of, call, draft_for, invitation, proposal, proposing_team
from tests.breakouts.factories import BY
from tests.harness.threads import Meeting, together
from tests.registration.factories import NOW, make_convening

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
OTHER = "user:2"


@pytest.fixture
def submission() -> Submission:
    call(convening := make_convening())
    return proposal(proposing_team(convening))


def kinds(ended: list[Any]) -> list[str]:
    return sorted(type(end).__name__ for end in ended)


def accept_twice(submission: Submission, monkeypatch: pytest.MonkeyPatch, accept: Any) -> list[str]:
    """What both calls gave: both have looked before either decides, unless a lock keeps one of them out."""
    meeting, make = Meeting(), deciding.make_session

    def meet_and_make(**given: Any) -> Session:
        meeting.wait()
        return make(**given)

    monkeypatch.setattr(deciding, "make_session", meet_and_make)
    return kinds(together(*(lambda by=by: accept(submission=submission, by=by, at=NOW) for by in (BY, OTHER))))


def test_two_accept_at_once(submission: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    assert accept_twice(submission, monkeypatch, deciding.accept) == ["Submission", "Submission"]
    assert Session.objects.count() == 1
    assert Submission.objects.get().decisions == 1


def test_without_the_lock_there_are_two_sessions(submission: Submission, monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: no row lock on PostgreSQL, no transaction on SQLite."""
    accept: Any = deciding.accept
    if connection.vendor == "sqlite":
        accept = accept.__wrapped__
    else:
        monkeypatch.setattr(SubmissionQuerySet, "locked", _unlocked)
    accept_twice(submission, monkeypatch, accept)
    assert Session.objects.count() == 2


def _unlocked(rows: Any, pk: int) -> Submission:
    found: Submission = rows.select_related("call__convening", "team", "invitation__person").get(pk=pk)
    return found


def test_one_accepts_while_another_declines(submission: Submission) -> None:
    ended = together(
        lambda: deciding.accept(submission=submission, by=BY, at=NOW),
        lambda: deciding.decline(submission=submission, words="Not this year.", by=OTHER, at=NOW),
    )
    assert kinds(ended) == ["AlreadyDecided", "Submission"]
    stands = Submission.objects.get()
    assert Session.objects.count() == (stands.state == SubmissionState.ACCEPTED)
    assert stands.decided_by == (BY if stands.state == SubmissionState.ACCEPTED else OTHER)


def test_words_change_while_they_are_accepted(submission: Submission) -> None:
    """The session has the words that stand: they came first, or are refused."""
    team = submission.team
    assert team is not None
    ended = together(
        lambda: deciding.accept(submission=submission, by=BY, at=NOW),
        lambda: keep(
            call=submission.call, proposer=team, key=submission.key, draft=draft_for(team, title="Two tables"),
            by=actor_of(team), at=NOW,
        ),
    )
    assert kinds(ended) in (["Submission", "Submission"], ["BeingDecided", "Submission"])
    assert Session.objects.get().title == Submission.objects.get().title


def test_withdrawn_while_it_is_accepted() -> None:
    """Withdrawn in either order: nothing of what accepting makes is left."""
    guest = invitation(make_convening())
    submission = proposal(guest)
    ended = together(
        lambda: deciding.accept(submission=submission, by=BY, at=NOW),
        lambda: withdraw(submission=submission, by=actor_of(guest), at=NOW),
    )
    assert kinds(ended) in (["Submission", "Submission"], ["NotProposed", "Submission"])
    assert Submission.objects.get().state == SubmissionState.WITHDRAWN
    assert not Session.objects.exists()
    assert not Attendee.objects.coming().filter(person__email=guest.person.email).exists()


def test_letters_are_sent_twice_at_once(submission: Submission) -> None:
    deciding.accept(submission=submission, by=BY, at=NOW)
    ended = together(*(lambda: deciding.tell(convening=submission.call.convening, by=BY, at=NOW) for _ in range(2)))
    assert sorted(map(str, ended)) == ["1", str(deciding.NothingToTell())]
