"""The convening's teams: found, narrowed, each with its ring in its sides' colours."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from console.domain.team_rows import ring_for_organizers, team_rows
from console.forms.filters import TeamFilter
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required

ROWS = 50


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def teams(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Teams by name."""
    form = TeamFilter(request.GET, convening=convening)
    page = Paginator(team_rows(convening, **form.chosen()), ROWS).get_page(request.GET.get("page"))
    rows = [(team, ring_for_organizers(team)) for team in page]
    return render(request, "console/teams.html", {"convening": convening, "form": form, "page": page, "rows": rows})
