"""Who holds the offices of the teams that ask or have promised: not checked yet first, each with its page to check."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required
from registration.domain import checking

ROWS = 50


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def holders(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The list. Two statements, whatever its length."""
    rows = checking.held_offices(convening) if "all" in request.GET else checking.unchecked(convening)
    rows = rows.select_related("signatory", "agreement__team").order_by("agreement__team__folded_name", "position")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"convening": convening, "page": page, "all": "all" in request.GET}
    return render(request, "console/holders.html", context)
