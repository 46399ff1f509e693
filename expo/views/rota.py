"""The organizers' rota: gaps by name, every booth's waves, one team's strip; and what changes them."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from expo.domain.crews import crew_of, crews_of, rules_of
from expo.domain.gaps import gaps_of
from expo.domain.late_arrivals import tell_arrival
from expo.domain.rota_planning import ask_rota, newest_plan
from expo.domain.shifts import pin_shift, put_at_booth
from expo.domain.strips import strip_of
from expo.domain.waves import hours_moved, set_waves
from expo.forms.rota import ArrivalForm, PutForm, WavesForm
from expo.models import Hall, Shift, Wave
from expo.views.expo import chosen_hall, number
from journal.refusals import Refusal
from registration.domain.profiles import is_over
from registration.models import Team

may_change = convening_required(Permission.CHANGE_EXPO)


def _show(
    request: OrganizerRequest, convening: Convening, *, hall: Hall | None = None, team: int | None = None,
    waves_form: WavesForm | None = None, refused: PutForm | None = None, arrival_form: ArrivalForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; a refused form shows what was typed."""
    now = timezone.now()
    halls = list(Hall.objects.filter(convening=convening))
    hall = hall or chosen_hall(halls, request.GET.get("hall"))
    context: dict[str, Any] = {
        "convening": convening, "halls": halls, "hall": hall, "refused": refused,
        "is_over": is_over(convening, now),
    }  # fmt: skip
    if hall is not None:
        crews = crews_of(hall)
        strips = [strip_of(crew, at=now) for crew in crews]
        waves, rules = list(Wave.objects.filter(hall=hall)), rules_of(hall)
        planned = any(strip.has_shifts for strip in strips)
        picked = next((strip for strip in strips if strip.crew.team.pk == team), None)
        usual = {"count": len(waves) or 6, "free_least": rules.free_least, "in_a_row_most": rules.in_a_row_most}
        context |= {
            "strips": strips, "waves": waves, "rules": rules, "planned": planned, "picked": picked,
            "gaps": gaps_of(hall, crews, convening, at=now) if planned else [],
            "strained": [(strip, row) for strip in strips for row in strip.rows if row.strained],
            "arrival_form": arrival_form
            or (ArrivalForm(auto_id="arrival_%s", strip=picked, convening=convening) if picked else None),
            "moved": hours_moved(hall, waves), "work": newest_plan(hall, at=now),
            "waves_form": waves_form
            or WavesForm(auto_id="waves_%s", asks=planned, initial={**usual, "version": hall.version}),
        }  # fmt: skip
    return render(request, "expo/rota.html", context)


def _back(convening: Convening, hall: Hall, team: int | None = None) -> HttpResponse:
    query = QueryDict(mutable=True)
    query["hall"] = str(hall.pk)
    if team is not None:
        query["team"] = str(team)
    return redirect(f"{reverse('expo:rota', args=[convening.slug])}?{query.urlencode()}{'#team' if team else ''}")


@may_change
@require_GET
def rota(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A hall; ?team= shows a team's strip."""
    return _show(request, convening, team=number(request.GET.get("team")))


@may_change
@require_POST
def waves(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Divide the hall's time, and say what the rota keeps to."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    asks = Shift.objects.standing().filter(wave__hall=where).exists()
    form = WavesForm(request.POST, auto_id="waves_%s", asks=asks)
    made = form.accept(
        lambda data: set_waves(hall=where, **data, by=request.actor, at=timezone.now()),
    )
    if made is None:
        return _show(request, convening, hall=where, waves_form=form)
    messages.success(request, _("The waves are there now. Plan the rota next."))
    return _back(convening, where)


@may_change
@require_POST
def plan(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Let a worker plan the rota of the hall, or of the team that the form names; the page shows how far it is."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    only = number(request.POST.get("team"))
    team = get_object_or_404(Team, pk=only, convening=convening) if only is not None else None
    try:
        ask_rota(hall=where, team=team, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(convening, where, only)


@may_change
@require_POST
def put(request: OrganizerRequest, convening: Convening, hall: int, team: int) -> HttpResponse:
    """Put somebody at their team's booth in a wave."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    found = get_object_or_404(Team, pk=team, convening=convening)
    crew = crew_of(found)
    if crew is None:
        return _back(convening, where)
    form = PutForm(request.POST, strip=strip_of(crew, at=timezone.now()))
    shift = form.accept(
        lambda data: put_at_booth(
            team=found, wave=data["wave"], attendee_id=data["member"], stood=data["stood"],
            by=request.actor, at=timezone.now(),
        ),
    )
    if shift is None:
        return _show(request, convening, hall=where, team=team, refused=form)
    messages.success(request, _("%(name)s stands at the booth then.") % {"name": shift.attendee.person.name})
    return _back(convening, where, team)


@may_change
@require_POST
def arrival(request: OrganizerRequest, convening: Convening, hall: int, team: int) -> HttpResponse:
    """From when somebody of a team is there."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    found = get_object_or_404(Team, pk=team, convening=convening)
    crew = crew_of(found)
    if crew is None:
        return _back(convening, where)
    strip = strip_of(crew, at=timezone.now())
    form = ArrivalForm(request.POST, auto_id="arrival_%s", strip=strip, convening=convening)
    attendee = form.accept(
        lambda data: tell_arrival(team=found, **data, by=request.actor, at=timezone.now()),
    )
    if attendee is None:
        return _show(request, convening, hall=where, team=team, arrival_form=form)
    messages.success(request, _("Noted for %(name)s. Shifts before that do not count.") % {"name": attendee})
    return _back(convening, where, team)


@may_change
@require_POST
def pin(request: OrganizerRequest, convening: Convening, hall: int, shift: int) -> HttpResponse:
    """Pin a shift, or release it."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    found = get_object_or_404(Shift, pk=shift, wave__hall=where)
    team = found.attendee.team_id
    pinned = request.POST.get("pinned") == "1"
    try:
        pin_shift(shift_id=found.pk, pinned=pinned, by=request.actor, at=timezone.now())
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(convening, where, team)
