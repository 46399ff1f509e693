"""Sessions that a team proposes on its page, or somebody who was invited on theirs: two doors to the same pages."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import LinkRequest, link_required
from breakouts.domain import submissions
from breakouts.domain.calls import call_of, is_open
from breakouts.domain.submissions import MOST, Proposer, may_withdraw, may_write, proposals_of
from breakouts.models import Call, CallInvitation, Submission
from breakouts.models.submission import open_question
from breakouts.states import SubmissionState
from journal.refusals import Refusal
from portal.forms.proposals import AnswerForm, ProposalForm
from portal.views.team import found
from registration.models import Team

writable = require_http_methods(["GET", "HEAD", "POST"])
Whole = dict[str, object]


@link_required("coordinate")
@require_safe
def team_proposals(request: LinkRequest, team_id: int) -> HttpResponse:
    """The team's own."""
    return _list(request, found(Team, pk=team_id))


@link_required("coordinate")
@require_safe
def new_team_proposal(request: LinkRequest, team_id: int) -> HttpResponse:
    """An address for one more; nothing is written before something is typed."""
    return redirect("portal:team_proposal", team_id, uuid4())


@link_required("coordinate")
@writable
def team_proposal(request: LinkRequest, team_id: int, key: UUID) -> HttpResponse:
    """One of the team's own, to be written."""
    return _one(request, found(Team, pk=team_id), key)


@link_required("propose")
@require_safe
def own_proposals(request: LinkRequest, invitation_id: int) -> HttpResponse:
    """Those of who was invited."""
    return _list(request, _invitation(request, invitation_id))


@link_required("propose")
@require_safe
def new_own_proposal(request: LinkRequest, invitation_id: int) -> HttpResponse:
    """An address for one more; nothing is written before something is typed."""
    return redirect("portal:own_proposal", invitation_id, uuid4())


@link_required("propose")
@writable
def own_proposal(request: LinkRequest, invitation_id: int, key: UUID) -> HttpResponse:
    """One of who was invited, to be written."""
    return _one(request, _invitation(request, invitation_id), key)


def _invitation(request: LinkRequest, invitation_id: int) -> CallInvitation:
    invitations = CallInvitation.objects.select_related("call__convening", "person")
    return get_object_or_404(invitations, pk=invitation_id, person_id=request.link.person_id)


def _list(request: LinkRequest, proposer: Proposer) -> HttpResponse:
    call, now = _call(proposer), timezone.now()
    proposals = proposals_of(proposer)
    standing = sum(one.state != SubmissionState.WITHDRAWN for one in proposals)
    context = _shared(proposer, call, now) | {
        "proposals": proposals, "may_begin": is_open(call, now) and standing < MOST, "most": MOST, "link": request.link,
    }  # fmt: skip
    return render(request, "portal/proposals.html", context)


def _one(request: LinkRequest, proposer: Proposer, key: UUID) -> HttpResponse:
    call, now = _call(proposer), timezone.now()
    submission = _found(proposer, key)
    team = proposer if isinstance(proposer, Team) else None
    act, sent = request.POST.get("act", ""), request.method == "POST"
    writes = sent and act in {"keep", "propose"}
    form = ProposalForm(request.POST if writes else None, call=call, team=team, submission=submission)
    reply = AnswerForm(request.POST if sent and act == "answer" else None)
    done: str | None = None
    if writes:
        does = submissions.propose if act == "propose" else submissions.keep
        if form.accept(lambda data: does(
            call=call, proposer=proposer, key=key, draft=form.draft(), by=request.actor, at=now
        )):
            done = _("It is proposed.") if act == "propose" else _("Saved.")
    elif submission is not None and reply.is_bound:
        if reply.accept(lambda data: submissions.answer(
            submission=submission, text=data["text"], by=request.actor, at=now
        )):
            done = _("Your answer is with the organizers.")
    elif submission is not None and sent:
        done = _step(request, act, submission, now)
    if sent and request.htmx:  # type: ignore[attr-defined]
        saved = {"saved_at": now if done else None, "refused": form.refused or next(iter(form.errors), "")}
        return render(request, "portal/proposal.html#saved", {"convening": call.convening, **saved})
    if done:
        messages.success(request, done)
        return redirect(_address(proposer, key if act in {"keep", "answer"} else None))
    context = _shared(proposer, call, now) | _shown(submission, call, now)
    context |= {"form": form, "reply": reply, "link": request.link, "saved_at": None, "refused": ""}
    return render(request, "portal/proposal.html", context, status=422 if form.errors or reply.errors else 200)


def _step(request: LinkRequest, act: str, submission: Submission, at: datetime) -> str | None:
    steps: dict[str, tuple[Callable[..., Submission], str]] = {
        "withdraw": (submissions.withdraw, _("The proposal is withdrawn.")),
        "resume": (submissions.resume, _("You can write on.")),
    }
    if act not in steps:
        raise Http404
    step, words = steps[act]
    try:
        step(submission=submission, by=request.actor, at=at)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return None
    return words


def _call(proposer: Proposer) -> Call:
    call = call_of(proposer.convening) if isinstance(proposer, Team) else proposer.call
    if call is None:
        raise Http404
    return call


def _found(proposer: Proposer, key: UUID) -> Submission | None:
    """The proposer's own; somebody else's is as if there were none."""
    related = ("call__convening", "team", "invitation__person")
    submission = Submission.objects.select_related(*related).filter(key=key).first()
    if submission is not None and (submission.team or submission.invitation) != proposer:
        raise Http404
    return submission


def _shared(proposer: Proposer, call: Call, now: datetime) -> Whole:
    return {
        "proposer": proposer, "team": proposer if isinstance(proposer, Team) else None, "call": call,
        "convening": call.convening, "is_open": is_open(call, now), "is_ahead": now < call.opens_at,
        "list_address": _address(proposer), "new_address": _address(proposer, new=True),
    }  # fmt: skip


def _shown(submission: Submission | None, call: Call, now: datetime) -> Whole:
    remarks = list(submission.remarks.for_proposer()) if submission is not None else []
    return {
        "submission": submission, "remarks": remarks, "question": open_question(remarks),
        "may_write": may_write(submission, call, now),
        "may_withdraw": submission is not None and may_withdraw(submission),
        "may_resume": submission is not None and submission.state == SubmissionState.WITHDRAWN and is_open(call, now),
    }  # fmt: skip


def _address(proposer: Proposer, key: UUID | None = None, *, new: bool = False) -> str:
    door = "team" if isinstance(proposer, Team) else "own"
    if new:
        return reverse(f"portal:new_{door}_proposal", args=[proposer.pk])
    if key is not None:
        return reverse(f"portal:{door}_proposal", args=[proposer.pk, key])
    return reverse(f"portal:{door}_proposals", args=[proposer.pk])
