"""A timetable from the solver: asked for, looked at, applied, undone; and rules that are in the way."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.actors import actor_name
from breakouts.domain import timetable_applying
from breakouts.domain.timetable_page import page_of
from breakouts.domain.timetable_planning import (
    PROPOSAL,
    RulesContradict,
    ask_timetable,
    newest_work,
    proposals_of,
)
from breakouts.domain.timetable_releasing import in_the_way, release_rule
from breakouts.forms.timetable import TimetableForm
from breakouts.models import Session
from breakouts.views.schedule import may_schedule, number_in
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from jobs.domain import proposals
from jobs.models import Proposal
from jobs.states import ProposalState
from journal.refusals import Refusal


def _who(request: OrganizerRequest) -> dict[str, Any]:
    return {"by": request.actor, "at": timezone.now()}


@may_schedule
@require_GET
def timetable(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """What may be asked for, and the proposals that were made."""
    return _show(request, convening)


def _show(request: OrganizerRequest, convening: Convening, *, form: TimetableForm | None = None) -> HttpResponse:
    made = proposals_of(convening)
    context = {
        "convening": convening, "form": form or TimetableForm(), "proposals": made,
        "work": newest_work(convening, at=timezone.now()), "clash": in_the_way(convening, at=timezone.now()),
        "outdated": {
            one.pk for one in made if one.state == ProposalState.PROPOSED and proposals.is_outdated(one)
        },
    }  # fmt: skip
    return render(request, "breakouts/timetable.html", context, status=422 if form is not None else 200)


@may_schedule
@require_POST
def ask(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Let a worker look for a better timetable; where rules are in the way, show which."""
    form = TimetableForm(request.POST)
    job = form.accept(lambda data: ask_timetable(convening=convening, **data, **_who(request)))
    if isinstance(form.refused, RulesContradict):
        return redirect("breakouts:timetable_contradiction", convening.slug)
    if job is None:
        return _show(request, convening, form=form)
    return redirect("breakouts:timetable", convening.slug)


@may_schedule
@require_GET
def contradiction(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The smallest set of rules that cannot all hold, each with a button that releases it."""
    context = {"convening": convening, "clash": in_the_way(convening, at=timezone.now())}
    return render(request, "breakouts/timetable_contradiction.html", context)


@may_schedule
@require_POST
def release(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Drop a rule about a session, and show what is in the way then."""
    session = get_object_or_404(Session, pk=pk, convening=convening)
    try:
        release_rule(
            convening=convening, kind=request.POST.get("kind", ""), session=session,
            presenter=number_in(request.POST.get("presenter")), **_who(request),
        )  # fmt: skip
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Released for “%(session)s”.") % {"session": session})
    return redirect("breakouts:timetable_contradiction", convening.slug)


def _found(convening: Convening, pk: int) -> Proposal:
    return get_object_or_404(Proposal, pk=pk, convening_id=convening.pk, kind=PROPOSAL)


@may_schedule
@require_GET
def proposal(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """The page. It changes nothing."""
    return _proposal(request, convening, _found(convening, pk))


def _proposal(
    request: OrganizerRequest,
    convening: Convening,
    proposal: Proposal,
    *,
    kept: frozenset[str] = frozenset(),
    refused: str = "",
) -> HttpResponse:
    """kept: keys of the rows that are to stay."""
    decider = proposal.ended_by or proposal.applied_by
    context = {
        "convening": convening, "proposal": proposal, "page": page_of(proposal, convening), "kept": kept,
        "refused": refused, "is_outdated": proposals.is_outdated(proposal), "maker": actor_name(proposal.made_by),
        "decider": actor_name(decider) if decider else "",
    }  # fmt: skip
    return render(request, "breakouts/timetable_proposal.html", context, status=409 if refused else 200)


@may_schedule
@require_POST
def decide(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Apply the accepted rows, pin the others and ask again, discard, or undo: as the button says."""
    found = _found(convening, pk)
    kept = frozenset(row["key"] for row in found.rows if request.POST.get(f"m{row['key']}") == "keep")
    accepted = frozenset(row["key"] for row in found.rows) - kept
    who = _who(request)
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "apply": (
            lambda: proposals.apply(proposal=found, accepted=accepted, **who), _("Applied. The schedule stands so now.")
        ),
        "again": (lambda: timetable_applying.plan_again(proposal=found, pinned=kept, **who), ""),
        "discard": (
            lambda: proposals.discard(proposal=found, **who), _("Discarded. The schedule stands as it stood.")
        ),
        "undo": (
            lambda: proposals.undo(proposal=found, **who), _("Undone. The sessions stand where they stood before.")
        ),
    }  # fmt: skip
    if request.POST.get("do") not in acts:
        raise Http404
    act, said = acts[request.POST["do"]]
    try:
        act()
    except Refusal as refusal:
        return _proposal(request, convening, _found(convening, pk), kept=kept, refused=str(refusal))
    if said:
        messages.success(request, said)
        return redirect("breakouts:timetable_proposal", convening.slug, pk)
    return redirect("breakouts:timetable", convening.slug)
