"""The public page of one convening."""

from functools import cache
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from portal.domain.public_page import public_page
from portal.domain.stamp import stamp, stamped_convenings
from registration.domain import announcements
from registration.domain.opening import opening_of


@login_not_required
@require_safe
def show_convening(request: HttpRequest, slug: str) -> HttpResponse:
    """The page, or 304 after one statement where nothing of it changed."""
    now = timezone.now()
    # Read before the rest, so that no old page goes out under a new stamp.
    convening = get_object_or_404(stamped_convenings(at=now), slug=slug)
    get_token(request)  # the page's form carries it, so the stamp has to know it
    same_for_all = (get_language() or "", built())
    tag = stamp(convening, at=now, also=(*same_for_all, request.META["CSRF_COOKIE"], _said(request)))
    answer = get_conditional_response(request, etag=tag)
    if answer is None:
        page = SimpleLazyObject(lambda: public_page(convening, at=now))  # read where its part is not kept
        context = {"convening": convening, "page": page, "opening": opening_of(convening, at=now)}
        context["part"] = stamp(convening, at=now, also=same_for_all)
        context["announcement"] = announcements.brought(convening)
        answer = render(request, "portal/convening.html", context)
        answer["ETag"] = tag
    answer["Cache-Control"] = "private, no-cache"
    return answer


@cache
def built() -> str:
    """Changes when the pages' files do: a stored page must not outlive a new version of the house."""
    files = Path(settings.BASE_DIR, "templates").rglob("*.html")
    return str(max(file.stat().st_mtime_ns for file in files))


def _said(request: HttpRequest) -> str:
    """What the page would say once, on top: such a page is nobody else's, and no later one's."""
    return request.COOKIES.get("messages", "")
