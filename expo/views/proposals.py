"""A proposal for a floor: looked at, applied, discarded, asked for again, undone."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.actors import actor_name
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from expo.domain import applying
from expo.domain.arrangement import PROPOSAL
from expo.domain.booth_news import TOLD
from expo.domain.proposal_page import page_of
from expo.models import Hall
from expo.views.arranging import may_change, there
from jobs.domain import proposals
from jobs.models import Proposal
from journal.refusals import Refusal
from registration.domain.profiles import is_over


def _found(convening: Convening, pk: int) -> tuple[Proposal, Hall]:
    proposal = get_object_or_404(Proposal, pk=pk, convening_id=convening.pk, kind=PROPOSAL)
    hall = Hall.objects.filter(pk=applying.number_of(proposal), convening=convening).first()
    if hall is None:
        raise Http404
    return proposal, hall


@may_change
@require_GET
def proposal(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """The page. It changes nothing."""
    return _show(request, convening, *_found(convening, pk))


def _show(
    request: OrganizerRequest,
    convening: Convening,
    proposal: Proposal,
    hall: Hall,
    *,
    kept: frozenset[str] = frozenset(),
    refused: str = "",
) -> HttpResponse:
    """kept: keys of the rows that are to stay."""
    context: dict[str, Any] = {
        "convening": convening, "hall": hall, "proposal": proposal, "page": page_of(proposal, hall), "kept": kept,
        "refused": refused, "is_outdated": proposals.is_outdated(proposal), "is_told": convening.state in TOLD,
        "is_over": is_over(convening, timezone.now()),
        "maker": actor_name(proposal.made_by),
        "decider": actor_name(proposal.ended_by or proposal.applied_by) if proposal.state != "proposed" else "",
    }  # fmt: skip
    return render(request, "expo/proposal.html", context, status=409 if refused else 200)


@may_change
@require_POST
def decide(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Apply the accepted rows, pin the others and arrange again, discard, or undo: as the button says."""
    proposal, hall = _found(convening, pk)
    kept = frozenset(row["key"] for row in proposal.rows if request.POST.get(f"m{row['key']}") == "keep")
    accepted = frozenset(row["key"] for row in proposal.rows) - kept
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    acts: dict[str, tuple[Callable[[], Any], str]] = {
        "apply": (
            lambda: proposals.apply(proposal=proposal, accepted=accepted, **who), _("Applied. The floor stands so now.")
        ),
        "again": (lambda: applying.arrange_again(proposal=proposal, pinned=kept, **who), ""),
        "discard": (
            lambda: proposals.discard(proposal=proposal, **who), _("Discarded. The floor stands as it stood.")
        ),
        "undo": (
            lambda: proposals.undo(proposal=proposal, **who), _("Undone. The teams stand where they stood before.")
        ),
    }  # fmt: skip
    if request.POST.get("do") not in acts:
        raise Http404
    act, said = acts[request.POST["do"]]
    try:
        act()
    except Refusal as refusal:
        return _show(request, convening, *_found(convening, pk), kept=kept, refused=str(refusal))
    if said:
        messages.success(request, said)
        return redirect("expo:proposal", convening.slug, pk)
    return there(convening, hall)
