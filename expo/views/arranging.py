"""Arranging a floor: asking for it, what came of it, and rules that are in the way."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from expo.domain.arrangement import RulesContradict, ask_arrangement, newest_work, proposals_of
from expo.domain.releasing import clash_of, release_rule
from expo.forms.arranging import ArrangeForm
from expo.models import Hall
from expo.states import Mode
from expo.views.expo import chosen_hall
from jobs.domain.proposals import is_outdated
from jobs.states import ProposalState
from journal.refusals import Refusal
from registration.domain.profiles import is_over
from registration.models import Team

may_change = convening_required(Permission.CHANGE_EXPO)


@may_change
@require_GET
def arrange(request: OrganizerRequest, convening: Convening) -> HttpResponse:
    """How a hall could be arranged, and the proposals that were made for it."""
    return _show(request, convening)


def _show(
    request: OrganizerRequest, convening: Convening, *, hall: Hall | None = None, form: ArrangeForm | None = None
) -> HttpResponse:
    halls = list(Hall.objects.filter(convening=convening))
    hall = hall or chosen_hall(halls, request.GET.get("hall"))
    context: dict[str, Any] = {
        "convening": convening, "halls": halls, "hall": hall, "is_over": is_over(convening, timezone.now()),
    }  # fmt: skip
    if hall is not None:
        made = proposals_of(hall)
        args = made[0].args if made else {}
        initial = {"mode": args.get("mode", Mode.ANEW), **args.get("weights", {})}
        context |= {
            "form": form or ArrangeForm(initial=initial), "work": newest_work(hall, at=timezone.now()),
            "proposals": made, "clash": clash_of(hall),
            "outdated": {one.pk for one in made if one.state == ProposalState.PROPOSED and is_outdated(one)},
        }  # fmt: skip
    return render(request, "expo/arrange.html", context, status=422 if form is not None else 200)


def there(convening: Convening, hall: Hall) -> HttpResponse:
    """Back to the page of this hall."""
    return redirect(f"{reverse('expo:arrange', args=[convening.slug])}?hall={hall.pk}")


@may_change
@require_POST
def ask(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Let a worker look for a better floor; where rules are in the way, show which."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    form = ArrangeForm(request.POST)
    job = form.accept(
        lambda data: ask_arrangement(
            hall=where, mode=data["mode"], weights=form.weights(), leave_out=data["leave_out"],
            by=request.actor, at=timezone.now(),
        ),
    )
    if isinstance(form.refused, RulesContradict):
        return redirect("expo:contradiction", convening.slug, where.pk)
    if job is None:
        return _show(request, convening, hall=where, form=form)
    return there(convening, where)


@may_change
@require_GET
def contradiction(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """The smallest set of rules that cannot all hold, each with a button that releases it."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    usual = proposals_of(where)[:1]
    context = {"convening": convening, "hall": where, "clash": clash_of(where), "newest": usual[0] if usual else None}
    return render(request, "expo/contradiction.html", context | {"form": ArrangeForm()})


@may_change
@require_POST
def release(request: OrganizerRequest, convening: Convening, hall: int, team: int) -> HttpResponse:
    """Drop a pin or a need, and show what is in the way then."""
    where = get_object_or_404(Hall, pk=hall, convening=convening)
    found = get_object_or_404(Team, pk=team, convening=convening)
    try:
        release_rule(
            hall=where, kind=request.POST.get("kind", ""), team=found,
            by=request.actor, at=timezone.now(),
        )
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Released for %(team)s.") % {"team": found})
    return redirect("expo:contradiction", convening.slug, where.pk)
