"""Seats, for organizers: how full the rounds are, who sits where, proposals asked for, seats opened."""

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from breakouts.domain import seats_opening
from breakouts.domain.choosing_time import choosing_time
from breakouts.domain.seat_access import access_gaps
from breakouts.domain.seat_proposals import PROPOSAL, SeatsContradict, ask_seating, newest_work
from breakouts.domain.seat_releasing import clash_of, release_seat_rule
from breakouts.domain.seat_sheet import (
    FilledRound,
    counts_of,
    found_people,
    programme_row,
    rounds_of,
    seated_rounds,
    seats_in,
)
from breakouts.domain.seats import drop_seat, take_seat
from breakouts.forms.seating import SeatForm, SeatingForm
from breakouts.models import Session
from breakouts.views.schedule import may_schedule
from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from jobs.domain.proposals import is_outdated
from jobs.models import Proposal
from jobs.states import ProposalState
from journal.refusals import Refusal
from registration.models import Attendee

MOST_PROPOSALS = 10


@may_schedule
@require_safe
def seats(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """All rounds, the proposals, and a search for people."""
    return _show(request, convening)


def _show(request: OrganizerRequest, convening: Convening, *, form: SeatingForm | None = None) -> HttpResponse:
    now, programme = timezone.now(), programme_row(convening)
    made = list(Proposal.objects.filter(kind=PROPOSAL, convening_id=convening.pk)[:MOST_PROPOSALS])
    name = request.GET.get("who", "")
    context: dict[str, Any] = {
        "convening": convening, "form": form or SeatingForm(), "rounds": seated_rounds(convening, at=now),
        "counts": counts_of(convening), "programme": programme, "are_open": seats_opening.are_open(programme),
        "is_choosing": choosing_time(convening).is_open(now), "work": newest_work(convening, at=now),
        "gaps": access_gaps(convening, at=now), "proposals": made, "who": name, "found": found_people(convening, name),
        "outdated": {one.pk for one in made if one.state == ProposalState.PROPOSED and is_outdated(one)},
    }  # fmt: skip
    return render(request, "breakouts/seats.html", context, status=422 if form is not None else 200)


@may_schedule
@require_POST
def propose(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Let a worker look for seats."""
    form = SeatingForm(request.POST)
    job = form.accept(
        lambda data: ask_seating(
            convening=convening, mode=data["mode"], by=request.actor, at=timezone.now()
        ),
    )
    if isinstance(form.refused, SeatsContradict):
        return redirect("breakouts:seat_contradiction", convening.slug)
    return _show(request, convening, form=form) if job is None else redirect("breakouts:seats", convening.slug)


@may_schedule
@require_safe
def contradiction(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """The smallest set of rules that cannot all hold, each with a button that releases it."""
    context = {"convening": convening, "clash": clash_of(convening, at=timezone.now())}
    return render(request, "breakouts/seat_contradiction.html", context)


@may_schedule
@require_POST
def release(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Drop one of these rules, and show what is in the way then."""
    who: dict[str, Any] = {"convening": convening, "by": request.actor, "at": timezone.now()}
    try:
        rule = release_seat_rule(key=request.POST.get("rule", ""), **who)
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Released: %(rule)s.") % {"rule": rule.words})
    return redirect("breakouts:seat_contradiction", convening.slug)


@may_schedule
@require_POST
def open_or_close(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Let people see their seats and change them, or hide them again: as the button says."""
    who: dict[str, Any] = {"convening": convening, "by": request.actor, "at": timezone.now()}
    if request.POST.get("do") not in {"open", "close"}:
        raise Http404
    try:
        if request.POST["do"] == "close":
            seats_opening.close_seats(**who)
            messages.success(request, _("Nobody but organizers sees the seats now."))
        else:
            told = seats_opening.open_seats(**who)
            words = ngettext(
                "The seats are open: %(n)s person is told by one mail.",
                "The seats are open: %(n)s people are told by one mail each.", told,
            )
            messages.success(request, words % {"n": told})
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return redirect("breakouts:seats", convening.slug)


@may_schedule
@require_safe
def session_seats(request: OrganizerRequest, convening: Convening, pk: int) -> HttpResponse:
    """Who sits in one session, and who waits for it."""
    session = get_object_or_404(Session.objects.select_related("slot", "room"), pk=pk, convening=convening)
    context = {"convening": convening, "session": session, "page": seats_in(session)}
    return render(request, "breakouts/session_seats.html", context)


@may_schedule
@require_http_methods(["GET", "HEAD", "POST"])
def person_seats(request: OrganizerRequest, convening: Convening, attendee: int) -> HttpResponse:
    """One person's rounds; by POST the seat of one of them."""
    people = Attendee.objects.filter(convening=convening).select_related("person", "team", "convening")
    who = get_object_or_404(people, pk=attendee)
    all_rounds = rounds_of(who, at=timezone.now())
    rounds = [each for each in all_rounds if each.presents is None]
    forms = {each.slot.pk: SeatForm(round_=each) for each in rounds}
    for each in rounds:
        if request.POST.get("slot") == str(each.slot.pk):
            form = forms[each.slot.pk] = SeatForm(request.POST, round_=each)
            if form.accept(partial(_set, request, who, each)):
                messages.success(request, _("Saved: %(round)s.") % {"round": each.slot.label})
                return redirect("breakouts:person_seats", convening.slug, who.pk)
    context = {
        "convening": convening, "attendee": who, "rounds": [(each, forms[each.slot.pk]) for each in rounds],
        "presents": [each for each in all_rounds if each.presents is not None],
    }  # fmt: skip
    refused = any(form.errors for form in forms.values())
    return render(request, "breakouts/person_seats.html", context, status=422 if refused else 200)


def _set(request: OrganizerRequest, who: Attendee, each: FilledRound, data: dict[str, Any]) -> bool:
    """The chosen session, or none."""
    act: dict[str, Any] = {"attendee": who, "by": request.actor, "at": timezone.now()}
    chosen = next((one.session for one in each.sessions if one.session.pk == data["session"]), None)
    if chosen is not None:
        take_seat(session=chosen, pinned=data["pinned"], **act)
    elif each.seat is not None:
        drop_seat(session=each.seat.session, **act)
    return True
