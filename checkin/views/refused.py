"""What scanners sent that let nobody in, where organizers should look; marked as seen there."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.actors import actor_names
from checkin.domain.looking import see_refused
from checkin.domain.refused_scans import matters
from checkin.forms.looking import SeenForm
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required


@require_safe
@convening_required(Permission.CHECK_IN)
def refused(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The page: what nobody has looked at, and what was seen."""
    to_see, seen = matters(convening), matters(convening, seen=True)
    names = actor_names({name for one in (*to_see, *seen) for name in (one.by, one.seen_by) if name})
    context = {
        "convening": convening,
        "matters": [(one, names.get(one.by, "")) for one in to_see],
        "seen": [(one, names.get(one.by, ""), names.get(one.seen_by, "")) for one in seen],
    }
    return render(request, "checkin/refused.html", context)


@require_POST
@convening_required(Permission.CHECK_IN)
def see(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Marks scans of one kind, scanner and place as seen."""
    form = SeenForm(request.POST, convening=convening)
    if not form.is_valid():
        raise Http404
    see_refused(**form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, _("Marked as seen. What comes after it asks for a look again."))
    return redirect("checkin:refused", convening.slug)
