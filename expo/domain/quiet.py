"""Booths that few people find, while there is still time to send some."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from statistics import median_high

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from expo.domain.gaps import next_to
from expo.domain.neighbourhood import Surroundings, surroundings_of
from expo.models import Booth, Hall, Placement, Shift, Visit, Wave

LEAST = 2  # visits at half of the booths, before anything can be called quiet


@dataclass(frozen=True)
class QuietBooth:
    """A booth with few visits; `advice` says what to do now."""

    placement: Placement
    visits: int
    advice: str


@dataclass(frozen=True)
class Traffic:
    """How many visits the booths of a hall have, and the quiet ones, the quietest first."""

    visits: int
    booths: int
    middle: int  # half of the booths have at least so many
    wave: Wave | None  # the one that goes on
    is_over: bool
    quiet: tuple[QuietBooth, ...]


def traffic_of(hall: Hall, *, at: datetime) -> Traffic:
    """The visits of a hall by booth. Seven statements. Quiet: less than half as many as the booth in the middle."""
    placed = Placement.objects.standing().filter(booth__hall=hall).select_related("team", "booth")
    placements = list(placed.order_by("booth__number"))
    counts = Counter(
        Visit.objects.filter(team__in=[one.team_id for one in placements]).values_list("team_id", flat=True)
    )
    middle = median_high([counts[one.team_id] for one in placements]) if placements else 0
    waves = list(Wave.objects.filter(hall=hall))
    now = next((wave for wave in waves if wave.begins_at <= at < wave.ends_at), None)
    quiet = [one for one in placements if middle >= LEAST and 2 * counts[one.team_id] < middle]
    quiet.sort(key=lambda one: (counts[one.team_id], one.booth.number))
    booths = list(Booth.objects.filter(hall=hall)) if quiet else []
    around = surroundings_of(hall.pk) if quiet else Surroundings()
    staffed = set(
        Shift.objects.standing().filter(wave=now).values_list("attendee__team_id", flat=True) if now and quiet else ()
    )
    by_booth = {one.booth_id: one for one in placements}
    rows = tuple(
        QuietBooth(
            one, counts[one.team_id],
            _advice(
                one, _busiest(one, booths, around, by_booth, counts),
                nobody=now is not None and one.team_id not in staffed,
            ),
        )
        for one in quiet
    )  # fmt: skip
    return Traffic(sum(counts.values()), len(placements), middle, now, hall.closes_at <= at, rows)


def _busiest(
    one: Placement, booths: list[Booth], around: Surroundings, by_booth: dict[int, Placement], counts: Counter[int]
) -> tuple[int, int] | None:
    """The number of the neighbour with the most visits, and how many; None where no team stands beside it."""
    near = [by_booth[booth.pk] for booth in next_to(one.booth, booths, around) if booth.pk in by_booth]
    best = max(near, key=lambda other: (counts[other.team_id], -other.booth.number), default=None)
    return (best.booth.number, counts[best.team_id]) if best is not None else None


def _advice(one: Placement, neighbour: tuple[int, int] | None, *, nobody: bool) -> str:
    if nobody:
        return _("Nobody stands there now: find somebody of the team, or ask the neighbours to watch. See the rota.")
    if neighbour is not None and neighbour[1] > 0:
        return ngettext(
            "Ask booth %(booth)s beside it, which had %(n)s visit, to send its guests over.",
            "Ask booth %(booth)s beside it, which had %(n)s visits, to send its guests over.", neighbour[1],
        ) % {"booth": neighbour[0], "n": neighbour[1]}  # fmt: skip
    return _("Name booth %(booth)s from the stage, and let somebody at the doors lead people there.") % {
        "booth": one.booth.number
    }
