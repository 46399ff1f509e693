"""Urgent announcements: written, confirmed, ended, and those that were."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from console.forms.announcements import AnnouncementForm
from console.views.outcome import settle, tell
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from registration.domain import announcements as domain
from registration.models import Announcement

ROWS = 20
may_send = convening_required(Permission.SEND_MAIL)


@require_http_methods(["GET", "HEAD", "POST"])
@may_send
def announcements(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The one that stands, a form, and those before; sent once, it asks; sent again with `sure`, it announces."""
    now = timezone.now()
    stands = Announcement.objects.standing(now).filter(convening=convening).first()
    sent = request.POST if request.method == "POST" else None
    form = AnnouncementForm(sent, convening=convening, at=now, text=stands.text if stands else "")
    context: dict[str, Any] = {"convening": convening, "form": form, "stands": stands}
    if form.is_bound and form.is_valid() and settle(form, lambda: _take(request, convening, form)):
        if "sure" in request.POST:
            tell(request, lambda: None, _("It stands on every page now."))
            return redirect("console:announcements", convening.slug)
        told = domain.people_told(convening) if form.cleaned_data["with_mail"] else 0
        context |= {"facts": form.cleaned_data, "told": told}
        return render(request, "console/announcement_confirm.html", context)
    before = Announcement.objects.filter(convening=convening).exclude(pk=stands.pk if stands else 0)
    page = Paginator(before, ROWS).get_page(request.GET.get("page"))
    return render(request, "console/announcements.html", context | {"page": page}, status=422 if form.errors else 200)


def _take(request: OrganizerRequest, convening: Convening, form: AnnouncementForm) -> None:
    """Announces what somebody is sure of; else only looks whether it could be."""
    facts, now = form.cleaned_data, timezone.now()
    if "sure" in request.POST:
        domain.announce(convening=convening, by=request.actor, at=now, **facts)
    else:
        domain.check(convening=convening, text=facts["text"], ends_at=facts["ends_at"], at=now)


@require_POST
@may_send
def end_announcement(request: OrganizerRequest, convening: Convening, announcement_id: int) -> HttpResponse:
    """Take it off the pages."""
    found = get_object_or_404(Announcement, pk=announcement_id, convening=convening)
    tell(
        request, lambda: domain.end(announcement=found, by=request.actor, at=timezone.now()),
        _("It is off the pages now. Mail that had not left does not leave."),
    )
    return redirect("console:announcements", convening.slug)
