"""Shifts at the booth: a member offers and takes them, a coordinator changes the team's rota."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import LinkRequest, link_required
from expo.domain.crews import TeamCrew, crew_of
from expo.domain.gaps import gaps_of
from expo.domain.late_arrivals import tell_arrival
from expo.domain.shifts import offer_shift, put_at_booth, take_shift
from expo.domain.strips import strip_of
from expo.forms.rota import ArrivalForm, PutForm
from journal.refusals import Refusal
from registration.domain import coordinators
from registration.models import Attendee, Team


@link_required("attend")
@require_POST
def offer(request: LinkRequest, attendee_id: int, shift_id: int) -> HttpResponse:
    """Offers an own shift to the team, or keeps it after all."""
    offered, swaps = request.POST.get("offered") == "1", request.POST.get("swaps") == "1"
    said = _("Your team sees now that you offer this shift. It stays yours until somebody takes it.")
    return _done(
        request, attendee_id,
        lambda at: offer_shift(shift_id=shift_id, offered=offered, swaps=swaps, by=request.actor, at=at),
        said=said if offered else _("You keep this shift."),
    )  # fmt: skip


@link_required("attend")
@require_POST
def take(request: LinkRequest, attendee_id: int, shift_id: int) -> HttpResponse:
    """Takes over a shift that a team mate offers, perhaps for an own one."""
    attendee = Attendee.objects.coming().filter(pk=attendee_id).first()
    typed = request.POST.get("give", "")
    if attendee is None or (typed and not (typed.isdecimal() and len(typed) < 19)):
        raise Http404
    give = int(typed) if typed else None
    return _done(
        request, attendee_id,
        lambda at: take_shift(shift_id=shift_id, attendee=attendee, give=give, by=request.actor, at=at),
        said=_("This shift is yours now.") if give is None else _("Swapped. Both of you see it on your pages."),
    )  # fmt: skip


@link_required("coordinate")
@require_safe
def team_rota(request: LinkRequest, team_id: int) -> HttpResponse:
    """The team's rota, for its coordinators. It changes nothing."""
    return _page(request, _crew(team_id, request.actor))


@link_required("coordinate")
@require_POST
def change(request: LinkRequest, team_id: int) -> HttpResponse:
    """Puts somebody of the team at the booth in a wave."""
    crew = _crew(team_id, request.actor)
    form = PutForm(request.POST, strip=strip_of(crew, at=timezone.now()))
    shift = form.accept(
        lambda data: put_at_booth(
            team=crew.team, wave=data["wave"], attendee_id=data["member"], stood=data["stood"],
            by=request.actor, at=timezone.now(),
        )
    )
    if shift is None:
        return _page(request, crew, refused=form)
    messages.success(request, _("%(name)s stands at the booth then.") % {"name": shift.attendee.person.name})
    return redirect("portal:team_rota", team_id)


@link_required("coordinate")
@require_POST
def arrival(request: LinkRequest, team_id: int) -> HttpResponse:
    """From when somebody of the team is there."""
    crew = _crew(team_id, request.actor)
    form = ArrivalForm(request.POST, strip=strip_of(crew, at=timezone.now()), convening=crew.team.convening)
    attendee = form.accept(
        lambda data: tell_arrival(team=crew.team, **data, by=request.actor, at=timezone.now())
    )
    if attendee is None:
        return _page(request, crew, arrival_form=form)
    messages.success(request, _("Noted for %(name)s. Shifts before that do not count.") % {"name": attendee})
    return redirect("portal:team_rota", team_id)


def _crew(team_id: int, by: str) -> TeamCrew:
    team = Team.objects.select_related("convening__venue", "coordinator").filter(pk=team_id).first()
    crew = crew_of(team) if team is not None and coordinators.side_of(team, by) else None
    if team is None or crew is None:
        raise Http404
    crew.team.convening = team.convening
    return crew


def _page(
    request: LinkRequest, crew: TeamCrew, *, refused: PutForm | None = None, arrival_form: ArrivalForm | None = None
) -> HttpResponse:
    convening, hall = crew.team.convening, crew.booth.hall
    now = timezone.now()
    strip = strip_of(crew, at=now)
    status = 200 if refused is None and arrival_form is None else 422
    context = {
        "team": crew.team, "convening": convening, "hall": hall, "strip": strip, "refused": refused,
        "arrival_form": arrival_form or ArrivalForm(strip=strip, convening=convening),
        "gaps": gaps_of(hall, [crew], convening, at=now) if strip.has_shifts else [],
    }
    return render(request, "portal/team_rota.html", context, status=status)


def _done(request: LinkRequest, attendee_id: int, act: Callable[[datetime], object], *, said: str) -> HttpResponse:
    """The act, and back to the own page with a sentence: that it is done, or why not."""
    try:
        act(timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, said)
    return redirect("portal:me", attendee_id)
