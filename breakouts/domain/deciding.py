"""What organizers do with a proposal: comment among themselves, ask, accept, decline, take back, tell."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from breakouts.domain.presenters import add_presenter
from breakouts.domain.sessions import make_session, remove_session
from breakouts.domain.submission_moves import move, note, say
from breakouts.domain.terms import Terms, set_terms
from breakouts.models import Remark, Session, Speaker, Submission
from breakouts.models.submission import open_question
from breakouts.states import RemarkKind, SubmissionState
from convenings.models import Convening
from journal.refusals import Refusal
from mail.domain import outbox
from registration.domain import coordinators
from registration.domain.attendees import add_attendee, cancel_attendee
from registration.domain.drafts import PersonDraft
from registration.models import Attendee
from registration.states import AttendeeKind

ASKED, ACCEPTED, DECLINED = "submission.asked", "submission.accepted", "submission.declined"  # mails
_S = SubmissionState


class NotProposed(Refusal):
    code = "not_proposed"
    words = _("This is still being written, or was withdrawn: there is nothing to decide.")


class WordsMissing(Refusal):
    code = "words_missing"
    words = _("Write some words.")
    field = "text"


class AlreadyTold(Refusal):
    code = "already_told"
    words = _("The letter about this decision is out. Write to whoever proposed it instead.")


class AlreadyDecided(Refusal):
    code = "already_decided"
    words = _("This is decided. Take the decision back first.")


class QuestionOpen(Refusal):
    code = "question_open"
    words = _("A question is open already. Wait for its answer, or decide.")


class SessionIsPlaced(Refusal):
    code = "session_is_placed"
    words = _("Its session has a room and time. Take it out of them first.")


class NothingToTell(Refusal):
    code = "nothing_to_tell"
    words = _("There is no decision that was not told yet.")


@transaction.atomic
def comment(*, submission: Submission, text: str, by: str, at: datetime) -> Remark:
    """A remark that organizers alone see. Refusals: words_missing, not_proposed."""
    submission = _held(submission)
    _require_words(text)
    remark, is_new = say(submission, RemarkKind.COMMENT, text, by=by, at=at)
    if is_new:
        note("submission.commented", submission, by=by, at=at)
    return remark


@transaction.atomic
def ask(*, submission: Submission, text: str, by: str, at: datetime) -> Submission:
    """Ask whoever proposes; they get it by mail, and answer on their page. The same again is harmless.

    Refusals: words_missing, not_proposed, already_decided, question_open.
    """
    submission = _held(submission)
    _require_words(text)
    if submission.is_decided:
        raise AlreadyDecided
    waiting = open_question(submission.remarks.all())
    if waiting is not None:
        if waiting.text == text.strip():
            return submission
        raise QuestionOpen
    question, _new = say(submission, RemarkKind.QUESTION, text, by=by, at=at)
    move(submission, _S.ASKED, "submission.asked", by=by, at=at)
    _owe(submission, ASKED, f"{ASKED}:{question.pk}", {"remark": question.pk}, at=at)
    return submission


@transaction.atomic
def accept(*, submission: Submission, by: str, at: datetime) -> Submission:
    """Make it a session without room and time, with those who present it. Nobody is told yet. Again is harmless.

    Who presents and does not come by now is added to those who come. Refusals: not_proposed, already_decided.
    """
    submission = _held(submission)
    if submission.state == _S.ACCEPTED:
        return submission
    submission.session = make_session(
        convening=submission.call.convening, title=submission.title, abstract=submission.abstract,
        elements=submission.elements.all(), by=by, at=at,
    )  # fmt: skip
    terms = Terms(needs=tuple(submission.features), audience=tuple(submission.audience))
    set_terms(session=submission.session, terms=terms, by=by, at=at)
    for speaker in submission.speakers.select_related("attendee"):
        attendee = _attendee_of(speaker, submission, by=by, at=at)
        if attendee is not None:
            add_presenter(session=submission.session, attendee=attendee, by=by, at=at)
    return _decide(submission, _S.ACCEPTED, "", by=by, at=at)


@transaction.atomic
def decline(*, submission: Submission, words: str, by: str, at: datetime) -> Submission:
    """Say no, with words that go into the letter. Nobody is told yet. Again the same is harmless.

    Refusals: words_missing, not_proposed, already_decided.
    """
    submission = _held(submission)
    _require_words(words)
    if submission.state == _S.DECLINED and submission.decision == words.strip():
        return submission
    return _decide(submission, _S.DECLINED, words.strip(), by=by, at=at)


@transaction.atomic
def undo(*, submission: Submission, by: str, at: datetime) -> Submission:
    """Take a decision back that nobody was told. Again is harmless.

    Refusals: already_told, session_is_placed, not_proposed.
    """
    submission = _held(submission)
    if not submission.is_decided:
        return submission
    if submission.told_at is not None:
        raise AlreadyTold
    return undo_session(submission, by=by, at=at)


def undo_session(submission: Submission, *, even_placed: bool = False, by: str, at: datetime) -> Submission:
    """Back to before the decision; what accepting made goes. The caller holds the row. Refusals: session_is_placed."""
    session = submission.session
    if session is not None and session.slot_id is not None and not even_placed:
        raise SessionIsPlaced
    if session is not None:
        _take_away(submission, session, by=by, at=at)
    before = _S.ASKED if open_question(submission.remarks.all()) else _S.SUBMITTED
    submission.session, submission.decided_at, submission.decided_by, submission.decision = None, None, "", ""
    gone = ("session", "decided_at", "decided_by", "decision")
    return move(submission, before, "submission.undone", *gone, by=by, at=at)


@transaction.atomic
def tell(*, convening: Convening, by: str, at: datetime) -> int:
    """Send the letters of all decisions that nobody was told, each once; how many. Refusals: nothing_to_tell."""
    untold = Submission.objects.untold().filter(call__convening=convening)
    found = list(untold.select_related("call__convening", "team", "invitation__person").select_for_update(
        of=("self",), no_key=True
    ))
    if not found:
        raise NothingToTell
    for submission in found:
        submission.told_at = at
        submission.save(update_fields=["told_at"])
        occasion = ACCEPTED if submission.state == _S.ACCEPTED else DECLINED
        _owe(submission, occasion, f"{occasion}:{submission.pk}:{submission.decisions}", {}, at=at)
        note("submission.told", submission, by=by, at=at)
    return len(found)


def proposers_of(submission: Submission) -> list[Person]:
    """Who gets its mail: all coordinators of the team, or whoever was invited. Two statements at most."""
    if submission.team is not None:
        return [coordinator.person for coordinator in coordinators.of_team(submission.team)]
    assert submission.invitation is not None
    return [submission.invitation.person]


def _held(submission: Submission) -> Submission:
    """The row under its lock. Refusals: not_proposed."""
    found = Submission.objects.locked(submission.pk)
    if found.state in {_S.DRAFT, _S.WITHDRAWN}:
        raise NotProposed
    return found


def _require_words(text: str) -> None:
    if not text.strip():
        raise WordsMissing


def _decide(submission: Submission, to: SubmissionState, words: str, *, by: str, at: datetime) -> Submission:
    if submission.is_decided:
        raise AlreadyDecided
    submission.decided_at, submission.decided_by, submission.decision = at, by, words
    submission.decisions += 1
    written = ("session", "decided_at", "decided_by", "decision", "decisions")
    return move(submission, to, f"submission.{to}", *written, by=by, at=at)


def _attendee_of(speaker: Speaker, submission: Submission, *, by: str, at: datetime) -> Attendee | None:
    """Who that is among those who come, by address, else somebody new; None for a member who comes no more."""
    if not speaker.email:
        return speaker.attendee if speaker.attendee and speaker.attendee.cancelled_at is None else None
    convening = submission.call.convening
    coming = Attendee.objects.coming().filter(convening=convening, person__email__iexact=speaker.email)
    attendee = coming.order_by("pk").first()
    speaker.made = attendee is None
    if attendee is None:
        draft = PersonDraft(name=speaker.name, email=speaker.email)
        of = submission.invitation.organization if submission.invitation else submission.whence
        attendee = add_attendee(
            convening=convening, draft=draft, kind=AttendeeKind.PRESENTER, organization=of, by=by, at=at
        )
    speaker.attendee = attendee
    speaker.save(update_fields=["attendee", "made"])
    return attendee


def _take_away(submission: Submission, session: Session, *, by: str, at: datetime) -> None:
    remove_session(session=session, by=by, at=at)
    for speaker in submission.speakers.filter(made=True).select_related("attendee"):
        attendee = speaker.attendee
        if attendee is not None and not attendee.presentations.exists():
            cancel_attendee(attendee=attendee, by=by, at=at)
        speaker.attendee, speaker.made = None, False
        speaker.save(update_fields=["attendee", "made"])


def _owe(submission: Submission, occasion: str, key: str, refs: dict[str, int], *, at: datetime) -> None:
    for person in proposers_of(submission):
        outbox.owe(
            occasion=occasion, key=f"{key}:{person.pk}", person_id=person.pk, to_address=person.email,
            to_name=person.name, language=person.language, convening_id=submission.call.convening_id,
            refs={"submission": submission.pk, **refs}, at=at,
        )  # fmt: skip
