"""One booth of the drawing: by its form, by mouse and keys, its neighbours and its partners."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from convenings.models import Convening
from convenings.views_access import OrganizerRequest
from expo.domain.booths import change_booth, remove_booth
from expo.domain.drawing import BoothGone, others_since
from expo.domain.neighbourhood import correct_neighbours
from expo.domain.partners import place_partner, remove_partner
from expo.forms.drawing import BoothForm, NeighbourForm, PartnerForm, SpotForm
from expo.models import Booth, BoothChange, Hall
from expo.views.drawing import hall_named, may_change, settle, show, there, who
from expo.views.expo import number
from journal.refusals import Refusal


def _found(hall: Hall, pk: int) -> Booth:
    """The booth; one that was removed is still somebody's to ask about."""
    booth = Booth.objects.filter(hall=hall, pk=pk).first()
    if booth is None and not BoothChange.objects.filter(step__hall=hall, booth=pk).exists():
        raise Http404
    booth = booth or Booth(pk=pk)
    booth.hall = hall
    return booth


@may_change
@require_POST
def booth(request: OrganizerRequest, convening: Convening, hall: int, booth: int) -> HttpResponse:
    """Everything that is drawn of a booth, by its form."""
    where = hall_named(convening, hall)
    found = _found(where, booth)
    form = BoothForm(request.POST, auto_id="booth_%s")
    done = form.accept(lambda data: change_booth(booth=found, **data, **who(request)))
    if done is None:
        now = Booth.objects.filter(pk=booth).first()
        if now is None:
            messages.error(request, str(form.refused or BoothGone.words))
            return there(where)
        form.retype(seen=now.version)  # the organizer reads now who was quicker; sending again is on purpose
        return show(request, where, booth=now.number, booth_form=form)
    messages.success(request, _("Booth %(number)s is changed.") % {"number": done})
    return there(where, done.number)


@may_change
@require_POST
def spot(request: OrganizerRequest, convening: Convening, hall: int, booth: int) -> HttpResponse:
    """Where the mouse or the keys put a booth: answered in JSON with how it stands then, whatever happened."""
    where = hall_named(convening, hall)
    found = _found(where, booth)
    form = SpotForm(request.POST)
    seen = number(request.POST.get("page"))
    done = form.accept(lambda data: change_booth(booth=found, **data, **who(request)))
    words = "" if done else " ".join(str(error) for errors in form.errors.values() for error in errors)
    now = done or Booth.objects.filter(pk=booth).first()
    stands = {name: getattr(now, name) for name in ("number", "x", "y", "width", "depth", "version")} if now else None
    others = others_since(where, seen=seen or 0, but=request.actor) if done else ""
    return JsonResponse({"booth": stands, "refused": words, "others": others}, status=200 if done else 409)


@may_change
@require_POST
def remove(request: OrganizerRequest, convening: Convening, hall: int, booth: int) -> HttpResponse:
    """Take the booth away."""
    where = hall_named(convening, hall)
    found = _found(where, booth)
    try:
        remove_booth(booth=found, seen=number(request.POST.get("seen")), **who(request))
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return there(where, found.number)
    messages.success(request, _("Booth %(number)s is removed. It can be undone.") % {"number": found})
    return there(where)


@may_change
@require_POST
def near(request: OrganizerRequest, convening: Convening, hall: int, booth: int) -> HttpResponse:
    """Add a neighbour, or say that one is none."""
    where = hall_named(convening, hall)
    found = _found(where, booth)
    form = NeighbourForm(request.POST, auto_id="near_%s")
    are = request.POST.get("do") != "remove"
    words = _("Booths %(one)s and %(other)s are neighbours.")
    if not are:
        words = _("Booths %(one)s and %(other)s are no neighbours.")

    def act(data: dict[str, Any]) -> str:
        correct_neighbours(booth=found, other=data["other"], are_neighbours=are, **who(request))
        return words % {"one": found, "other": data["other"]}

    return settle(request, where, "near_form", form, act, str, booth=found.number)


@may_change
@require_POST
def partner(request: OrganizerRequest, convening: Convening, hall: int, booth: int) -> HttpResponse:
    """Give the booth to a partner for a day, or take it back."""
    where = hall_named(convening, hall)
    found = _found(where, booth)
    if request.POST.get("do") == "remove":
        try:
            on = date.fromisoformat(request.POST.get("on", ""))
        except ValueError:
            raise Http404 from None
        remove_partner(booth=found, on=on, **who(request))
        messages.success(request, _("Booth %(number)s is free of partners on that day.") % {"number": found})
        return there(where, found.number)
    form = PartnerForm(request.POST, auto_id="partner_%s", convening=convening)
    return settle(
        request, where, "partner_form", form, lambda data: place_partner(booth=found, **data, **who(request)),
        lambda stand: _("%(partner)s has booth %(number)s.") % {"partner": stand, "number": found}, booth=found.number,
    )  # fmt: skip
