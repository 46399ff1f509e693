"""Every certificate that a team ever had, for organizers, with what each is worth today."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import convening_required
from registration.domain.certificates import CertificateView, certificate_view
from registration.models import Certificate
from registration.views.certificate import sheet, show


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def certificate(request: HttpRequest, convening: Convening, team_id: int, number: int) -> HttpResponse:
    """To read."""
    pdf = reverse("console:certificate_pdf", args=[convening.slug, team_id, number])
    back = reverse("console:team", args=[convening.slug, team_id])
    return show(request, _view(convening, team_id, number), pdf=pdf, back=back)


@require_safe
@convening_required(Permission.VIEW_TEAMS)
def certificate_pdf(request: HttpRequest, convening: Convening, team_id: int, number: int) -> HttpResponse:
    """To print."""
    return sheet(_view(convening, team_id, number))


def _view(convening: Convening, team_id: int, number: int) -> CertificateView:
    found = Certificate.objects.select_related("team__convening", "version")
    return certificate_view(get_object_or_404(found, team_id=team_id, team__convening=convening, number=number))
