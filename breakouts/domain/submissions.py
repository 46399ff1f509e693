"""What a team, or somebody who was invited, does with a proposal: write, propose, change, answer, withdraw.

Nobody else's proposal is ever reached from here, and nothing that organizers have decided shows before it is told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.states import Side
from breakouts.domain.calls import is_open
from breakouts.domain.deciding import undo_session
from breakouts.domain.submission_moves import ProposalStep, move, note, say
from breakouts.models import Call, CallInvitation, Speaker, Submission
from breakouts.states import Feature, RemarkKind, SubmissionState
from journal.refusals import Refusal
from registration.domain import coordinators
from registration.models import Team
from registration.states import TeamState

MOST = 5  # of one team, or of one who was invited
MOST_SPEAKERS = 4
MINUTES = range(10, 241)
LEFT = frozenset({TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN})
_S = SubmissionState
Proposer = Team | CallInvitation


class CallClosed(Refusal):
    code = "call_closed"
    words = _("Proposals are not taken now. If something is missing, write to the organizers.")


class NotYourProposal(Refusal):
    code = "not_your_proposal"
    status = 403
    words = _("This is not one of your proposals.")


class TooManyProposals(Refusal):
    code = "too_many_proposals"

    def __init__(self) -> None:
        super().__init__(_("You can make %(most)d proposals at most. Withdraw one first.") % {"most": MOST})


class TeamDoesNotCome(Refusal):
    code = "team_left"
    words = _("This team does not come: it cannot propose.")


class BeingDecided(Refusal):
    code = "being_decided"
    words = _("The organizers are deciding now. If something has to change, write to them.")


class ProposalIncomplete(Refusal):
    """`field` says what is missing."""

    code = "proposal_incomplete"


class SpeakerUnfit(Refusal):
    code = "speaker_unfit"


class ElementUnknown(Refusal):
    code = "element_unknown"
    field = "elements"
    words = _("One of these themes does not exist any more. Choose again.")


class NothingAsked(Refusal):
    code = "nothing_asked"
    words = _("No question is open.")


@dataclass(frozen=True)
class SubmissionDraft:
    """What is proposed. `members`: attendees of the team who present; `others`: who else, by name and address."""

    title: str = ""
    abstract: str = ""
    elements: frozenset[int] = frozenset()
    minutes: int | None = None
    features: frozenset[str] = frozenset()
    needs: str = ""
    audience: frozenset[str] = frozenset()
    members: frozenset[int] = frozenset()
    others: tuple[tuple[str, str], ...] = ()


def proposals_of(proposer: Proposer) -> list[Submission]:
    """All of this one, oldest first. Two statements."""
    found = Submission.objects.filter(**_owned(proposer)).select_related("call", "team", "invitation__person")
    return list(found.prefetch_related("remarks"))


def may_write(submission: Submission | None, call: Call, at: datetime) -> bool:
    """Whether it can be changed: until the call closes, and as long as a question is open; never once decided."""
    if submission is None:
        return is_open(call, at)
    if submission.state == _S.ASKED:
        return True
    return is_open(call, at) and submission.state in {_S.DRAFT, _S.SUBMITTED}


def may_withdraw(submission: Submission) -> bool:
    """Until a decision is told: a hidden decision must not show by what can be done."""
    return submission.shown_state in {_S.DRAFT, _S.SUBMITTED, _S.ASKED}


@transaction.atomic
def keep(
    *, call: Call, proposer: Proposer, key: UUID, draft: SubmissionDraft, by: str, at: datetime
) -> Submission:
    """Save what was typed so far, complete or not; once it is proposed it has to stay complete. Again is harmless.

    Refusals: call_closed, not_your_proposal, too_many_proposals, team_left, being_decided, proposal_incomplete,
    speaker_unfit, element_unknown.
    """
    submission = _held(call, proposer, key, by=by, at=at)
    if submission.state != _S.DRAFT:
        _require_complete(draft)
    changed = _write(submission, draft, at=at)
    if changed and submission.state != _S.DRAFT:  # a draft is nobody's business yet
        note("submission.changed", submission, by=by, at=at)
    return submission


@transaction.atomic
def propose(
    *, call: Call, proposer: Proposer, key: UUID, draft: SubmissionDraft, by: str, at: datetime
) -> Submission:
    """Hand it to the organizers, with what was typed last. Again is harmless. Refusals: those of `keep`."""
    _require_complete(draft)
    submission = keep(call=call, proposer=proposer, key=key, draft=draft, by=by, at=at)
    if submission.state != _S.DRAFT:
        return submission
    submission.submitted_at = submission.submitted_at or at
    return move(submission, _S.SUBMITTED, "submission.proposed", "submitted_at", by=by, at=at)


@transaction.atomic
def answer(*, submission: Submission, text: str, by: str, at: datetime) -> Submission:
    """Answer the open question. The same again is harmless. Refusals: not_your_proposal, nothing_asked."""
    submission = Submission.objects.locked(submission.pk)
    _require_own(submission.team or submission.invitation, by)
    if submission.state != _S.ASKED:
        last = submission.remarks.for_proposer().last()
        if last is not None and last.kind == RemarkKind.ANSWER and last.text == text.strip():
            return submission
        raise NothingAsked
    say(submission, RemarkKind.ANSWER, text, by=by, at=at)
    return move(submission, _S.SUBMITTED, "submission.answered", by=by, at=at)


@transaction.atomic
def withdraw(*, submission: Submission, by: str, at: datetime) -> Submission:
    """Take a proposal back, until a decision is told. Again is harmless.

    A decision that nobody was told falls away with it. Refusals: not_your_proposal, proposal_step.
    """
    submission = Submission.objects.locked(submission.pk)
    _require_own(submission.team or submission.invitation, by)
    if submission.state == _S.WITHDRAWN:
        return submission
    if not may_withdraw(submission):
        raise ProposalStep
    if submission.is_decided:
        submission = undo_session(submission, even_placed=True, by=by, at=at)
    return move(submission, _S.WITHDRAWN, "submission.withdrawn", by=by, at=at)


@transaction.atomic
def resume(*, submission: Submission, by: str, at: datetime) -> Submission:
    """Write on at one that was withdrawn, while the call is open. Again is harmless.

    Refusals: not_your_proposal, call_closed, too_many_proposals, proposal_step.
    """
    call = Call.objects.select_for_update(of=("self",), no_key=True).get(pk=submission.call_id)
    submission = Submission.objects.locked(submission.pk)
    owner = submission.team or submission.invitation
    _require_own(owner, by)
    if submission.state == _S.DRAFT:
        return submission
    if not is_open(call, at):
        raise CallClosed
    assert owner is not None
    _require_few(owner)
    return move(submission, _S.DRAFT, "submission.resumed", by=by, at=at)


def _owned(proposer: Proposer) -> dict[str, Proposer]:
    return {"team": proposer} if isinstance(proposer, Team) else {"invitation": proposer}


def _require_own(proposer: Proposer | None, by: str) -> None:
    if isinstance(proposer, Team):
        own = bool(coordinators.side_of(proposer, by))
    else:
        own = proposer is not None and by == f"person:{proposer.person_id}"
    if not own:
        raise NotYourProposal


def _require_few(proposer: Proposer) -> None:
    if Submission.objects.filter(**_owned(proposer)).exclude(state=_S.WITHDRAWN).count() >= MOST:
        raise TooManyProposals


def _held(call: Call, proposer: Proposer, key: UUID, *, by: str, at: datetime) -> Submission:
    """The proposal of this key under its lock, begun where there is none; the call's row is held while it is."""
    call = Call.objects.select_for_update(of=("self",), no_key=True).select_related("convening").get(pk=call.pk)
    _require_own(proposer, by)
    found = Submission.objects.filter(key=key).first()
    if found is not None:
        submission = Submission.objects.locked(found.pk)
        if (submission.team or submission.invitation) != proposer:
            raise NotYourProposal
        if not may_write(submission, call, at):
            raise BeingDecided if submission.is_decided and is_open(call, at) else CallClosed
        return submission
    if not is_open(call, at):
        raise CallClosed
    if isinstance(proposer, Team) and proposer.state in LEFT:
        raise TeamDoesNotCome
    _require_few(proposer)
    submission = Submission.objects.create(call=call, key=key, begun_at=at, saved_at=at, **_owned(proposer))
    note("submission.begun", submission, by=by, at=at)
    return submission


