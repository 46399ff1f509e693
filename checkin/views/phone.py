"""An attendee's own badge on the phone."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, link_required
from checkin.domain.badges import active_badge, qr_png
from checkin.models import Badge
from registration.domain.details import shows_no_photo
from registration.views.own_page import found, no_longer_comes


@require_safe
@link_required("attend")
def phone_badge(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The badge over the whole screen, bright, to be held before a scanner."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    context = {
        "convening": attendee.convening,
        "attendee": attendee,
        "badge": active_badge(attendee),
        "no_photo": shows_no_photo(attendee),
    }
    return render(request, "checkin/badge_screen.html", context)


@require_safe
@link_required("attend")
def phone_qr(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The QR code alone, as a picture to keep."""
    badge = get_object_or_404(Badge.objects.active(), attendee_id=attendee_id, attendee__cancelled_at=None)
    return HttpResponse(
        qr_png(badge),
        content_type="image/png",
        headers={"Content-Disposition": 'inline; filename="badge.png"'},
    )
