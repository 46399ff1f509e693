"""An attendee's own hours and certificate; and the public page that says whether a certificate holds."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, link_required
from checkin.domain.hours import hours_of, sheet_of
from checkin.domain.hours_certificates import CertificateView, certificate_view, note_opened, standing_certificate
from checkin.domain.hours_sheets import educator_of, hours_sheet
from checkin.domain.sheets import days_of
from checkin.models import HoursCertificate
from registration.domain.qr_paths import modules_of_text, path_of
from registration.models import Attendee
from registration.views.limits import too_many_unknown_certificates
from registration.views.own_page import found


@require_safe
@link_required("attend")
def own_hours(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """Which sessions count, why others do not, and the certificate once it is released."""
    attendee = found(attendee_id)
    sheet = sheet_of(attendee.convening)
    (own,) = hours_of(sheet, [attendee])
    context = {"convening": attendee.convening, "attendee": attendee, "own": own, "sheet": sheet}
    return render(request, "checkin/own_hours.html", {**context, "certificate": standing_certificate(attendee)})


@require_safe
@link_required("attend")
def own_certificate(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The certificate, to read."""
    view = _opened(attendee_id)
    modules = modules_of_text(view.verify_url)
    context = {
        "view": view, "convening": view.convening, "attendee": view.attendee, "educator": educator_of(view),
        "days": days_of(view.convening),
        "qr": {"path": path_of(modules), "units": len(modules) + 8},
    }  # fmt: skip
    return render(request, "checkin/hours_certificate.html", context)


@require_safe
@link_required("attend")
def own_certificate_pdf(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """To print and to keep."""
    view = _opened(attendee_id)
    response = HttpResponse(hours_sheet(view), content_type="application/pdf")
    name = slugify(view.attendee.person.name) or "attendance"
    response["Content-Disposition"] = f'attachment; filename="certificate-{name}.pdf"'
    return response


@login_not_required
@never_cache
@require_safe
def verify_hours(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a certificate holds today, and for how many hours: nobody's name, no session.

    A code that is right is answered whatever others in its network try, as on the page of the teams' certificates.
    """
    row = HoursCertificate.objects.select_related("attendee__convening").filter(code=code).first()
    if row is None and too_many_unknown_certificates(request):
        return _plain(render(request, "checkin/verify_hours.html", {"too_many": True}, status=429))
    if row is None:
        return _plain(render(request, "checkin/verify_hours.html", {"unknown": True}, status=404))
    view = certificate_view(row)
    return _plain(render(request, "checkin/verify_hours.html", {"view": view, "convening": view.convening}))


def _opened(attendee_id: int) -> CertificateView:
    """The certificate, noted as opened: whoever is here came by the holder's own link."""
    related = ("person", "team", "details", "convening__venue")
    attendee = Attendee.objects.select_related(*related).filter(pk=attendee_id).first()
    row = standing_certificate(attendee) if attendee else None
    if attendee is None or row is None:
        raise Http404
    row.attendee = attendee
    if row.opened_at is None:
        note_opened(certificate=row, at=timezone.now())
    return certificate_view(row)


def _plain(response: HttpResponse) -> HttpResponse:
    """No search engine lists it, and the code goes to no other site."""
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "same-origin"
    return response
