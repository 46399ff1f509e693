"""Letting one person hold two offices of a team, with a reason."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from agreements.models import Party
from console.forms.sharing import ShareForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain import coordinators
from registration.domain.shared_offices import accept_shared, decline_shared, share_office
from registration.models import SharedOffice, Team


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def share(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """Asks whose office it is, too, and why; by POST writes it. Accepts what the coordinator said."""
    team = get_object_or_404(Team, pk=team_id, convening=convening)
    parties = list(Party.objects.filter(agreement=team.agreement_id).select_related("signatory"))
    party = get_object_or_404(Party, pk=party_id, agreement=team.agreement_id)
    waits_for = next((other for other in parties if other.pk == party.same_as_id), None)
    held = [other for other in parties if other.pk != party.pk and other.signatory is not None]
    others = [waits_for] if waits_for else held
    form = ShareForm(request.POST if request.method == "POST" else None, others=others, only=waits_for)

    def write() -> None:
        given = {"party": party, "reason": form.cleaned_data["reason"], "by": request.actor, "at": timezone.now()}
        if waits_for:
            accept_shared(**given)
        else:
            chosen = next(other for other in others if str(other.pk) == form.cleaned_data["with_party"])
            share_office(with_party=chosen, **given)

    if form.is_bound and form.is_valid() and settle(form, write):
        tell(request, lambda: None, _("Written. They are asked for each office by itself."))
        return redirect("console:team", convening.slug, team_id)
    shared = SharedOffice.objects.filter(team=team).select_related("party", "with_party").order_by("-pk")
    context = {"convening": convening, "team": team, "party": party, "form": form, "shared": shared}
    context["waits_for"] = waits_for
    return render(request, "console/share.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@convening_required(Permission.CHANGE_TEAMS)
def decline(request: OrganizerRequest, convening: Convening, team_id: int, party_id: int) -> HttpResponse:
    """Says who is written to; by POST another person, please: whoever looks after the side is asked to name one."""
    team = get_object_or_404(Team, pk=team_id, convening=convening)
    asked = Party.objects.select_related("same_as__signatory")
    party = get_object_or_404(asked, pk=party_id, agreement=team.agreement_id)
    if request.method == "POST":
        words = _("Declined. The coordinator is asked by mail to name somebody else.")
        tell(request, lambda: decline_shared(party=party, by=request.actor, at=timezone.now()), words)
    elif party.same_as is not None:
        context = {"convening": convening, "team": team, "party": party, "other": party.same_as}
        context["asked"] = coordinators.for_side(team, party.side)
        return render(request, "console/share_decline.html", context)
    return redirect("console:team", convening.slug, team_id)
