"""Letting one person hold two offices of a team, with a reason."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agreements.models import Party
from console.forms.sharing import ShareForm
from console.views.outcome import actor, settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required
from registration.domain.shared_offices import share_office
from registration.models import SharedOffice, Team


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def share(request: HttpRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """Asks whose office it is, too, and why; by POST writes it."""
    team = get_object_or_404(Team, pk=team_id, convening=convening)
    parties = list(Party.objects.filter(agreement=team.agreement_id).select_related("signatory"))
    party = get_object_or_404(Party, pk=party_id, agreement=team.agreement_id)
    others = [other for other in parties if other.pk != party.pk and other.signatory is not None]
    form = ShareForm(request.POST if request.method == "POST" else None, others=others)

    def write() -> None:
        chosen = next(other for other in others if str(other.pk) == form.cleaned_data["with_party"])
        reason = form.cleaned_data["reason"]
        share_office(party=party, with_party=chosen, reason=reason, by=actor(request), at=timezone.now())

    if form.is_bound and form.is_valid() and settle(form, write):
        tell(request, lambda: None, _("Written. They are asked for each office by itself."))
        return redirect("console:team", convening.slug, team_id)
    shared = SharedOffice.objects.filter(team=team).select_related("party", "with_party").order_by("-pk")
    context = {"convening": convening, "team": team, "party": party, "form": form, "shared": shared}
    return render(request, "console/share.html", context, status=422 if form.errors else 200)
