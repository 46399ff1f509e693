"""The picture below a floor plan: sent by organizers, shown to whoever may see the plan."""

from typing import Any

from csp.constants import NONE
from csp.decorators import csp
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.states import ConveningState
from convenings.views_access import OrganizerRequest, convening_required
from expo.domain.backdrops import MOST_BYTES, PictureUnfit, read_backdrop, remove_backdrop, set_backdrop
from expo.models import Hall
from journal.refusals import Refusal

may_change = convening_required(Permission.CHANGE_EXPO)


nothing_runs = csp({"default-src": [NONE], "sandbox": True})  # type: ignore[arg-type]  # its types know no flags


@login_not_required
@require_safe
@nothing_runs  # type: ignore[arg-type]  # nor arguments
def backdrop(request: OrganizerRequest, slug: str, hall: int) -> HttpResponse:
    """The picture, for everybody who sees the expo."""
    shown = Hall.objects.exclude(convening__state=ConveningState.DRAFT)
    response = _answer(get_object_or_404(shown, pk=hall, convening__slug=slug))
    response["Cache-Control"] = "public, max-age=300"
    return response


@may_change
@require_safe
@nothing_runs  # type: ignore[arg-type]
def picture(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """The same for organizers, of a draft too."""
    return _answer(get_object_or_404(Hall, pk=hall, convening=convening))


def _answer(hall: Hall) -> HttpResponse:
    """Pixels that we drew; were they anything else, nothing of it could run."""
    try:
        response = HttpResponse(read_backdrop(hall), content_type="image/png")
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = 'inline; filename="plan.png"'
    return response


@may_change
@require_POST
def send(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Lay a picture below the plan, or take it away where none was sent and that was asked."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    who: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    file = request.FILES.get("picture")
    try:
        if request.POST.get("do") == "remove":
            remove_backdrop(hall=where, **who)
            messages.success(request, _("The picture is gone; the booths stay."))
        elif file is None:
            raise PictureUnfit(_("Choose a PNG or JPEG file first."))
        else:
            set_backdrop(hall=where, data=file.read(MOST_BYTES + 1), **who)
            messages.success(request, _("The picture lies below the plan now."))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("expo:draw", convening.slug, where.pk)
