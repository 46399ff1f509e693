"""A team's name and place, and who comes, corrected by an organizer."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from console.forms.attendees import CorrectForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from mail.domain import addresses
from registration.domain import correcting, naming
from registration.forms.naming import NameForm
from registration.models import Attendee, Team


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def rename(request: OrganizerRequest, convening: Convening, team_id: int) -> HttpResponse:
    """The team's name, town and state; what they were stays in the journal."""
    team = get_object_or_404(Team, pk=team_id, convening=convening)
    form = NameForm(request.POST if request.method == "POST" else None, team=team, with_state=True)
    if request.method == "POST" and form.is_valid() and settle(
        form, lambda: naming.rename_team(team=team, **form.told(), by=request.actor, at=timezone.now())
    ):
        tell(request, lambda: None, _("Saved. It stands so on every page now."))
        return redirect("console:team", convening.slug, team_id)
    context = {"convening": convening, "team": team, "form": form}
    return render(request, "console/team_name.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def correct(request: OrganizerRequest, convening: Convening, attendee_id: int) -> HttpResponse:
    """Name, address, work, organization and side of somebody who comes and holds no office."""
    related = Attendee.objects.select_related("person", "team")
    found = get_object_or_404(related, pk=attendee_id, convening=convening, office="", cancelled_at=None)
    form = CorrectForm(request.POST if request.method == "POST" else None, attendee=found)
    if request.method == "POST" and form.is_valid() and settle(
        form,
        lambda: correcting.correct_attendee(
            attendee=found, draft=form.draft(), by=request.actor, at=timezone.now()
        ),
    ):
        tell(request, lambda: None, _("Saved: %(name)s.") % {"name": form.cleaned_data["name"]})
        if found.team_id:
            return redirect("console:team", convening.slug, found.team_id)
        return redirect("console:attendees", convening.slug)
    context = {
        "convening": convening, "attendee": found, "form": form,
        "troubles": addresses.troubles([found.person.email]),
    }  # fmt: skip
    return render(request, "console/correct_attendee.html", context, status=400 if form.errors else 200)
