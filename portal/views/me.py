"""An attendee's own page."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.access import LinkRequest, link_required
from mail.domain import addresses
from portal.domain.attendee_page import attendee_page
from portal.views.left_words import left_words
from registration.domain import announcements
from registration.models import Attendee


@link_required("attend")
@require_safe
def me(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """Badge, what is next, the days, the own booth and sessions. It changes nothing."""
    now = timezone.now()
    try:
        page = attendee_page(attendee_id=attendee_id, at=now)
    except Attendee.DoesNotExist:
        raise Http404 from None
    if page.attendee.cancelled_at is not None:
        return left_words(request, page.attendee)
    convening = page.attendee.convening
    context = {"page": page, "attendee": page.attendee, "convening": convening, "link": request.link}
    context["troubles"] = addresses.troubles([page.attendee.person.email])
    context["has_begun"] = convening.starts_at <= now
    context["announcement"] = announcements.brought(page.attendee)
    return render(request, "portal/me.html", context)
