"""The first page: which convenings there are, and in a demonstration where to start."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convenings.states import ConveningState
from portal.domain.stamp import public_convenings

OVER = (ConveningState.CONCLUDED, ConveningState.CANCELLED)


@login_not_required
@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Convenings to come first, then those that are over. One statement."""
    listed = list(public_convenings().order_by("starts_at"))
    context = {
        "coming": [convening for convening in listed if convening.state not in OVER],
        "over": [convening for convening in listed if convening.state in OVER],
    }
    return render(request, "portal/front.html", context)
