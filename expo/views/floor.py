"""The organizers' floor: who stands where, who has no booth and why, and moving by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from breakouts.domain.slots import local_span
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from expo.domain.assigning import ask_assignment, newest_work
from expo.domain.assignment import (
    clear_placement,
    open_teams,
    outlook_of,
    pin,
    place_team,
)
from expo.domain.floors import FloorChanged, make_hall
from expo.domain.needs import set_needs, spoken
from expo.domain.plan import FloorPlan, floor_of
from expo.forms.building import HallForm
from expo.forms.placing import NeedsForm, PlaceForm
from expo.models import Hall, Placement, Request
from expo.views.expo import chosen_hall, number
from journal.refusals import Refusal
from registration.domain.profiles import is_over
from registration.models import Team

PAGE = "expo/floor.html"
may_change = convening_required(Permission.CHANGE_EXPO)


def _show(
    request: OrganizerRequest,
    convening: Convening,
    *,
    team: int | None = None,
    hall: Hall | None = None,
    **bound: RefusableForm,
) -> HttpResponse:
    """The page, or its board alone for htmx; `bound` are forms that were refused, with what was typed."""
    halls = list(Hall.objects.filter(convening=convening))
    hall = hall or chosen_hall(halls, request.GET.get("hall"))
    context: dict[str, Any] = {
        "convening": convening,
        "halls": halls,
        "hall": hall,
        "picked": None,
        "hall_form": HallForm(auto_id="hall_%s", convening=convening),
        "refused": next((form.refused for form in bound.values() if form.refused), ""),
    }
    if hall is not None:
        # First: work that ends while the rest is read is seen to end by the page, which then looks again.
        context["work"] = newest_work(hall, at=timezone.now())
        plan = floor_of(hall)
        waiting = open_teams(hall)
        context |= {"is_over": is_over(convening, timezone.now())}
        context |= {"plan": plan, "waiting": waiting, "rows": _waiting_rows(hall, waiting)}
        picked = Team.objects.filter(pk=team, convening=convening).first() if team is not None else None
        if picked is not None:
            context |= _about(picked, convening, plan)
    context |= bound
    response = render(request, f"{PAGE}#board" if request.htmx else PAGE, context)
    if request.method == "POST":
        response["HX-Push-Url"] = "false"  # a refused form has no address of its own to come back to
    return response


def _waiting_rows(hall: Hall, waiting: list[Team]) -> list[dict[str, Any]]:
    if not waiting:
        return []
    reasons = outlook_of(hall)
    needs = dict(Request.objects.filter(team__in=waiting).values_list("team", "needs"))
    return [
        {"team": team, "needs": spoken(needs.get(team.pk, ())), "reason": reasons.get(team.pk, "")} for team in waiting
    ]


def _about(picked: Team, convening: Convening, plan: FloorPlan) -> dict[str, Any]:
    """The forms about the team in the hand."""
    placement = Placement.objects.standing().filter(team=picked).select_related("booth__hall").first()
    request = Request.objects.filter(team=picked).first()
    stood_at = placement.booth.number if placement else 0
    return {
        "picked": picked,
        "placement": placement,
        "picked_stand": plan.of(picked.pk),
        "place_form": PlaceForm(
            auto_id="place_%s", convening=convening, plan=plan, initial={"stood_at": stood_at}
        ),
        "needs_form": NeedsForm(auto_id="needs_%s", initial={"needs": request.needs if request else []}),
    }


def _back(convening: Convening, *, hall: Hall | None, team: int | None = None) -> HttpResponse:
    query = QueryDict(mutable=True)
    if hall is not None:
        query["hall"] = str(hall.pk)
    if team is not None:
        query["team"] = str(team)
    return redirect(f"{reverse('expo:floor', args=[convening.slug])}?{query.urlencode()}")


@may_change
@require_GET
def floor(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """A hall; ?team= takes a team into the hand."""
    return _show(request, convening, team=number(request.GET.get("team")))


@may_change
@require_POST
def assign(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Let a worker give booths to all teams that have none; the page shows how far it is."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    try:
        ask_assignment(
            hall=where, version=number(request.POST.get("version")),
            by=request.actor, at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    return _back(convening, hall=where)


@may_change
@require_POST
def place(request: OrganizerRequest, convening: Convening, hall: int, team: int) -> HttpResponse:
    """Put a team at a booth."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    found = get_object_or_404(Team, pk=team, convening=convening)
    form = PlaceForm(request.POST, auto_id="place_%s", convening=convening, plan=floor_of(where))
    placed = form.accept(
        lambda data: place_team(
            booth=data["booth"], team=found, stood_at=data["stood_at"], pin=data["pin"],
            by=request.actor, at=timezone.now(),
        ),
    )
    if placed is None:
        if isinstance(form.refused, FloorChanged):
            # The organizer reads now what stands; choosing again is then on purpose.
            now = Placement.objects.filter(team=found).select_related("booth").first()
            form.retype(stood_at=now.booth.number if now else 0)
        return _show(request, convening, hall=where, team=team, place_form=form)
    messages.success(request, _("%(team)s stands at booth %(number)s.") % {"team": found, "number": placed.booth})
    return _back(convening, hall=where)


@may_change
@require_POST
def clear(request: OrganizerRequest, convening: Convening, hall: int, team: int) -> HttpResponse:
    """Free a team's booth."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    found = get_object_or_404(Team, pk=team, convening=convening)
    clear_placement(team=found, by=request.actor, at=timezone.now())
    messages.success(request, _("%(team)s has no booth now.") % {"team": found})
    return _back(convening, hall=where)


@may_change
@require_POST
def pinning(request: OrganizerRequest, convening: Convening, hall: int, team: int) -> HttpResponse:
    """Pin a team where it stands, or release it."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    placement = get_object_or_404(Placement.objects.select_related("booth__hall"), team=team, team__convening=convening)
    pinned = request.POST.get("pinned") == "1"
    pin(placement=placement, pinned=pinned, by=request.actor, at=timezone.now())
    words = _("%(team)s stays at booth %(number)s.") if pinned else _("%(team)s may be moved from booth %(number)s.")
    messages.success(request, words % {"team": placement.team, "number": placement.booth})
    return _back(convening, hall=where, team=team)


@may_change
@require_POST
def needs(request: OrganizerRequest, convening: Convening, hall: int, team: int) -> HttpResponse:
    """Write down what a team needs."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    found = get_object_or_404(Team, pk=team, convening=convening)
    form = NeedsForm(request.POST, auto_id="needs_%s")
    done = form.accept(
        lambda data: set_needs(
            team=found, needs=data["needs"], by=request.actor, at=timezone.now()
        ),
    )
    if done is None:
        return _show(request, convening, hall=where, team=team, needs_form=form)
    messages.success(request, _("The needs of %(team)s are written down.") % {"team": found})
    return _back(convening, hall=where, team=team)


@may_change
@require_POST
def new_hall(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """Add a hall."""
    form = HallForm(request.POST, auto_id="hall_%s", convening=convening)

    def act(data: dict[str, Any]) -> Hall:
        opens_at, closes_at = local_span(on=data["on"], starts=data["opens"], ends=data["closes"], zone=convening.zone)
        return make_hall(
            convening=convening, name=data["name"], width=data["width"], depth=data["depth"],
            opens_at=opens_at, closes_at=closes_at, by=request.actor, at=timezone.now(),
        )

    made = form.accept(act)
    if made is None:
        return _show(request, convening, hall_form=form)
    messages.success(request, _("%(hall)s is there now. Add its booths.") % {"hall": made})
    return redirect("expo:draw", convening.slug, made.pk)
