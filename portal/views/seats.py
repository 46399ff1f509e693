"""An attendee's own seats: what they got and why, a change into a free one, a wait for another."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from breakouts.domain.choosing_time import choosing_time
from breakouts.domain.seat_sheet import known_rounds_of, programme_row
from breakouts.domain.seat_waitlists import stop_waiting, wait_for_seat
from breakouts.domain.seats import drop_seat, take_seat
from breakouts.domain.seats_opening import are_open
from breakouts.models import Seat, Session
from journal.refusals import Refusal
from registration.domain import announcements
from registration.models import Attendee
from registration.views.own_page import found, no_longer_comes

ACTS: dict[str, tuple[Callable[..., Any], Any]] = {
    "take": (take_seat, _("You sit in “%(session)s” now.")),
    "drop": (drop_seat, _("You have given up your seat in “%(session)s”.")),
    "wait": (
        wait_for_seat, _("You wait for a seat in “%(session)s”. As soon as one frees for you, a mail tells you.")
    ),
    "stop": (stop_waiting, _("You do not wait for “%(session)s” any more.")),
}


@link_required("attend")
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """Every round; by POST one change of one seat, as the button says."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    refused = ""
    if request.method == "POST":
        try:
            _act(request, attendee)
        except Refusal as refusal:
            refused = str(refusal)
        else:
            return redirect("portal:seats", attendee_id)
    now, is_open = timezone.now(), are_open(programme_row(attendee.convening))
    context = {
        "attendee": attendee, "convening": attendee.convening, "link": request.link, "is_open": is_open,
        "refused": refused, "rounds": known_rounds_of(attendee, at=now) if is_open else [],
        "time": choosing_time(attendee.convening),
        "announcement": announcements.standing(attendee.convening, at=now),
    }  # fmt: skip
    return render(request, "portal/seats.html", context, status=409 if refused else 200)


def _act(request: LinkRequest, attendee: Attendee) -> None:
    """One domain call, and what is said of it."""
    number = request.POST.get("session", "")
    if request.POST.get("do") not in ACTS or not number.isascii() or not number.isdigit() or len(number) > 18:
        raise Http404
    session = get_object_or_404(Session.objects.select_related("convening"), pk=number, convening=attendee.convening_id)
    act, said = ACTS[request.POST["do"]]
    done = act(attendee=attendee, session=session, by=request.actor, at=timezone.now())
    if isinstance(done, Seat):
        said = ACTS["take"][1]  # also where it was free by the time that somebody asked to wait
    messages.success(request, str(said) % {"session": session.title})
