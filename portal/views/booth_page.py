"""The page that a booth's QR code opens, for anybody; and what a phone needs to open it without a network."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts import held_links
from accounts.access import guarded
from accounts.forms.renewal import RenewalForm
from convenings.states import ConveningState
from expo.domain.standing_booths import booth_of
from expo.forms.day import VisitForm
from portal.domain.booth_page import booth_page as page_of
from registration.domain.reader import reader_of


@login_not_required
@require_safe
def booth_page(request: HttpRequest, code: str) -> HttpResponse:
    """The team at the booth. Who came by their own link leaves a visit; anybody else is told how to get in."""
    now = timezone.now()
    booth = booth_of(code)
    if booth is None or booth.hall.convening.state == ConveningState.DRAFT:
        raise Http404
    reader = reader_of(held_links.ids_of(request), booth.hall.convening, at=now)
    page = page_of(booth, reader, at=now)
    context = {
        "convening": booth.hall.convening, "booth": booth, "page": page, "attendee": reader,
        "form": VisitForm(initial={"visit_id": page.tap}), "renewal": None if reader else RenewalForm(),
    }  # fmt: skip
    return guarded(render(request, "portal/booth_page.html", context))


@login_not_required
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """What a scan shows without a network: kept on the phone by the service worker, the same for everybody."""
    return render(request, "portal/booth_offline.html", {"form": VisitForm()})


@login_not_required
@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """The service worker of booths' pages, and of no other."""
    response = render(request, "portal/booth_worker.js", content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response
