"""What a coordinator does with the team as a whole: withdraw it, hand its coordination over."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from journal.refusals import Refusal
from portal.forms.team import SuccessorForm, WithdrawForm
from portal.views.team import found, sent
from registration.domain import coordination, teams
from registration.models import Team
from registration.states import COUNTED_PLACES, PlaceState


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: LinkRequest, team_id: int) -> HttpResponse:
    """Says what it does to the team and to others, and by POST withdraws the team."""
    team = found(Team, pk=team_id)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def leave(at: datetime) -> None:
        teams.withdraw_team(team=team, reason=form.cleaned_data["reason"], by=request.actor, at=at)

    if request.method == "POST" and sent(form, leave):
        messages.success(request, _("The team is withdrawn."))
        return redirect("portal:team", team_id)
    frees = team.place in COUNTED_PLACES and team.place != PlaceState.SELECTED
    context = {"team": team, "convening": team.convening, "form": form, "frees": frees}
    return render(request, "portal/withdraw_team.html", context, status=422 if form.is_bound else 200)


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: LinkRequest, team_id: int) -> HttpResponse:
    """Asks to whom; by POST another person coordinates the team, and this link is dead."""
    team = found(Team, pk=team_id)
    form: forms.Form = SuccessorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            coordination.hand_over(team=team, person=form.person(), by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))
        else:
            context = {"team": team, "convening": team.convening, "name": form.cleaned_data["name"]}
            return render(request, "portal/handed_over.html", context)
    context = {"team": team, "convening": team.convening, "form": form}
    return render(request, "portal/hand_over.html", context, status=422 if form.is_bound else 200)
