"""The live view: who is in, gate by gate and team by team, on as many screens as hang there."""

from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Any

from django.core.cache import cache as kept
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from checkin.domain.arrival_curve import newest_day
from checkin.domain.live import live_of, stamp
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required

PAGE = "checkin/live.html"
KEPT_FOR = 60  # seconds: what is kept holds for the minute it was drawn in


@cache
def _drawn_by() -> str:
    """A digest of the template, so that a new release makes screens that hang look again."""
    source = get_template(PAGE).template.source  # type: ignore[attr-defined]
    return sha256(source.encode()).hexdigest()[:12]


@require_safe
@convening_required(Permission.CHECK_IN)
def live(request: OrganizerRequest, convening: Convening) -> HttpResponseBase:
    """The page; what changes alone with ?list=1, for which screens ask every three seconds.

    One statement besides those that let somebody in, where nothing has changed; and where another screen has asked
    since: what was drawn for it is kept.
    """
    now = timezone.now()
    phones = Permission.VIEW_TEAMS in request.permissions
    facts = f"{stamp(convening, at=now)}-{int(phones)}-{get_language()}-{_drawn_by()}"
    etag = f'"{sha256(facts.encode()).hexdigest()[:32]}"'
    asked_for_part = bool(request.GET.get("list"))
    if asked_for_part:
        unchanged: HttpResponseBase | None = get_conditional_response(request, etag=etag)
        if unchanged is not None:
            return unchanged
    part = kept.get(f"live:{etag}")
    if part is None:
        part = render_to_string(f"{PAGE}#list", context_of(convening, at=now, phones=phones))
        kept.set(f"live:{etag}", part, KEPT_FOR)
    if not asked_for_part:
        return render(request, PAGE, {"convening": convening, "part": part})
    answer = HttpResponse(part)
    answer["ETag"] = etag
    return answer


def context_of(convening: Convening, *, at: datetime, phones: bool) -> dict[str, Any]:
    """What the changing part shows."""
    seen = live_of(convening, at=at, phones=phones)
    return {"convening": convening, "live": seen, "phones": phones, "curve": newest_day(seen.arrivals, convening)}
