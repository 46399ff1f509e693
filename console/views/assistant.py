"""Who prepares for the holder of an office: named and taken back by organizers."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agreements.models import Party
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain import preparing
from registration.forms.preparing import AssistantForm
from registration.models import Team


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def assistant(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """Asks who prepares; or says who does and what came of it, and takes it back."""
    team = get_object_or_404(Team, pk=team_id, convening=convening)
    party = get_object_or_404(
        Party.objects.with_answers(), pk=party_id, agreement=team.agreement_id, signatory__isnull=False
    )
    form = AssistantForm(request.POST if request.method == "POST" and "revoke" not in request.POST else None)

    def let() -> None:
        preparing.let_prepare(party=party, assistant=form.draft, by=request.actor, at=timezone.now())

    if "revoke" in request.POST:
        tell(
            request, lambda: preparing.revoke(party=party, by=request.actor, at=timezone.now()),
            _("Taken back. Their link works no more."),
        )
        return redirect("console:team", convening.slug, team_id)
    if form.is_bound and form.is_valid() and settle(form, let):
        tell(request, lambda: None, _("Done. They get a link by mail, and the holder is told."))
        return redirect("console:team", convening.slug, team_id)
    context = {
        "convening": convening, "team": team, "party": party, "form": form,
        "prepared": preparing.standing_for(party),
    }
    return render(request, "console/assistant.html", context, status=400 if form.errors else 200)