def _require_complete(draft: SubmissionDraft) -> None:
    if not draft.title.strip():
        raise ProposalIncomplete(_("Give it a title before you propose it."), field="title")
    if not draft.abstract.strip():
        raise ProposalIncomplete(_("Say what it is about before you propose it."), field="abstract")
    if not draft.members and not draft.others:
        raise ProposalIncomplete(_("Say who would present it."), field="members")


def _write(submission: Submission, draft: SubmissionDraft, *, at: datetime) -> bool:
    """Whether anything is different now."""
    before = draft_of(submission)
    elements = set(submission.call.convening.elements.filter(pk__in=draft.elements).values_list("pk", flat=True))
    if elements != draft.elements:
        raise ElementUnknown
    speakers = _speakers(submission, draft)
    submission.title, submission.abstract = draft.title.strip()[:200], draft.abstract.strip()
    submission.minutes = draft.minutes
    submission.needs, submission.saved_at = draft.needs.strip()[:500], at
    submission.features = [feature for feature in Feature.values if feature in draft.features]
    submission.audience = [side for side in Side.values if side in draft.audience]
    submission.save(update_fields=["title", "abstract", "minutes", "features", "needs", "audience", "saved_at"])
    if before == draft:
        return False
    submission.elements.set(elements)
    submission.speakers.all().delete()
    Speaker.objects.bulk_create(speakers)
    return True


