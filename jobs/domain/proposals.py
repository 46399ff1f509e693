"""Proposals of solvers: made by a job, looked at by people, applied in one transaction, and undone in one."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from jobs import proposal_kinds
from jobs.models import Job, Proposal
from jobs.proposal_kinds import Row
from jobs.states import PROPOSAL_TRANSITIONS, ProposalState
from journal.domain.entries import record
from journal.refusals import Refusal


class ProposalDecided(Refusal):
    code = "proposal_decided"
    words = _("This proposal has been applied, undone or discarded meanwhile. Look at it again.")


class NothingAccepted(Refusal):
    code = "nothing_accepted"
    words = _("You accepted none of its rows, so there is nothing to apply. Accept one, or discard the proposal.")


@transaction.atomic
def propose(
    *,
    kind: str,
    convening_id: int,
    subject: str,
    base_version: int,
    args: Mapping[str, Any],
    figures: Mapping[str, Any],
    rows: Sequence[Row],
    by: str,
    at: datetime,
    job: Job | None = None,
) -> Proposal:
    """Put a proposal before people; one that waits for the same subject is outdated by it. Once for each job."""
    proposal_kinds.get(kind).hold(convening_id=convening_id, subject=subject)
    known = Proposal.objects.filter(job=job).first() if job is not None else None
    if known is not None:
        return known
    waiting = Proposal.objects.select_for_update().filter(kind=kind, subject=subject, state=ProposalState.PROPOSED)
    for older in waiting:
        _move(older, ProposalState.OUTDATED, by=by, at=at)
    proposal = Proposal.objects.create(
        kind=kind, convening_id=convening_id, subject=subject, base_version=base_version, args=dict(args),
        figures=dict(figures), rows=list(rows), job=job, made_by=by, made_at=at,
    )  # fmt: skip
    _record(proposal, "made", by=by, at=at)
    return proposal


def is_outdated(proposal: Proposal) -> bool:
    """Whether what stands has changed since the proposal was made."""
    return proposal_kinds.get(proposal.kind).version(proposal) != proposal.base_version


@transaction.atomic
def apply(
    *, proposal: Proposal, by: str, at: datetime, accepted: frozenset[str] | None = None
) -> Proposal:
    """Change what the accepted rows say (their keys; None: all), and keep the others as they are.

    Refusals: proposal_decided, nothing_accepted, and those of the kind, such as that the floor has changed.
    """
    proposal = _held(proposal)
    if ProposalState.APPLIED not in PROPOSAL_TRANSITIONS[ProposalState(proposal.state)]:
        raise ProposalDecided
    rows = [row for row in proposal.rows if accepted is None or row["key"] in accepted]
    if not rows:
        raise NothingAccepted
    kept = [] if accepted is None else [row for row in proposal.rows if row["key"] not in accepted]
    proposal.done = proposal_kinds.get(proposal.kind).apply(proposal, rows, kept=kept, by=by, at=at)
    _move(proposal, ProposalState.APPLIED, by=by, at=at)
    return proposal


@transaction.atomic
def undo(*, proposal: Proposal, by: str, at: datetime) -> Proposal:
    """Put back what applying it has changed. Refusals: proposal_decided, and those of the kind."""
    proposal = _held(proposal)
    if proposal.state != ProposalState.APPLIED:
        raise ProposalDecided
    proposal_kinds.get(proposal.kind).undo(proposal, by=by, at=at)
    _move(proposal, ProposalState.UNDONE, by=by, at=at)
    return proposal


@transaction.atomic
def discard(*, proposal: Proposal, by: str, at: datetime) -> Proposal:
    """Say no to it. Again is harmless. Refusals: proposal_decided."""
    proposal = _held(proposal)
    if proposal.state != ProposalState.REFUSED:
        _move(proposal, ProposalState.REFUSED, by=by, at=at)
    return proposal


def _held(proposal: Proposal) -> Proposal:
    """The proposal as it is now, locked after what it is for."""
    proposal_kinds.get(proposal.kind).hold(convening_id=proposal.convening_id, subject=proposal.subject)
    return Proposal.objects.select_for_update(of=("self",), no_key=True).get(pk=proposal.pk)


def _move(proposal: Proposal, to: ProposalState, *, by: str, at: datetime) -> None:
    """The caller holds the row."""
    if to not in PROPOSAL_TRANSITIONS[ProposalState(proposal.state)]:
        raise ProposalDecided
    proposal.state = to
    if to == ProposalState.APPLIED:
        proposal.applied_by, proposal.applied_at = by, at
    else:
        proposal.ended_by, proposal.ended_at = by, at
    proposal.save(update_fields=["state", "done", "applied_by", "applied_at", "ended_by", "ended_at"])
    _record(proposal, to.value, by=by, at=at)


def _record(proposal: Proposal, what: str, *, by: str, at: datetime) -> None:
    subject, data = f"proposal:{proposal.pk}", {"kind": proposal.kind, "of": proposal.subject}
    record(kind=f"proposal.{what}", by=by, at=at, subject=subject, convening_id=proposal.convening_id, data=data)
