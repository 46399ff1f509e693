"""The certificate as page and as PDF, for whoever may see it; and the public page that says whether it holds."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, link_required
from registration.domain.certificate_sheets import certificate_sheet
from registration.domain.certificates import CertificateView, certificate_view, standing_certificate
from registration.domain.naming import names_since
from registration.domain.qr_paths import modules_of_text, path_of
from registration.models import Certificate, Team
from registration.views.limits import too_many_unknown_certificates


@link_required("answer")
@require_safe
def certificate(request: LinkRequest, party_id: int) -> HttpResponse:
    """For a signatory of the complete team."""
    view = view_of(team_of(agreement__parties=party_id))
    return show(request, view, pdf="../certificate.pdf", back=f"/answer/{party_id}/")


@link_required("answer")
@require_safe
def certificate_pdf(request: LinkRequest, party_id: int) -> HttpResponse:
    """To print and to keep."""
    return sheet(view_of(team_of(agreement__parties=party_id)))


@login_not_required
@never_cache
@require_safe
def verify(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate holds today. No names: who has the sheet can compare everything else.

    A code that is right is answered whatever others in its network try: 128 bits are not guessed.
    """
    found = Certificate.objects.select_related("team__convening", "version").filter(code=code).first()
    if found is None and too_many_unknown_certificates(request):
        return _plain(render(request, "registration/verify.html", {"too_many": True}, status=429))
    if found is None:
        return _plain(render(request, "registration/verify.html", {"unknown": True}, status=404))
    view = certificate_view(found)
    names = list(names_since(view.team, view.completed_at))
    context = {"view": view, "convening": view.convening, "earlier_names": names}
    return _plain(render(request, "registration/verify.html", context))


def team_of(**named: object) -> Team:
    team = Team.objects.select_related("convening").filter(**named).first()
    if team is None:
        raise Http404
    return team


def view_of(team: Team) -> CertificateView:
    """What the team itself may see: the certificate that stands."""
    standing = standing_certificate(team)
    if standing is None:
        raise Http404
    standing.team = team
    return certificate_view(standing)


def show(request: HttpRequest, view: CertificateView, *, pdf: str, back: str) -> HttpResponse:
    """The page. pdf: where the sheet is, as a link from here."""
    modules = modules_of_text(view.verify_url)
    context = {
        "view": view,
        "convening": view.convening,
        "pdf": pdf,
        "back": back,
        "qr": {"path": path_of(modules), "units": len(modules) + 8},
    }
    return render(request, "registration/certificate.html", context)


def sheet(view: CertificateView) -> HttpResponse:
    """The PDF."""
    response = HttpResponse(certificate_sheet(view), content_type="application/pdf")
    name = slugify(view.team.name) or "team"
    response["Content-Disposition"] = f'attachment; filename="certificate-{name}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


def _plain(response: HttpResponse) -> HttpResponse:
    """No search engine lists it, and the code goes to no other site."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
