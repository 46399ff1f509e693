"""Halls, and the lock under which their floors change."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.models import Convening
from expo.models import Booth, Hall
from journal.domain.entries import record
from journal.refusals import Refusal


class HallNameTaken(Refusal):
    code = "hall_name_taken"
    words = gettext_lazy("There is a hall of this name already. Give it another name.")
    field = "name"


class HallClosesTooEarly(Refusal):
    code = "hall_closes_too_early"
    words = gettext_lazy("The expo ends before it has begun. Give it a later end.")
    field = "closes_at"


class FloorChanged(Refusal):
    code = "floor_changed"


class BoothOutside(Refusal):
    code = "booth_outside"


def hold_halls(*, convening_id: int) -> list[Hall]:
    """All halls of a convening, locked in one order: a team may move between them."""
    halls = Hall.objects.select_for_update(of=("self",), no_key=True).filter(convening_id=convening_id)
    return list(halls.order_by("pk"))


def check_version(hall: Hall, version: int | None) -> None:
    """Refuse with floor_changed where somebody has changed the floor since a page was made."""
    if version is not None and version != Hall.objects.values_list("version", flat=True).get(pk=hall.pk):
        raise FloorChanged(_("Somebody has changed this floor since the page was made. Look at it and press again."))


def count_change(*, hall: Hall) -> None:
    """Tell whoever looked at the hall before that it changed. The caller holds the lock."""
    hall.version += 1
    hall.save(update_fields=["version"])


def _check_hall(*, convening: Convening, name: str, opens_at: datetime, closes_at: datetime, but: int) -> None:
    if closes_at <= opens_at:
        raise HallClosesTooEarly
    if Hall.objects.filter(convening=convening, name=name).exclude(pk=but).exists():
        raise HallNameTaken


@transaction.atomic
def make_hall(
    *,
    convening: Convening,
    name: str,
    width: int,
    depth: int,
    opens_at: datetime,
    closes_at: datetime,
    by: str,
    at: datetime,
) -> Hall:
    """A new hall, width and depth in feet. Refusals: hall_name_taken, hall_closes_too_early."""
    hold_halls(convening_id=convening.pk)
    _check_hall(convening=convening, name=name, opens_at=opens_at, closes_at=closes_at, but=0)
    hall = Hall.objects.create(
        convening=convening, name=name, width=width, depth=depth, opens_at=opens_at, closes_at=closes_at
    )
    record(kind="hall.made", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=convening.pk)
    return hall


@transaction.atomic
def change_hall(
    *,
    hall: Hall,
    name: str,
    width: int,
    depth: int,
    opens_at: datetime,
    closes_at: datetime,
    version: int | None = None,
    by: str,
    at: datetime,
) -> Hall:
    """Rename, resize or move a hall in time. version: the hall's when the page was made; None does not look.

    Refusals: those of make_hall, booth_outside, floor_changed.
    """
    hold_halls(convening_id=hall.convening_id)
    check_version(hall, version)
    _check_hall(convening=hall.convening, name=name, opens_at=opens_at, closes_at=closes_at, but=hall.pk)
    hall.refresh_from_db(fields=["version"])
    hall.name, hall.width, hall.depth, hall.opens_at, hall.closes_at = name, width, depth, opens_at, closes_at
    for booth in hall.booths.all():
        check_inside(hall, booth)
    hall.save(update_fields=["name", "width", "depth", "opens_at", "closes_at"])
    count_change(hall=hall)
    record(kind="hall.changed", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id)
    return hall


def check_inside(hall: Hall, booth: Booth) -> None:
    """Refuse a booth that is not wholly within the hall's walls."""
    if min(booth.x, booth.y) < 0 or booth.x + booth.width > hall.width or booth.y + booth.depth > hall.depth:
        raise BoothOutside(
            _("Booth %(number)s would stand outside %(hall)s, which is %(width)s by %(depth)s feet.")
            % {"number": booth.number, "hall": hall, "width": hall.width, "depth": hall.depth}
        )
