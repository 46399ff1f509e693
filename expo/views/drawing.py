"""The drawing of a hall: its plan to work on, commands for several booths, what else is drawn, and the hall."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from breakouts.domain.slots import local_span
from convenings.forms.refusable import RefusableForm
from convenings.models import Convening
from convenings.permissions import Permission
from convenings.views_access import OrganizerRequest, convening_required
from expo.domain.areas import make_area, remove_area
from expo.domain.booths import undo_step
from expo.domain.drawing import newest_step
from expo.domain.floors import change_hall
from expo.domain.grids import align_booths, change_several, make_booths
from expo.domain.neighbourhood import neighbours_among, surroundings_of
from expo.domain.plan import floor_of
from expo.forms.drawing import (
    AlignForm,
    AreaForm,
    BoothForm,
    GridForm,
    HallChangeForm,
    NeighbourForm,
    PartnerForm,
    SeveralForm,
    hall_facts,
)
from expo.models import Hall
from expo.views.expo import number
from journal.refusals import Refusal

PAGE = "expo/draw.html"
may_change = convening_required(Permission.CHANGE_EXPO)


def hall_named(convening: Convening, pk: int) -> Hall:
    """The hall of an address."""
    hall = get_object_or_404(Hall, pk=pk, convening=convening)
    hall.convening = convening
    return hall


def who(request: OrganizerRequest) -> dict[str, Any]:
    """The actor and the instant, as domain functions want them."""
    return {"by": request.actor, "at": timezone.now()}


def there(hall: Hall, booth: int | None = None) -> HttpResponse:
    """Back to the drawing, with a booth in the hand."""
    address = reverse("expo:draw", args=[hall.convening.slug, hall.pk])
    return redirect(f"{address}?booth={booth}#hand" if booth else address)


def show(request: OrganizerRequest, hall: Hall, *, booth: int | None = None, **bound: RefusableForm) -> HttpResponse:
    """The page, or for htmx the side about the booth in the hand; `bound` are forms that were refused.

    booth: a number.
    """
    plan, seen = floor_of(hall), newest_step(hall)
    picked = plan.at(booth)
    context: dict[str, Any] = {
        "convening": hall.convening, "hall": hall, "plan": plan, "picked": picked, "seen": seen,
        "refused": next((form.refused for form in bound.values() if form.refused), ""),
        "grid_form": GridForm(auto_id="grid_%s", initial={"first_number": _next_number(plan)}),
        "align_form": AlignForm(auto_id="align_%s", initial={"seen": seen}),
        "several_form": SeveralForm(auto_id="several_%s", initial={"seen": seen}),
        "area_form": AreaForm(auto_id="area_%s"),
        "hall_form": HallChangeForm(auto_id="hall_%s", convening=hall.convening, initial=hall_facts(hall)),
    }  # fmt: skip
    if picked is not None:
        facts = {**picked.feet, "number": picked.number, "use": picked.use, "zone": picked.zone, "seen": picked.version}
        context |= {
            "neighbours": neighbours_among(plan.booths, surroundings_of(hall.pk, aisles=plan.aisles), picked.id),
            "booth_form": BoothForm(auto_id="booth_%s", initial={**facts, "features": list(picked.features)}),
            "near_form": NeighbourForm(auto_id="near_%s"),
            "partner_form": PartnerForm(auto_id="partner_%s", convening=hall.convening),
        }  # fmt: skip
    template = f"{PAGE}#side" if request.htmx else PAGE
    return render(request, template, context | bound, status=422 if bound else 200)


def _next_number(plan: Any) -> int:
    """Where a new grid may begin to count: the hundred after the highest."""
    return max((stand.number for stand in plan.stands), default=0) // 100 * 100 + 101


def settle(
    request: OrganizerRequest,
    hall: Hall,
    name: str,
    form: RefusableForm,
    act: Callable[[dict[str, Any]], Any],
    said: Callable[[Any], str],
    *,
    booth: int | None = None,
) -> HttpResponse:
    """One domain call from a form: back to the drawing with what was done, or the page with what is wrong."""
    done = form.accept(act)
    if done is None:
        return show(request, hall, booth=booth, **{name: form})
    messages.success(request, said(done))
    return there(hall, booth)


@may_change
@require_GET
def draw(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """The plan to work on; ?booth= takes a booth into the hand."""
    return show(request, hall_named(convening, hall), booth=number(request.GET.get("booth")))


@may_change
@require_POST
def new_booths(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Add booths in a grid."""
    where = hall_named(convening, hall)
    form = GridForm(request.POST, auto_id="grid_%s")
    return settle(
        request, where, "grid_form", form, lambda data: make_booths(hall=where, **data, **who(request)),
        lambda made: ngettext("%(n)s booth is there now.", "%(n)s booths are there now.", len(made)) % {"n": len(made)},
    )  # fmt: skip


@may_change
@require_POST
def align(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Let booths that stand form a grid."""
    where = hall_named(convening, hall)
    form = AlignForm(request.POST, auto_id="align_%s")
    return settle(
        request, where, "align_form", form, lambda data: align_booths(hall=where, **data, **who(request)), _changed
    )


@may_change
@require_POST
def several(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Move, change or remove several booths at once."""
    where = hall_named(convening, hall)
    form = SeveralForm(request.POST, auto_id="several_%s")
    return settle(
        request, where, "several_form", form, lambda data: change_several(hall=where, **data, **who(request)), _changed
    )


def _changed(drawn: Any) -> str:
    count = drawn.step.changes.count()
    return ngettext("%(n)s booth is changed.", "%(n)s booths are changed.", count) % {"n": count}


@may_change
@require_POST
def undo(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Take back the own newest step."""
    where = hall_named(convening, hall)
    try:
        step = undo_step(hall=where, **who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("Undone: %(what)s.") % {"what": step.get_kind_display()})
    return there(where)


@may_change
@require_POST
def areas(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Draw an aisle or a place, or remove one."""
    where = hall_named(convening, hall)
    gone = number(request.POST.get("remove"))
    if gone is not None:
        remove_area(hall=where, pk=gone, **who(request))
        messages.success(request, _("Removed from the drawing."))
        return there(where)
    form = AreaForm(request.POST, auto_id="area_%s")
    return settle(
        request, where, "area_form", form, lambda data: make_area(hall=where, **data, **who(request)),
        lambda area: _("Drawn: %(area)s.") % {"area": area},
    )  # fmt: skip


@may_change
@require_POST
def hall(request: OrganizerRequest, convening: Convening, hall: int) -> HttpResponse:
    """Rename or resize the hall, or change its hours."""
    where = hall_named(convening, hall)
    form = HallChangeForm(request.POST, auto_id="hall_%s", convening=convening)

    def act(data: dict[str, Any]) -> Hall:
        opens_at, closes_at = local_span(on=data["on"], starts=data["opens"], ends=data["closes"], zone=convening.zone)
        facts = {name: data[name] for name in ("name", "width", "depth", "version")}
        return change_hall(hall=where, **facts, opens_at=opens_at, closes_at=closes_at, **who(request))

    return settle(request, where, "hall_form", form, act, lambda hall: _("%(hall)s is changed.") % {"hall": hall})
