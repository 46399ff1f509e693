"""What organizers see of the call: the proposals that are in, how many are still being written, and whom to ask."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from breakouts.domain.calls import call_of, uninvited_partners
from breakouts.models import Call, CallInvitation, Submission
from breakouts.states import DECIDED, RemarkKind, SubmissionState
from convenings.models import Convening

_S = SubmissionState
ORDER = (_S.SUBMITTED, _S.ASKED, _S.ACCEPTED, _S.DECLINED, _S.WITHDRAWN)


@dataclass(frozen=True)
class SubmissionList:
    """`rows` are of the state that was asked for; `counts` of all, by state."""

    call: Call | None
    rows: list[Submission]
    counts: list[tuple[SubmissionState, int]]
    drafts: int
    untold: int
    invitations: list[CallInvitation]
    partners: int


def submission_list(convening: Convening, *, state: str = "") -> SubmissionList:
    """Seven statements, whatever the number of proposals; `state`: all where it is none."""
    call = call_of(convening)
    if call is None:
        return SubmissionList(None, [], [], 0, 0, [], 0)
    proposed = Submission.objects.proposed().filter(call=call)
    untold = Count("pk", filter=Q(state__in=DECIDED, told_at=None))
    found = proposed.order_by().values_list("state").annotate(Count("pk"), untold=untold)
    counted = {state: (number, waiting) for state, number, waiting in found}
    rows = proposed.filter(state=state) if state in _S.values else proposed
    return SubmissionList(
        call,
        list(rows_of(rows)),
        [(one, counted[one][0]) for one in ORDER if one in counted],
        Submission.objects.filter(call=call, state=_S.DRAFT).count(),
        sum(waiting for _number, waiting in counted.values()),
        list(call.invitations.select_related("person").annotate(proposed=Count(
            "submissions", filter=~Q(submissions__state__in=(_S.DRAFT, _S.WITHDRAWN))
        )).order_by("person__folded_name", "pk")),
        len(uninvited_partners(call)),
    )  # fmt: skip


def rows_of(found: "QuerySet[Submission]") -> "QuerySet[Submission]":
    """With all that a row of the list needs."""
    comments = Count("remarks", filter=Q(remarks__kind=RemarkKind.COMMENT))
    return found.select_related("team", "invitation__person").annotate(comments=comments).order_by("submitted_at", "pk")
