"""How a proposal goes from state to state, and what is said about it on the way."""

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from breakouts.models import Remark, Submission
from breakouts.states import SUBMISSION_TRANSITIONS, RemarkKind, SubmissionState
from journal.domain.entries import record
from journal.refusals import Refusal


class ProposalStep(Refusal):
    code = "proposal_step"
    words = _("This proposal has moved on since the page was made. Look at it once more.")


def move(
    submission: Submission, to: SubmissionState, kind: str, *also: str, by: str, at: datetime
) -> Submission:
    """The one way from state to state. The caller holds the row. Refusals: proposal_step."""
    if to not in SUBMISSION_TRANSITIONS[SubmissionState(submission.state)]:
        raise ProposalStep
    submission.state = to
    submission.save(update_fields=["state", *also])
    note(kind, submission, by=by, at=at)
    return submission


def say(submission: Submission, kind: RemarkKind, text: str, *, by: str, at: datetime) -> tuple[Remark, bool]:
    """Add a remark, and whether it is new: the same words by the same person once more are none."""
    last = submission.remarks.last()
    if last is not None and (last.kind, last.text, last.said_by) == (kind, text.strip(), by):
        return last, False
    return Remark.objects.create(submission=submission, kind=kind, text=text.strip(), said_by=by, said_at=at), True


def note(kind: str, submission: Submission, *, by: str, at: datetime) -> None:
    """Journal a step; no words of anybody."""
    subject = f"submission:{submission.pk}"
    record(kind=kind, by=by, at=at, subject=subject, convening_id=submission.call.convening_id)
