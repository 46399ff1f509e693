"""Registrations of places that have a team already: an organizer lets them pass or dismisses them."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from console.views.outcome import tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain import duplicates, registering
from registration.models import HeldRegistration

ROWS = 30
STEPS = {
    "pass": (registering.let_pass, _("It is registered as a team of its own. Its coordinator has mail.")),
    "dismiss": (duplicates.dismiss, _("It is dismissed. Nobody is written to.")),
}


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def held(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """What is held first, then what was decided about; the newest first."""
    rows = HeldRegistration.objects.filter(convening=convening).select_related("team", "passed_as")
    ordered = rows.order_by(F("settled_at").desc(nulls_first=True), "-pk")
    page = Paginator(ordered, ROWS).get_page(request.GET.get("page"))
    context = {"convening": convening, "page": page}
    return render(request, "console/held.html", context)


@require_POST
@convening_required(Permission.CHANGE_TEAMS)
def held_step(request: OrganizerRequest, convening: Convening, held_id: int, step: str) -> HttpResponse:
    """Registers it after all, or dismisses it."""
    row = get_object_or_404(HeldRegistration, pk=held_id, convening=convening)
    if step not in STEPS:
        raise Http404
    take, done = STEPS[step]
    tell(request, lambda: take(held=row, by=request.actor, at=timezone.now()), done)  # type: ignore[operator]
    return redirect("console:held", convening.slug)
