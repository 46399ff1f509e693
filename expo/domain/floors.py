"""Halls and their booths."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from convenings.models import Convening
from expo.models import Booth, Feature, Hall
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


class BoothNumberTaken(Refusal):
    code = "booth_number_taken"
    field = "number"


class BoothOutside(Refusal):
    code = "booth_outside"


class BoothOverlaps(Refusal):
    code = "booth_overlaps"


class BoothInUse(Refusal):
    code = "booth_in_use"


def hold_halls(*, convening_id: int) -> list[Hall]:
    """All halls of a convening, locked in one order: a team may move between them."""
    halls = Hall.objects.select_for_update(of=("self",), no_key=True).filter(convening_id=convening_id)
    return list(halls.order_by("pk"))


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
    *, hall: Hall, name: str, width: int, depth: int, opens_at: datetime, closes_at: datetime, by: str, at: datetime
) -> Hall:
    """Rename, resize or move a hall in time. Refusals: those of make_hall, booth_outside."""
    hold_halls(convening_id=hall.convening_id)
    _check_hall(convening=hall.convening, name=name, opens_at=opens_at, closes_at=closes_at, but=hall.pk)
    hall.refresh_from_db(fields=["version"])
    hall.name, hall.width, hall.depth, hall.opens_at, hall.closes_at = name, width, depth, opens_at, closes_at
    for booth in hall.booths.all():
        _check_inside(hall, booth)
    hall.save(update_fields=["name", "width", "depth", "opens_at", "closes_at"])
    count_change(hall=hall)
    record(kind="hall.changed", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id)
    return hall


def _check_inside(hall: Hall, booth: Booth) -> None:
    if booth.x + booth.width > hall.width or booth.y + booth.depth > hall.depth:
        raise BoothOutside(
            _("Booth %(number)s would stand outside %(hall)s, which is %(width)s by %(depth)s feet.")
            % {"number": booth.number, "hall": hall, "width": hall.width, "depth": hall.depth}
        )


def _overlap(one: Booth, other: Booth) -> bool:
    beside = one.x + one.width <= other.x or other.x + other.width <= one.x
    behind = one.y + one.depth <= other.y or other.y + other.depth <= one.y
    return not beside and not behind


def _check_booths(hall: Hall, new: list[Booth], standing: list[Booth]) -> None:
    taken = {booth.number for booth in standing}
    for place, booth in enumerate(new):
        if booth.number in taken:
            raise BoothNumberTaken(_("There is a booth %(number)s already.") % {"number": booth.number})
        taken.add(booth.number)
        _check_inside(hall, booth)
        for other in (*standing, *new[:place]):
            if _overlap(booth, other):
                raise BoothOverlaps(
                    _("Booth %(one)s would stand on booth %(other)s.") % {"one": booth.number, "other": other.number}
                )


def _values(features: Iterable[str]) -> list[str]:
    given = set(features)
    return [feature.value for feature in Feature if feature.value in given]


@transaction.atomic
def make_booths(
    *,
    hall: Hall,
    rows: int,
    columns: int,
    first_number: int = 101,
    x: int = 0,
    y: int = 0,
    width: int = 10,
    depth: int = 10,
    aisle: int = 10,
    rows_back_to_back: int = 1,
    features: Iterable[str] = (),
    zone: str = "",
    by: str,
    at: datetime,
) -> list[Booth]:
    """Booths in a grid, numbered row by row; measures in feet.

    An aisle runs behind every `rows_back_to_back` rows. The ends of a row are corners.
    Refusals: booth_number_taken, booth_outside, booth_overlaps.
    """
    hold_halls(convening_id=hall.convening_id)
    hall.refresh_from_db()
    made = []
    for row in range(rows):
        top = y + row * depth + (row // rows_back_to_back) * aisle
        for column in range(columns):
            corner = {Feature.CORNER.value} if column in (0, columns - 1) else set()
            made.append(
                Booth(
                    hall=hall, number=first_number + row * columns + column, x=x + column * width, y=top,
                    width=width, depth=depth, features=_values({*features, *corner}), zone=zone.strip(),
                )
            )
    _check_booths(hall, made, list(hall.booths.all()))
    Booth.objects.bulk_create(made)
    count_change(hall=hall)
    data = {"first": first_number, "count": len(made)}
    record(kind="booths.made", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id, data=data)
    return list(hall.booths.filter(number__in=[booth.number for booth in made]))


@transaction.atomic
def make_booth(
    *,
    hall: Hall,
    number: int,
    x: int,
    y: int,
    width: int = 10,
    depth: int = 10,
    features: Iterable[str] = (),
    zone: str = "",
    by: str,
    at: datetime,
) -> Booth:
    """One booth. Refusals: booth_number_taken, booth_outside, booth_overlaps."""
    hold_halls(convening_id=hall.convening_id)
    hall.refresh_from_db()
    booth = Booth(
        hall=hall, number=number, x=x, y=y, width=width, depth=depth, features=_values(features), zone=zone.strip()
    )
    _check_booths(hall, [booth], list(hall.booths.all()))
    booth.save()
    count_change(hall=hall)
    record(kind="booth.made", by=by, at=at, subject=f"booth:{booth.pk}", convening_id=hall.convening_id)
    return booth


@transaction.atomic
def change_booth(
    *,
    booth: Booth,
    number: int,
    x: int,
    y: int,
    width: int,
    depth: int,
    features: Iterable[str],
    zone: str,
    by: str,
    at: datetime,
) -> Booth:
    """Renumber, move or resize a booth, or change what it offers; who stands there stays.

    Refusals: those of make_booth.
    """
    hold_halls(convening_id=booth.hall.convening_id)
    hall = Hall.objects.get(pk=booth.hall_id)
    booth.number, booth.x, booth.y, booth.width, booth.depth = number, x, y, width, depth
    booth.features, booth.zone = _values(features), zone.strip()
    _check_booths(hall, [booth], list(hall.booths.exclude(pk=booth.pk)))
    booth.save(update_fields=["number", "x", "y", "width", "depth", "features", "zone"])
    count_change(hall=hall)
    record(kind="booth.changed", by=by, at=at, subject=f"booth:{booth.pk}", convening_id=hall.convening_id)
    return booth


@transaction.atomic
def remove_booth(*, booth: Booth, by: str, at: datetime) -> None:
    """Take away a booth at which nobody stands. Refusals: booth_in_use."""
    hold_halls(convening_id=booth.hall.convening_id)
    hall = Hall.objects.get(pk=booth.hall_id)
    placement = getattr(booth, "placement", None)
    if placement is not None:
        raise BoothInUse(
            _("%(team)s stands at booth %(number)s. Give the team another booth first.")
            % {"team": placement.team, "number": booth.number}
        )
    subject = f"booth:{booth.pk}"
    booth.delete()
    count_change(hall=hall)
    record(kind="booth.removed", by=by, at=at, subject=subject, convening_id=hall.convening_id)
