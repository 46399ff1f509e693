"""The floor as a list: the same booths as in the drawing, to be narrowed and taken away."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from convenings.models import Convening
from expo.domain.booth_import import table_of
from expo.domain.plan import floor_of
from expo.forms.booth_list import BoothListForm
from expo.views.drawing import hall_named, may_change


@may_change
@require_GET
def booths(request: HttpRequest, convening: Convening, hall: int) -> HttpResponse:
    """All booths of a hall, narrowed by what was chosen."""
    where = hall_named(convening, hall)
    plan = floor_of(where)
    form = BoothListForm(request.GET, auto_id="list_%s", zones=[zone.name for zone in plan.zones])
    stands = form.narrowed(plan.stands)
    context = {"convening": convening, "hall": where, "plan": plan, "form": form, "stands": stands}
    return render(request, "expo/booths.html", context)


@may_change
@require_GET
def table(request: HttpRequest, convening: Convening, hall: int) -> HttpResponse:
    """All booths as a CSV file, in the columns in which one can be sent."""
    return csv_answer(table_of(hall_named(convening, hall)), f"booths-{hall}.csv")


def csv_answer(data: bytes, name: str) -> HttpResponse:
    """A table to take away."""
    response = HttpResponse(data, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
