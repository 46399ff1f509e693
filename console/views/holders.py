"""Who holds the offices of the teams that ask or have promised: not checked yet first, each with its page to check."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from agreements.models import Party
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required
from registration.states import TeamState

ROWS = 50


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def holders(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The list. Two statements, whatever its length."""
    standing = Party.objects.filter(
        agreement__team__convening=convening, agreement__team__state__in=(TeamState.COMMITTING, TeamState.COMMITTED),
        signatory__isnull=False,
    )
    unchecked = standing.filter(checked_at=None)
    rows = unchecked if "all" not in request.GET else standing
    rows = rows.select_related("signatory", "agreement__team").order_by("agreement__team__folded_name", "position")
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    context = {"convening": convening, "page": page, "all": "all" in request.GET}
    return render(request, "console/holders.html", context)
