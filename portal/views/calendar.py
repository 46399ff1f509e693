"""An attendee's agenda in their own calendar: the private address, and what stands at it."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods, require_safe

from accounts import limits
from accounts.access import LinkRequest, link_required
from accounts.domain import links
from accounts.views.open_link import may_guess_on
from convenings.calendar_answers import calendar_answer
from portal.domain.agenda_feed import agenda_calendar, agenda_tag, attendee_at, new_address, standing_address
from registration.domain import announcements
from registration.views.own_page import found, no_longer_comes

MOST_FETCHES, WITHIN = 120, 60 * 60  # of one address; programs ask a few times an hour


@link_required("attend")
@require_http_methods(["GET", "HEAD", "POST"])
def my_calendar(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """What a subscription shows; by POST a new address of it, which is shown this once."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    now, address = timezone.now(), ""
    if request.method == "POST":
        address = new_address(attendee=attendee, by=request.actor, at=now)
    context = {
        "attendee": attendee, "convening": attendee.convening, "address": address,
        "subscribe": f"webcal:{address.partition(':')[2]}", "standing": standing_address(attendee, at=now),
        "announcement": announcements.standing(attendee.convening, at=now),
    }
    return render(request, "portal/calendar.html", context)


@login_not_required
@require_safe
def agenda_feed(request: HttpRequest, token: str) -> HttpResponseBase:
    """The agenda for calendar programs, which hold no session: the address alone opens it, and only to read."""
    try:
        attendee = attendee_at(token=token, at=timezone.now())
    except links.LinkRefused as refusal:
        late = isinstance(refusal, links.LinkUnknown) and not may_guess_on(request)
        return _said(_TOO_OFTEN, 429) if late else _said(str(refusal), refusal.status)
    if not limits.spend(what="calendar", who=links.hash_token(token), most=MOST_FETCHES, seconds=WITHIN):
        return _said(_TOO_OFTEN, 429)
    language = attendee.person.language
    with translation.override(language):
        tag = agenda_tag(attendee, language=language)
        return calendar_answer(request, tag=tag, name="agenda.ics", write=lambda: agenda_calendar(attendee))


_TOO_OFTEN = translation.gettext_lazy("This was asked for too often. Please wait a little.")


def _said(words: object, status: int) -> HttpResponse:
    headers = {"Referrer-Policy": "no-referrer", "Cache-Control": "private, no-store"}
    if status == 429:
        headers["Retry-After"] = "600"
    return HttpResponse(f"{words}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
