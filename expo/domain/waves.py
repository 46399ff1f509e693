"""The waves of a hall and the rules of its rota, made by one form."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from expo.domain.ended import check_not_ended
from expo.domain.floors import check_version, count_change, hold_halls
from expo.models import Hall, RotaRules, Shift, Wave
from journal.domain.entries import record
from journal.refusals import Refusal

MOST_WAVES, SHORTEST = 24, 5  # minutes
CARRY, DROP = "carry", "drop"
Span = tuple[datetime, datetime]


class WavesUnclear(Refusal):
    code = "waves_unclear"
    status = 400
    words = gettext_lazy("Say how many waves there are, or how long each one is: one of the two.")
    field = "count"


class WavesTooMany(Refusal):
    code = "waves_too_many"
    status = 400
    field = "count"


class RulesTooStrict(Refusal):
    code = "rota_rules"
    status = 400


class ShiftsStand(Refusal):
    code = "shifts_stand"
    words = gettext_lazy("People have shifts in these waves. Say what happens to the shifts.")
    field = "shifts"


@transaction.atomic
def set_waves(
    *, hall: Hall, count: int | None = None, minutes: int | None = None, free_least: int = 2, in_a_row_most: int = 2,
    shifts: str = "", version: int | None = None, by: str, at: datetime,
) -> list[Wave]:  # fmt: skip
    """Divide the hall's time into waves, and say what its rota keeps to. Again the same is harmless.

    shifts: "carry" leaves everybody in the wave of the same number, "drop" takes all shifts back; asked for where the
    waves change and somebody has a shift. Refusals: expo_ended, waves_unclear, waves_too_many, rota_rules,
    shifts_stand, floor_changed.
    """
    check_not_ended(hall, at)
    check_version(hall, version)
    hall = next(held for held in hold_halls(convening_id=hall.convening_id) if held.pk == hall.pk)
    spans = list(spans_of(hall, count=count, minutes=minutes))
    if not 0 <= free_least <= len(spans):
        raise RulesTooStrict(
            _("There are %(n)d waves: nobody can have more of them free.") % {"n": len(spans)}, field="free_least"
        )
    if in_a_row_most < 1:
        raise RulesTooStrict(_("One wave in a row at least, or nobody may stand."), field="in_a_row_most")
    before = list(Wave.objects.filter(hall=hall))
    if [(wave.begins_at, wave.ends_at) for wave in before] != spans:
        _remake(hall, before, spans, shifts)
    RotaRules.objects.update_or_create(
        hall=hall, defaults={"free_least": free_least, "in_a_row_most": in_a_row_most}
    )
    count_change(hall=hall)
    data = {"waves": len(spans), "free_least": free_least, "in_a_row_most": in_a_row_most, "shifts": shifts}
    record(kind="rota.waves", by=by, at=at, subject=f"hall:{hall.pk}", convening_id=hall.convening_id, data=data)
    return list(Wave.objects.filter(hall=hall))


def spans_of(hall: Hall, *, count: int | None, minutes: int | None) -> Iterator[Span]:
    """The waves that these words make, on whole minutes; what is left over makes a short last one.

    Refusals: waves_unclear, waves_too_many.
    """
    if (count is None) == (minutes is None):
        raise WavesUnclear
    whole = int((hall.closes_at - hall.opens_at) / timedelta(minutes=1))
    if (count is not None and count < 1) or (minutes is not None and minutes < SHORTEST):
        raise WavesTooMany(_("A wave takes %(n)d minutes at least.") % {"n": SHORTEST})
    ends = (
        [whole * number // count for number in range(1, count + 1)]
        if count is not None
        else [*range(minutes or 0, whole - SHORTEST + 1, minutes or 1), whole]
    )
    if len(ends) > MOST_WAVES or (count is not None and whole < count * SHORTEST):
        raise WavesTooMany(
            _("That makes too many waves. At most %(most)d, of %(n)d minutes at least.")
            % {"most": MOST_WAVES, "n": SHORTEST}
        )
    begins = [0, *ends[:-1]]
    for begin, end in zip(begins, ends, strict=True):
        yield hall.opens_at + timedelta(minutes=begin), hall.opens_at + timedelta(minutes=end)


def hours_moved(hall: Hall, waves: list[Wave]) -> bool:
    """Whether the waves are still those of other hours of the hall."""
    return bool(waves) and (waves[0].begins_at != hall.opens_at or waves[-1].ends_at != hall.closes_at)


def _remake(hall: Hall, before: list[Wave], spans: list[Span], shifts: str) -> None:
    """Other times for the same waves; those over go with their shifts."""
    if shifts not in (CARRY, DROP) and Shift.objects.standing().filter(wave__hall=hall).exists():
        raise ShiftsStand
    if shifts == DROP:
        Shift.objects.filter(wave__hall=hall).delete()
    for wave, (begin, end) in zip(before, spans, strict=False):
        wave.begins_at, wave.ends_at = begin, end
        wave.save(update_fields=["begins_at", "ends_at"])
    Wave.objects.filter(hall=hall, number__gt=len(spans)).delete()
    Wave.objects.bulk_create(
        Wave(hall=hall, number=number, begins_at=begin, ends_at=end)
        for number, (begin, end) in enumerate(spans[len(before) :], start=len(before) + 1)
    )
