"""Which breakouts an attendee wants to sit in."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.access import LinkRequest, link_required
from breakouts.domain.choice_sheet import choice_rounds
from breakouts.domain.choices import choose
from breakouts.domain.choosing_time import choosing_time
from breakouts.domain.companions import choose_companion, companion_of, mates_of
from portal.forms.choices import ChoicesForm, CompanionForm
from registration.domain import announcements
from registration.views.own_page import found, no_longer_comes


@link_required("attend")
@require_http_methods(["GET", "HEAD", "POST"])
def choices(request: LinkRequest, attendee_id: int) -> HttpResponse:
    """All rounds in one form, saved whole; refused with words, what was marked kept."""
    attendee = found(attendee_id)
    if attendee.cancelled_at is not None:
        return no_longer_comes(request, attendee)
    rounds, now = choice_rounds(attendee), timezone.now()
    wants_mate = request.method == "POST" and request.POST.get("do") == "mate"
    form = ChoicesForm(request.POST if request.method == "POST" and not wants_mate else None, rounds=rounds)
    companion, mates = companion_of(attendee), mates_of(attendee)
    mate_form = CompanionForm(
        request.POST if wants_mate else None, mates=mates, mate=companion[0] if companion else None
    )

    def act(data: dict[str, object]) -> bool:
        choose(attendee=attendee, wishes=form.wishes(), by=request.actor, at=timezone.now())
        return True

    def take_along(data: dict[str, Any]) -> bool:
        mate = next((one for one in mates if one.pk == data["mate"]), None)
        choose_companion(attendee=attendee, mate=mate, by=request.actor, at=timezone.now())
        return True

    if mate_form.is_bound and mate_form.accept(take_along):
        messages.success(request, _("Saved with whom you want to sit."))
        return redirect("portal:choices", attendee_id)
    if form.is_bound and form.accept(act):
        messages.success(request, _("Your choices are saved. You can change them until the time is over."))
        return redirect("portal:choices", attendee_id)
    time = choosing_time(attendee.convening)
    context = {
        "attendee": attendee, "convening": attendee.convening, "form": form, "time": time, "link": request.link,
        "is_open": time.is_open(now), "is_ahead": time.is_ahead(now),
        "rounds": list(form.shown(rounds)), "chosen": sum(round_.is_chosen for round_ in rounds),
        "mate_form": mate_form, "companion": companion, "has_mates": bool(mates),
        "announcement": announcements.standing(attendee.convening, at=now),
    }  # fmt: skip
    return render(request, "portal/choices.html", context, status=422 if form.errors or mate_form.errors else 200)
