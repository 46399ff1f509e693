"""What a coordinator does with the team as a whole: withdraw it, hand its coordination over, name others beside."""

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from agreements.states import Side
from journal.refusals import Refusal
from portal.forms.team import SuccessorForm, WithdrawForm
from portal.views.team import done, found, own_party, sent
from registration.domain import coordination, coordinators, preparing, teams
from registration.forms.preparing import AssistantForm
from registration.models import Team
from registration.states import COUNTED_PLACES, PlaceState
from registration.views.limits import require_few_named


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: LinkRequest, team_id: int) -> HttpResponse:
    """Says what it does to the team and to others, and by POST withdraws the team. For the lead."""
    team = led(request, team_id)
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
    """Asks to whom; by POST another person coordinates the team, or their side of it, and this link is dead."""
    team = found(Team, pk=team_id)
    side = "" if coordinators.is_lead(team, request.actor) else coordinators.side_of(team, request.actor)
    form: forms.Form = SuccessorForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            require_few_named(request, form.cleaned_data["email"])
            coordination.hand_over(team=team, side=side, person=form.person(), by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
        except Refusal as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.words))
        else:
            context = {"team": team, "convening": team.convening, "name": form.cleaned_data["name"], "label": ""}
            return render(request, "portal/handed_over.html", context)
    own = side or team.coordinator_side
    context = {"team": team, "convening": team.convening, "form": form, "side": Side(own).label, "is_lead": not side}
    return render(request, "portal/hand_over.html", context, status=422 if form.is_bound else 200)


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def name_side(request: LinkRequest, team_id: int, side: str) -> HttpResponse:
    """Asks who coordinates another side; by POST they get a link of their own. For the lead, until the leaders are
    invited; then it says who names them."""
    team = led(request, team_id)
    if side not in coordination.open_sides(team):
        return redirect("portal:team", team_id)
    form = SuccessorForm(request.POST if request.method == "POST" else None)

    def name(at: datetime) -> None:
        require_few_named(request, form.cleaned_data["email"])
        coordination.name_side_coordinator(team=team, side=side, person=form.person(), by=request.actor, at=at)

    if request.method == "POST" and sent(form, name):
        messages.success(request, _("%(name)s gets a link of their own by mail.") % form.cleaned_data)
        return redirect(f"/team/{team_id}/#coordination")
    context = {
        "team": team, "convening": team.convening, "form": form, "side": side, "label": Side(side).label,
        "may_name": coordination.lead_names(team),
    }
    return render(request, "portal/name_side.html", context, status=422 if form.is_bound else 200)


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def end_side(request: LinkRequest, team_id: int) -> HttpResponse:
    """Says what it does; by POST the own side is the lead's to look after again, and this link is dead."""
    team = found(Team, pk=team_id)
    side = coordinators.side_of(team, request.actor)
    if not side or coordinators.is_lead(team, request.actor):
        raise Http404
    context = {"team": team, "convening": team.convening, "label": Side(side).label, "name": team.coordinator.name}
    if request.method != "POST":
        return render(request, "portal/end_side.html", context)
    try:
        coordination.end_side_coordinator(team=team, side=side, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal.words))
        return redirect("portal:team", team_id)
    return render(request, "portal/handed_over.html", context)


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def assistant(request: LinkRequest, team_id: int, party_id: int) -> HttpResponse:
    """Asks who prepares for a leader of the own side; or says who does, and takes it back."""
    party = own_party(team_id, party_id, request.actor)
    team = found(Team, pk=team_id)
    form = AssistantForm(request.POST if request.method == "POST" and "revoke" not in request.POST else None)

    def let(at: datetime) -> None:
        require_few_named(request, form.cleaned_data["email"])
        preparing.let_prepare(party=party, assistant=form.draft, by=request.actor, at=at)

    if "revoke" in request.POST:
        words = _("Taken back. Their link works no more.")
        return done(
            request, team_id, lambda at: preparing.revoke(party=party, by=request.actor, at=at), said=words
        )
    if form.is_bound and sent(form, let):
        messages.success(request, _("%(name)s gets a link of their own by mail.") % form.cleaned_data)
        return redirect("portal:team", team_id)
    context = {
        "team": team, "convening": team.convening, "party": party, "form": form,
        "prepared": preparing.standing_for(party),
    }
    return render(request, "portal/assistant.html", context, status=422 if form.is_bound else 200)


def led(request: LinkRequest, team_id: int) -> Team:
    """The team, for its lead alone; nobody else has such a page."""
    team: Team = found(Team, pk=team_id)
    if not coordinators.is_lead(team, request.actor):
        raise Http404
    return team
