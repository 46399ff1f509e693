"""The public programme."""

from datetime import date
from functools import cache
from hashlib import sha256

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.template.loader import get_template
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from breakouts.domain.programme import sheet_of
from breakouts.domain.public_programme import public_programme, public_stamp
from breakouts.domain.slots import days_of
from convenings.models import Convening
from convenings.states import ConveningState
from registration.domain.announcements import brought, with_announcement

PAGE = "breakouts/programme.html"
BAND = "components/announcement.html"


@cache
def _drawn_by() -> str:
    """A digest of the templates, so that a new version of the house makes pages that were sent before stale."""
    sources = [get_template(name).template.source for name in (PAGE, "base.html", "base_document.html", BAND)]  # type: ignore[attr-defined]
    return sha256("".join(sources).encode()).hexdigest()[:12]


def _chosen_day(convening: Convening, on: date | None) -> date:
    """The day asked for, else today, else the first."""
    days = days_of(convening)
    if on is not None and on not in days:
        raise Http404
    today = convening.local(timezone.now()).date()
    return on or (today if today in days else days[0])


@login_not_required
@require_safe
def programme(request: HttpRequest, slug: str, on: date | None = None) -> HttpResponseBase:
    """One day of the newest release; answered 304 from three statements when nothing on it has changed."""
    now = timezone.now()
    shown = with_announcement(Convening.objects.exclude(state=ConveningState.DRAFT), at=now)
    convening = get_object_or_404(shown, slug=slug)
    announcement = brought(convening)
    day = _chosen_day(convening, on)
    public = public_programme(convening)
    said = announcement.id if announcement else 0
    etag = f'W/"{public_stamp(convening, public, day, said, get_language(), _drawn_by())}"'
    unchanged = get_conditional_response(request, etag=etag)
    if unchanged is not None:
        unchanged["Cache-Control"] = "private, no-cache"
        return unchanged
    sheet = sheet_of(public.schedule.rooms, public.schedule.slots, public.schedule.sessions) if public else None
    context = {
        "convening": convening, "on": day, "day": sheet.day(day) if sheet else None, "days": days_of(convening),
        "announcement": announcement, "release": public.release if public else None,
        "subscribe": f"webcal:{settings.ACCORD_URL.partition(':')[2]}/c/{slug}/programme.ics",
    }  # fmt: skip
    response: HttpResponse = render(request, PAGE, context)
    response["ETag"] = etag
    response["Cache-Control"] = "private, no-cache"
    return response
