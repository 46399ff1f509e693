"""Who coordinates a team, and each side of it: handed over, named, ended by organizers."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from agreements.models import Party
from agreements.states import Side
from console.forms.coordination import SuccessorForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain import coordination, coordinators
from registration.models import Team


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def hand_over(request: OrganizerRequest, convening: Convening, team_id: int) -> HttpResponse:
    """Asks who leads a team from now on; by POST hands it over."""
    team = _found(convening, team_id)
    form = SuccessorForm(request.POST if request.method == "POST" else None)

    def hand() -> None:
        coordination.hand_over(team=team, person=form.person(), by=request.actor, at=timezone.now())

    if form.is_bound and form.is_valid() and settle(form, hand):
        tell(request, lambda: None, _("Done. The new coordinator gets a link by mail."))
        return redirect("console:team", convening.slug, team_id)
    context = {"convening": convening, "form": form, "team": team}
    return render(request, "console/hand_over.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def side(request: OrganizerRequest, convening: Convening, team_id: int, side: str) -> HttpResponse:
    """Asks who coordinates a side besides the lead's; by POST names them, in the place of whoever did."""
    team = _found(convening, team_id)
    if side == team.coordinator_side or not Party.objects.filter(agreement=team.agreement_id, side=side).exists():
        raise Http404
    standing = next((found for found in coordinators.of_team(team) if found.side == side), None)
    form = SuccessorForm(request.POST if request.method == "POST" else None)

    def name() -> None:
        coordination.put_side_coordinator(
            team=team, side=side, person=form.person(), by=request.actor, at=timezone.now()
        )

    if form.is_bound and form.is_valid() and settle(form, name):
        tell(request, lambda: None, _("Done. The new coordinator gets a link by mail."))
        return redirect("console:team", convening.slug, team_id)
    context = {
        "convening": convening, "form": form, "team": team, "side": side, "label": Side(side).label,
        "standing": standing,
    }
    return render(request, "console/side_coordinator.html", context, status=400 if form.errors else 200)


@require_POST
@convening_required(Permission.CHANGE_TEAMS)
def end_side(request: OrganizerRequest, convening: Convening, team_id: int, side: str) -> HttpResponse:
    """The side is the lead's to look after again."""
    team = _found(convening, team_id)
    tell(
        request,
        lambda: coordination.end_side_coordinator(team=team, side=side, by=request.actor, at=timezone.now()),
        _("Done. Their link works no more, and they are told."),
    )
    return redirect("console:team", convening.slug, team_id)


def _found(convening: Convening, team_id: int) -> Team:
    team: Team = get_object_or_404(Team.objects.select_related("coordinator"), pk=team_id, convening=convening)
    return team
