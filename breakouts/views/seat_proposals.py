"""A proposal of seats: looked at, applied, discarded, asked for again, undone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.actors import actor_name
from breakouts.domain import seat_applying
from breakouts.domain.seat_news import TOLD
from breakouts.domain.seat_proposal_page import page_of
from breakouts.domain.seat_proposals import PROPOSAL
from breakouts.domain.seat_sheet import programme_row
from breakouts.domain.seats_opening import are_open
from breakouts.views.schedule import may_schedule
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from jobs.domain import proposals
from jobs.models import Proposal
from journal.refusals import Refusal


def _found(convening: Convening, pk: int) -> Proposal:
    return get_object_or_404(Proposal, pk=pk, convening_id=convening.pk, kind=PROPOSAL)


@may_schedule
@require_safe
def proposal(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """The page. It changes nothing."""
    return _show(request, convening, _found(convening, pk))


def _show(
    request: OrganizerRequest, convening: Convening, proposal: Proposal, *, kept: frozenset[str] = frozenset(),
    refused: str = "",
) -> HttpResponse:
    """kept: keys of the rows that are to stay."""
    name = request.GET.get("who", "")
    is_told = convening.state in TOLD and are_open(programme_row(convening))
    context: dict[str, Any] = {
        "convening": convening, "proposal": proposal, "page": page_of(proposal, name=name), "kept": kept, "who": name,
        "refused": refused, "is_outdated": proposals.is_outdated(proposal), "is_told": is_told,
        "maker": actor_name(proposal.made_by),
        "decider": actor_name(proposal.ended_by or proposal.applied_by) if proposal.state != "proposed" else "",
    }  # fmt: skip
    return render(request, "breakouts/seat_proposal.html", context, status=409 if refused else 200)


@may_schedule
@require_POST
def decide(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Apply the accepted rows, pin the others and seat again, discard, or undo: as the button says."""
    proposal = _found(convening, pk)
    kept = frozenset(row["key"] for row in proposal.rows if request.POST.get(f"m{row['key']}") == "keep")
    accepted = frozenset(row["key"] for row in proposal.rows) - kept
    who: dict[str, Any] = {"proposal": proposal, "by": request.actor, "at": timezone.now()}
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "apply": (lambda: proposals.apply(accepted=accepted, **who), _("Applied. People sit so now.")),
        "again": (lambda: seat_applying.seat_again(pinned=kept, **who), ""),
        "discard": (lambda: proposals.discard(**who), _("Discarded. Everybody sits as they sat.")),
        "undo": (lambda: proposals.undo(**who), _("Undone. Everybody sits as they sat before.")),
    }
    if request.POST.get("do") not in acts:
        raise Http404
    act, said = acts[request.POST["do"]]
    try:
        act()
    except Refusal as refusal:
        return _show(request, convening, _found(convening, pk), kept=kept, refused=str(refusal))
    if said:
        messages.success(request, said)
        return redirect("breakouts:seat_proposal", convening.slug, pk)
    return redirect("breakouts:seats", convening.slug)
