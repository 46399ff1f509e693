"""What was scanned: found by a person's name, taken back with a reason; and what devices decided otherwise than we."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.domain.actors import actor_names
from checkin.domain.annulling import annul_scan
from checkin.domain.looking import see_double
from checkin.domain.scan_list import doubles, scans_of
from checkin.models import Scan
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from journal.refusals import Refusal

A_PAGE = 30


@require_safe
@convening_required(Permission.CHECK_IN)
def scans(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The page."""
    words = request.GET.get("q", "").strip()[:100]
    page = Paginator(scans_of(convening, words), A_PAGE).get_page(request.GET.get("page"))
    double, seen = doubles(convening), doubles(convening, seen=True)
    looked = [row for one in (*double, *seen) for row in (one.scan, one.other) if row]
    rows: list[Any] = [*page, *looked]
    names = actor_names({name for row in rows for name in (row.by, row.annulled_by, row.seen_by) if name})
    for row in rows:
        row.by_name, row.annulled_by_name = names.get(row.by, ""), names.get(row.annulled_by, "")
        row.seen_by_name = names.get(row.seen_by, "")
    context = {"convening": convening, "page": page, "doubles": double, "seen": seen, "q": words}
    return render(request, "checkin/scans.html", context)


@require_POST
@convening_required(Permission.CHECK_IN)
def see(request: OrganizerRequest, convening: Convening, scan_id: int) -> HttpResponse:
    """Marks what a scanner decided alone as seen."""
    scan = get_object_or_404(Scan.objects.judged_differently(convening).select_related("checkpoint"), pk=scan_id)
    see_double(scan=scan, by=request.actor, at=timezone.now())
    messages.success(request, _("Marked as seen. Both scans stay as they are."))
    return redirect("checkin:scans", convening.slug)


@require_POST
@convening_required(Permission.CHECK_IN)
def annul(request: OrganizerRequest, convening: Convening, scan_id: int) -> HttpResponse:
    """Takes a scan back, with a reason."""
    scan = get_object_or_404(Scan, pk=scan_id, checkpoint__convening=convening)
    try:
        annul_scan(scan=scan, reason=request.POST.get("reason", ""), by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("The scan is taken back. Its row stays, with your reason."))
    return redirect("checkin:scans", convening.slug)

