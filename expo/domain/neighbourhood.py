"""Which booths of a hall are neighbours: by its drawing, and as organizers corrected it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from expo.domain.drawing import BoothGone
from expo.domain.floors import count_change, hold_halls
from expo.domain.neighbours import BESIDE, Edge, Rectangle, edges_of
from expo.models import Area, Booth, Hall, NeighbourCorrection
from expo.states import AreaKind
from journal.domain.entries import record
from journal.refusals import Refusal

Pair = tuple[int, int]  # the ids of two booths, the lower first


class NeighbourOfItself(Refusal):
    code = "neighbour_of_itself"
    words = gettext_lazy("A booth is no neighbour of itself. Name another booth of this hall.")
    field = "other"


class BoothUnknown(Refusal):
    code = "booth_unknown"
    field = "other"


@dataclass(frozen=True)
class Surroundings:
    """What the drawing of the booths alone does not tell."""

    aisles: tuple[Rectangle, ...] = ()
    added: frozenset[Pair] = frozenset()
    removed: frozenset[Pair] = frozenset()


def surroundings_of(hall_id: int, *, aisles: Sequence[Rectangle] | None = None) -> Surroundings:
    """The drawn aisles and the corrections of a hall. Two statements, one where the aisles were read before."""
    if aisles is None:
        drawn = Area.objects.filter(hall=hall_id, kind=AreaKind.AISLE)
        aisles = [Rectangle(area.x, area.y, area.width, area.depth) for area in drawn]
    corrected = {True: set[Pair](), False: set[Pair]()}
    for row in NeighbourCorrection.objects.filter(one__hall=hall_id):
        corrected[row.are_neighbours].add((row.one_id, row.other_id))
    return Surroundings(tuple(aisles), frozenset(corrected[True]), frozenset(corrected[False]))


def edges_between(booths: Sequence[Booth], around: Surroundings) -> tuple[Edge, ...]:
    """The neighbours among these booths, by their places in the sequence."""
    drawn = edges_of(
        [Rectangle(booth.x, booth.y, booth.width, booth.depth) for booth in booths], walls=around.aisles
    )
    if not around.added and not around.removed:
        return drawn
    place = {booth.pk: number for number, booth in enumerate(booths)}
    kept = {
        (one, other): near for one, other, near in drawn if pair_of(booths[one], booths[other]) not in around.removed
    }
    for one_id, other_id in around.added:
        if one_id in place and other_id in place:
            one, other = sorted((place[one_id], place[other_id]))
            kept.setdefault((one, other), BESIDE)
    return tuple(sorted((one, other, near) for (one, other), near in kept.items()))


@dataclass(frozen=True)
class Near:
    """A neighbour; `is_added` by an organizer."""

    booth: Booth
    is_added: bool


def neighbours_in(hall_id: int, booth_id: int) -> list[Near]:
    """The booths next to this one, the nearest first, with which of them an organizer added. Three statements."""
    booths = list(Booth.objects.filter(hall=hall_id).order_by("number"))
    return neighbours_among(booths, surroundings_of(hall_id), booth_id)


def neighbours_among(booths: Sequence[Booth], around: Surroundings, booth_id: int) -> list[Near]:
    """The same, of booths that were read before. No statement."""
    booth = next(one for one in booths if one.pk == booth_id)
    return [Near(other, pair_of(booth, other) in around.added) for other in neighbours_of(booth, booths, around)]


def neighbours_of(booth: Booth, booths: Iterable[Booth], around: Surroundings) -> list[Booth]:
    """The booths next to this one, the nearest first."""
    others = list(booths)
    place = next(number for number, other in enumerate(others) if other.pk == booth.pk)
    found = [
        (-near, others[one + other - place].number, others[one + other - place])
        for one, other, near in edges_between(others, around)
        if place in (one, other)
    ]
    return [other for __, __, other in sorted(found, key=lambda one: one[:2])]


def pair_of(one: Booth, other: Booth) -> Pair:
    """Their ids, the lower first."""
    return min(one.pk, other.pk), max(one.pk, other.pk)


@transaction.atomic
def correct_neighbours(*, booth: Booth, other: int, are_neighbours: bool, by: str, at: datetime) -> bool:
    """Say whether two booths of a hall are neighbours; what the drawing says already needs no correction.

    other: a number. Answers whether anything changed. Refusals: booth_unknown, neighbour_of_itself, booth_gone.
    """
    hold_halls(convening_id=booth.hall.convening_id)
    hall = Hall.objects.get(pk=booth.hall_id)
    booths = list(Booth.objects.filter(hall=hall).order_by("number"))
    if booth.pk not in {one.pk for one in booths}:
        raise BoothGone
    second = next((one for one in booths if one.number == other), None)
    if second is None:
        raise BoothUnknown(_("There is no booth %(number)s in this hall.") % {"number": other})
    if second.pk == booth.pk:
        raise NeighbourOfItself
    lower, higher = pair_of(booth, second)
    around = surroundings_of(hall.pk)
    by_drawing = {
        pair_of(booths[one], booths[two]) for one, two, __ in edges_between(booths, Surroundings(around.aisles))
    }
    found = NeighbourCorrection.objects.filter(one=lower, other=higher)
    stands = found.first()
    if (stands.are_neighbours if stands else (lower, higher) in by_drawing) == are_neighbours:
        return False
    found.delete()
    if ((lower, higher) in by_drawing) != are_neighbours:
        NeighbourCorrection.objects.create(one_id=lower, other_id=higher, are_neighbours=are_neighbours)
    count_change(hall=hall)
    data = {"other": second.pk, "are_neighbours": are_neighbours}
    record(
        kind="booth.neighbours", by=by, at=at, subject=f"booth:{booth.pk}", convening_id=hall.convening_id, data=data
    )
    return True
