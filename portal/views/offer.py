"""A place that is offered to a team: accepted or declined by the coordinator or any leader, each by their own link."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from journal.refusals import Refusal
from registration.domain import offers
from registration.models import Team
from registration.states import PlaceState

SAID = {
    PlaceState.CONFIRMED: _("The place is yours."),
    PlaceState.IN_CHECK: _(
        "A place is kept for you. It is confirmed when the organizers have checked the office-holders."
    ),
    PlaceState.RELEASED: _("The place goes to the next team."),
}


@link_required("offer")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_offer(request: LinkRequest, team_id: int) -> HttpResponse:
    """Asks, and by POST answers for the whole team."""
    return _offer(request, team_id, back=f"/offer/{team_id}/")


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def answer_as_coordinator(request: LinkRequest, team_id: int) -> HttpResponse:
    """The same, from the team's own page."""
    return _offer(request, team_id, back=f"/team/{team_id}/")


def _offer(request: LinkRequest, team_id: int, *, back: str) -> HttpResponse:
    now = timezone.now()
    team = Team.objects.select_related("convening__venue", "coordinator").filter(pk=team_id).first()
    if team is None or not offers.may_answer(team, request.actor):
        raise Http404  # who held an office when the mail went out, and holds it no more
    if request.method == "POST":
        takes = request.POST.get("answer") == "accept"
        if not takes and request.POST.get("answer") != "decline":
            return redirect(request.path)
        act = offers.accept_offer if takes else offers.decline_offer
        try:
            answered = act(team=team, by=request.actor, at=now)
        except Refusal as refusal:
            messages.error(request, str(refusal.words))
        else:
            messages.success(request, SAID[PlaceState(answered.place)])
        return redirect(back)
    is_open = team.place == PlaceState.OFFERED and now < (team.place_held_until_at or now)
    context = {"team": team, "convening": team.convening, "is_open": is_open, "link": request.link, "back": back}
    return render(request, "portal/offer.html", context)
