"""The team's certificate, for its coordinator."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, link_required
from registration.views.certificate import sheet, show, team_of, view_of


@link_required("coordinate")
@require_safe
def certificate(request: LinkRequest, team_id: int) -> HttpResponse:
    """To read."""
    return show(request, view_of(team_of(pk=team_id)), pdf="../certificate.pdf", back=f"/team/{team_id}/")


@link_required("coordinate")
@require_safe
def certificate_pdf(request: LinkRequest, team_id: int) -> HttpResponse:
    """To print and to keep."""
    return sheet(view_of(team_of(pk=team_id)))
