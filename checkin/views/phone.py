"""An attendee's own badge on the phone."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, link_required
from checkin.domain.badges import qr_png, shown_badge
from checkin.models import Badge
from checkin.views.door_app import digest_of
from registration.domain.details import shows_no_photo
from registration.views.own_page import found, no_longer_comes

FILES = (
    "css/fonts.css", "css/tokens.css", "css/accord.css", "css/pages/badge_screen.css", "img/accord.svg",
    "vendor/overpass/overpass-latin-wght-normal.woff2", "js/accord.js", "js/badge_keep.js", "js/badge_screen.js",
)  # fmt: skip


@require_safe
@link_required("attend")
def phone_badge(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The badge over the whole screen, bright, to be held before a scanner."""
    attendee, now = found(attendee_id), timezone.now()
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    context = {
        "convening": attendee.convening,
        "attendee": attendee,
        "badge": shown_badge(attendee, at=now),
        "comes_at": None if attendee.convening.releases_badges(now) else attendee.convening.badges_from_at,
        "no_photo": shows_no_photo(attendee),
    }
    return render(request, "checkin/badge_screen.html", context)


@require_safe
@link_required("attend")
def phone_qr(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The QR code alone, as a picture to keep; 404 before the badge is released."""
    active = Badge.objects.active().select_related("attendee__convening")
    badge = get_object_or_404(active, attendee_id=attendee_id, attendee__cancelled_at=None)
    if not badge.attendee.convening.releases_badges(timezone.now()):
        raise Http404
    return HttpResponse(
        qr_png(badge),
        content_type="image/png",
        headers={"Content-Disposition": 'inline; filename="badge.png"'},
    )


@require_safe
@link_required("attend")
def phone_worker(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The service worker that opens this badge without a network; also where the own page was wanted."""
    context = {
        "attendee_id": attendee_id, "shelf": shelf_of(attendee_id), "files": FILES, "digest": digest_of(FILES),
    }  # fmt: skip
    response = render(request, "checkin/badge_worker.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = reverse("portal:me", args=[attendee_id])
    return response


def shelf_of(attendee_id: int) -> str:
    """What the browser calls the place where it keeps this badge."""
    return f"accord-badge-{attendee_id}-1"
