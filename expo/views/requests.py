"""What teams ask of their booths, for organizers."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from expo.domain.requests import closes_at, request_rows, set_deadline, write_request, zones_of
from expo.forms.requests import DeadlineForm, RequestForm
from expo.views.arranging import may_change
from registration.models import Team
from registration.states import KEPT_PLACES


@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All of them; by POST until when teams may write."""
    until = closes_at(convening)
    sent = request.POST if request.method == "POST" else None
    form = DeadlineForm(sent, initial={"on": convening.local(until).date() if until else None})

    def act(data: dict[str, object]) -> bool:
        at = timezone.now()
        set_deadline(convening=convening, until_at=form.until(convening), by=request.actor, at=at)
        return True

    if sent is not None and form.accept(act):
        messages.success(request, _("Teams may write until then."))
        return redirect("expo:requests", convening.slug)
    rows = request_rows(convening)
    context = {
        "convening": convening, "form": form, "until": until, "zones": zones_of(convening),
        "asked": [row for row in rows if row.asks], "silent": [row for row in rows if not row.asks],
    }  # fmt: skip
    return render(request, "expo/requests.html", context, status=422 if form.errors else 200)


@may_change
@require_http_methods(["GET", "HEAD", "POST"])
def request_of_team(request: OrganizerRequest, convening: Convening, team: int) -> HttpResponse:
    """One team's, as the organizers know it; also after the deadline."""
    found = get_object_or_404(
        Team.objects.select_related("convening"), pk=team, convening=convening, place__in=KEPT_PLACES
    )
    form = RequestForm(request.POST if request.method == "POST" else None, team=found)
    written = None if not form.is_bound else form.accept(
        lambda data: write_request(
            team=found, draft=form.draft(), by=request.actor, at=timezone.now()
        )
    )
    if written is not None:
        messages.success(request, _("What %(team)s asks is written down.") % {"team": found})
        return redirect("expo:requests", convening.slug)
    context = {"convening": convening, "team": found, "form": form}
    return render(request, "expo/request.html", context, status=422 if form.errors else 200)
