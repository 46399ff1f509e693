from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from rehearsal.domain.demo import LIVE_SLUG, OPEN_SLUG, SELECTING_SLUG
from rehearsal.domain.sign_ins import ORGANIZERS, PASSWORD, sign_ins


@login_not_required
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Where a visitor of the demonstration begins: the walk in eight steps, and who may sign in."""
    context = {"sign_ins": sign_ins(), "owner": ORGANIZERS[0], "password": PASSWORD}
    context |= {"open_slug": OPEN_SLUG, "live_slug": LIVE_SLUG, "selecting_slug": SELECTING_SLUG}
    return render(request, "rehearsal/welcome.html", context)
