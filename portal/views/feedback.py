"""An attendee says how a session was."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.access import LinkRequest, link_required
from breakouts.domain.feedback import give_feedback, rounds_for
from checkin.domain.rooms_entered import sessions_entered
from portal.forms.feedback import FeedbackForm
from registration.views.own_page import found, no_longer_comes


@link_required("attend")
@require_safe
def feedback(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """The sessions that are over, the own ones first."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    was_in = sessions_entered(attendee)
    rounds = rounds_for(attendee, at=timezone.now(), was_in=was_in)
    context = {
        "attendee": attendee, "convening": attendee.convening, "rounds": rounds, "link": request.link,
        "given": set(rounds[0].given) if rounds else set(), "was_in": was_in,
    }  # fmt: skip
    return render(request, "portal/feedback.html", context)


@link_required("attend")
@require_http_methods(["GET", "HEAD", "POST"])
def session_feedback(request: LinkRequest, attendee_id: int, session_id: int) -> HttpResponse:
    """Two questions and a sentence about one of them."""
    attendee, now = found(attendee_id), timezone.now()
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    rounds = rounds_for(attendee, at=now)
    session = next((one for round_ in rounds for one in round_.sessions if one.pk == session_id), None)
    if session is None:
        raise Http404
    given = rounds[0].given.get(session_id)
    form = FeedbackForm(request.POST if request.method == "POST" else None, given=given)
    said = None if not form.is_bound else form.accept(lambda data: give_feedback(
        attendee=attendee, session=session, draft=form.draft(), by=request.actor, at=now
    ))
    if said is not None:
        messages.success(request, _("Thank you. You can change it for some days."))
        return redirect("portal:feedback", attendee_id)
    context = {
        "attendee": attendee, "convening": attendee.convening, "session": session, "form": form, "link": request.link,
    }  # fmt: skip
    return render(request, "portal/session_feedback.html", context, status=422 if form.errors else 200)
