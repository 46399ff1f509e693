"""Aisles and places of a hall: drawn and removed, never changed, so that nobody overwrites anybody."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from expo.domain.drawing import overlap
from expo.domain.floors import count_change, hold_halls
from expo.models import Area, Hall
from expo.states import AreaKind
from journal.domain.entries import record
from journal.refusals import Refusal


class AreaOutside(Refusal):
    code = "area_outside"


class AreaOnBooth(Refusal):
    code = "area_on_booth"


class PlaceUnnamed(Refusal):
    code = "place_unnamed"
    words = gettext_lazy("Give the place a name, such as Coffee. Only an aisle needs none.")
    field = "name"


@transaction.atomic
def make_area(
    *, hall: Hall, kind: str, name: str, x: int, y: int, width: int, depth: int, by: str, at: datetime
) -> Area:
    """Draw an aisle or a place. Booths with an aisle between them are no neighbours.

    Refusals: place_unnamed, area_outside, area_on_booth.
    """
    hall = next(held for held in hold_halls(convening_id=hall.convening_id) if held.pk == hall.pk)
    area = Area(hall=hall, kind=kind, name=" ".join(name.split()), x=x, y=y, width=width, depth=depth)
    if kind == AreaKind.PLACE and not area.name:
        raise PlaceUnnamed
    if min(x, y) < 0 or x + width > hall.width or y + depth > hall.depth:
        raise AreaOutside(
            _("It would reach outside %(hall)s, which is %(width)s by %(depth)s feet.")
            % {"hall": hall, "width": hall.width, "depth": hall.depth}
        )
    drawn = {"x": x, "y": y, "width": width, "depth": depth}
    for booth in hall.booths.values("number", "x", "y", "width", "depth"):
        if overlap(drawn, booth):
            raise AreaOnBooth(_("Booth %(number)s stands there. Move the booth first.") % booth)
    area.save()
    count_change(hall=hall)
    record(kind="area.made", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id)
    return area


@transaction.atomic
def remove_area(*, hall: Hall, pk: int, by: str, at: datetime) -> None:
    """Remove an aisle or a place. Again is harmless."""
    hall = next(held for held in hold_halls(convening_id=hall.convening_id) if held.pk == hall.pk)
    if Area.objects.filter(hall=hall, pk=pk).delete()[0]:
        count_change(hall=hall)
        record(kind="area.removed", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id)
