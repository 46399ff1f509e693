"""What a team asks of its booth at the expo."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from expo.domain.requests import closes_at, tell_request
from expo.forms.requests import RequestForm
from portal.views.team import found
from registration.models import Team
from registration.states import KEPT_PLACES


@link_required("coordinate")
@require_http_methods(["GET", "HEAD", "POST"])
def ask_booth(request: LinkRequest, team_id: int) -> HttpResponse:
    """The form, until its time is over; refused with words beside the field, what was typed kept."""
    team = found(Team, pk=team_id)
    now, until = timezone.now(), closes_at(team.convening)
    form = RequestForm(request.POST if request.method == "POST" else None, team=team)
    written = None if not form.is_bound else form.accept(
        lambda data: tell_request(team=team, draft=form.draft(), by=request.actor, at=timezone.now())
    )
    if written is not None:
        messages.success(request, _("Saved. You can change it until the time is over."))
        return redirect("portal:team", team_id)
    has_place = team.place in KEPT_PLACES
    is_open = has_place and (until is None or now < until)
    context = {
        "team": team, "convening": team.convening, "form": form, "until": until, "is_open": is_open,
        "has_place": has_place, "link": request.link,
    }  # fmt: skip
    return render(request, "portal/booth.html", context, status=422 if form.errors else 200)
