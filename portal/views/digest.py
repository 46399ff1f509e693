"""How often a coordinator gets a digest."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from portal.views.team import found
from registration.domain import digests
from registration.forms.digest import DigestForm
from registration.models import Team


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def choose_digest(request: LinkRequest, team_id: int) -> HttpResponse:
    """Asks, and by POST keeps what they chose for all their teams."""
    team = found(Team, pk=team_id)
    reader = {"convening": team.convening, "person": request.link.person}
    sent = request.POST if request.method == "POST" else None
    form = DigestForm(sent, initial={"rhythm": digests.rhythm_of(**reader)})
    if form.is_bound and form.is_valid():
        digests.choose(rhythm=form.cleaned_data["rhythm"], by=request.actor, at=timezone.now(), **reader)
        messages.success(request, _("Saved. You can change it whenever you like."))
        return redirect("portal:team", team_id)
    context = {"team": team, "convening": team.convening, "form": form}
    return render(request, "portal/digest.html", context, status=422 if form.is_bound else 200)