def _speakers(submission: Submission, draft: SubmissionDraft) -> list[Speaker]:
    """Members of the own team only, and people with an address that mail can reach."""
    if len(draft.members) + len(draft.others) > MOST_SPEAKERS:
        words = _("%(most)d people can present one session at most.")
        raise SpeakerUnfit(words % {"most": MOST_SPEAKERS}, field="members")
    members: Sequence[int] = []
    if draft.members:
        own = submission.team.members.coming().filter(pk__in=draft.members) if submission.team else []
        members = [member.pk for member in own]
    if len(members) < len(draft.members):
        raise SpeakerUnfit(_("Somebody is on your team no more. Choose again who presents."), field="members")
    for number, (name, email) in enumerate(draft.others, 1):
        _check_other(name, email, number)
    rows = [Speaker(submission=submission, attendee_id=pk) for pk in sorted(members)]
    rows += [Speaker(submission=submission, name=name.strip(), email=email.strip()) for name, email in draft.others]
    for position, row in enumerate(rows):
        row.position = position
    return rows


def _check_other(name: str, email: str, number: int) -> None:
    if not any(sign.isalnum() for sign in name) or len(name) > 200 or not name.isprintable():
        raise SpeakerUnfit(_("Write the name as it should stand in the programme."), field=f"name_{number}")
    try:
        validate_email(email.strip())
    except ValidationError:
        words = _("“%(address)s” is not a complete mail address. Please write it like name@example.org.")
        raise SpeakerUnfit(words % {"address": email[:100]}, field=f"email_{number}") from None


def draft_of(submission: Submission) -> SubmissionDraft:
    """What stands. Two statements."""
    speakers = list(submission.speakers.all())
    return SubmissionDraft(
        submission.title, submission.abstract, frozenset(submission.elements.values_list("pk", flat=True)),
        submission.minutes, frozenset(submission.features), submission.needs, frozenset(submission.audience),
        frozenset(speaker.attendee_id for speaker in speakers if speaker.attendee_id is not None and not speaker.email),
        tuple((speaker.name, speaker.email) for speaker in speakers if speaker.email),
    )  # fmt: skip
