"""The way that the guide suggests: reads the floor into the pure search, and says why in words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from breakouts.models import Presentation
from expo.domain.guide import GuideRow
from expo.domain.route import FreeWave, Leg, Stop, suggest_route
from expo.models import LateArrival, Shift, Wave
from registration.domain.selection_rule import NOT_STATED
from registration.models import Attendee

A_VISIT = timedelta(minutes=8)
MOST_IN_A_WAVE = 6


@dataclass(frozen=True)
class Step:
    """A booth on the way, and why."""

    row: GuideRow
    why: str


@dataclass(frozen=True)
class WaveOfRoute:
    wave: Wave
    steps: tuple[Step, ...]


def route_of(attendee: Attendee, rows: Sequence[GuideRow], *, at: datetime) -> list[WaveOfRoute]:
    """The way through the hall of the own booth, of booths not visited yet. Four statements, none without a booth."""
    own = next((row for row in rows if row.team.pk == attendee.team_id), None)
    if own is None:
        return []
    not_there = LateArrival.objects.filter(attendee=attendee, from_at__gt=OuterRef("begins_at"))
    waves = list(Wave.objects.filter(~Exists(not_there), hall=own.booth.hall_id, ends_at__gt=at))
    free = _free_waves(attendee, waves, at)
    if not free:
        return []
    staffed = _staffed(waves)
    others = [row for row in rows if row.booth.hall_id == own.booth.hall_id and row is not own and not row.visited]
    legs = suggest_route(
        own=_traits(own), start=_middle(own), free=free,
        stops=[_stop(row, staffed.get(row.team.pk, frozenset())) for row in others],
    )  # fmt: skip
    by_booth = {row.booth.pk: row for row in others}
    return [
        WaveOfRoute(wave, tuple(_step(own, by_booth[leg.stop.id], leg) for leg in legs if leg.wave == wave.number))
        for wave in waves
        if any(leg.wave == wave.number for leg in legs)
    ]


def _free_waves(attendee: Attendee, waves: Sequence[Wave], at: datetime) -> list[FreeWave]:
    """The waves that are not over, in which they neither stand at the booth nor present."""
    stands = set(Shift.objects.standing().filter(attendee=attendee, wave__in=waves).values_list("wave_id", flat=True))
    shown = Presentation.objects.filter(presenter=attendee, slot__isnull=False).select_related("slot")
    busy = [(one.slot.starts_at, one.slot.ends_at) for one in shown if one.slot is not None]
    found = []
    for wave in waves:
        is_busy = wave.pk in stands or any(begins < wave.ends_at and ends > wave.begins_at for begins, ends in busy)
        room = min(MOST_IN_A_WAVE, (wave.ends_at - max(wave.begins_at, at)) // A_VISIT)
        if room and not is_busy:
            found.append(FreeWave(wave.number, room))
    return found


def _staffed(waves: Sequence[Wave]) -> dict[int, frozenset[int]]:
    """By team: the numbers of the waves in which somebody stands at its booth."""
    numbers = {wave.pk: wave.number for wave in waves}
    found: dict[int, set[int]] = {}
    shifts = Shift.objects.standing().filter(wave__in=waves)
    for team, wave in shifts.values_list("attendee__team_id", "wave_id"):
        found.setdefault(team, set()).add(numbers[wave])
    return {team: frozenset(standing) for team, standing in found.items()}


def _traits(row: GuideRow) -> Mapping[str, frozenset[str]]:
    """What the team states of itself."""
    return {name: frozenset(values) - {NOT_STATED} for name, values in row.traits.items()}


def _middle(row: GuideRow) -> tuple[int, int]:
    return row.booth.x + row.booth.width // 2, row.booth.y + row.booth.depth // 2


def _stop(row: GuideRow, staffed: frozenset[int]) -> Stop:
    x, y = _middle(row)
    return Stop(row.booth.pk, row.booth.number, x, y, _traits(row), staffed)


def _step(own: GuideRow, row: GuideRow, leg: Leg) -> Step:
    words = {
        "focus": _("works on the same: %(focus)s") % {"focus": _shared_focus(own, row)},
        "enrollment": _("about your size"),
        "poverty": _("as much student poverty"),
        "locale": _("the same kind of place"),
        "type": _("the same kind of team"),
    }
    return Step(row, ", ".join(words[name] for name in leg.alike[:3]))


def _shared_focus(own: GuideRow, row: GuideRow) -> str:
    ours = {element.pk for element in own.team.focus.all()}
    return ", ".join(element.name for element in row.team.focus.all() if element.pk in ours)
