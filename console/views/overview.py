"""The first page of a convening backstage."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.domain.overview import overview as overview_of
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required
from mail.occasions import title_of


@require_safe
@convening_required(Permission.VIEW_CONVENING)
def overview(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Days left, places, funnel, who is late, where they come from, who is here, the week's mail."""
    at = timezone.now()
    seen = overview_of(convening, at=at)
    mail = [(title_of(row.occasion), row) for row in seen.mail]
    return render(request, "console/overview.html", {"convening": convening, "at": at, "seen": seen, "mail": mail})
