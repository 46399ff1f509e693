"""One team: offices and answers, members, profile, what happened; and the steps an organizer may take."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from agreements.models import Party
from console.domain.reminding import remind_late
from console.domain.team_page import OFFICE_STEPS, take_office_step, team_page
from console.domain.team_rows import team_whole
from console.domain.team_steps import step_named, steps_of_team, take_team_step
from console.forms.team import TeamStepForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.models import Team


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def team(request: OrganizerRequest, convening: Convening, team_id: int) -> HttpResponse:
    """The whole team."""
    found = get_object_or_404(team_whole(convening), pk=team_id)
    found.convening = convening
    page = team_page(found)
    context = {"convening": convening, "page": page, "team": found, "troubles": page.troubles}
    return render(request, "console/team.html", context)


@require_POST
@convening_required(Permission.CHANGE_TEAMS)
def office_step(
    request: OrganizerRequest, convening: Convening, team_id: int, party_id: int, step: str
) -> HttpResponse:
    """Remind, ask again, or accept that an office does not exist."""
    chosen = next((one for one in OFFICE_STEPS if one.code == step), None)
    party = get_object_or_404(Party, pk=party_id, agreement__team__pk=team_id, agreement__convening_id=convening.pk)
    if chosen is None:
        raise Http404
    tell(
        request, lambda: take_office_step(code=step, party=party, by=request.actor, at=timezone.now()), chosen.done,
    )
    return redirect("console:team", convening.slug, team_id)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def team_step(request: OrganizerRequest, convening: Convening, team_id: int, step: str) -> HttpResponse:
    """Asks whether to take a step of the whole team, saying what it does; by POST takes it."""
    found = get_object_or_404(Team, pk=team_id, convening=convening)
    found.convening = convening
    chosen = step_named(step)
    if chosen is None:
        raise Http404
    form = TeamStepForm(
        request.POST if request.method == "POST" else None,
        initial={"promise_by_at": found.promise_by_at, "until_at": found.place_held_until_at},
        convening=convening,
        asks=chosen.asks,
    )
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: take_team_step(
            step=chosen, team=found, answers=form.cleaned_data, by=request.actor, at=timezone.now()
        ),
    ):
        tell(request, lambda: None, _("Done."))
        return redirect("console:team", convening.slug, team_id)
    context = {
        "convening": convening, "team": found, "step": chosen, "form": form, "possible": chosen in steps_of_team(found),
    }
    return render(request, "console/team_step.html", context, status=400 if form.errors else 200)


@require_POST
@convening_required(Permission.CHANGE_TEAMS)
def remind_all(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Remind every leader of whom the late teams wait for."""
    reminded = remind_late(convening=convening, by=request.actor, at=timezone.now())
    nobody = _("Nobody is reminded now: they were within the last day, cannot be reached, or wait for a vote.")
    some = ngettext("%(number)d reminder is on its way.", "%(number)d reminders are on their way.", reminded)
    messages.success(request, some % {"number": reminded} if reminded else nobody)
    return redirect("console:overview", convening.slug)
