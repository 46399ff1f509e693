"""Waves in which nobody stands at a booth: by name, why, and with a way out in words."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from convenings.models import Convening
from convenings.templatetags import times
from expo.domain.crews import TeamCrew, crews_of
from expo.domain.neighbourhood import Surroundings, neighbours_of, surroundings_of
from expo.domain.neighbours import AISLE
from expo.domain.shift_rules import Broken, broken, could_stand, with_wave
from expo.models import Booth, Hall, Wave
from registration.models import Attendee


@dataclass(frozen=True)
class NamedGap:
    """Nobody stands at the booth in a wave. `could`: somebody of the team who may stand then, None where nobody may."""

    crew: TeamCrew
    wave: Wave
    reason: str
    way_out: str
    could: Attendee | None


def next_to(booth: Booth, booths: Iterable[Booth], around: Surroundings) -> list[Booth]:
    """The booths next to this one, those beside it first."""
    added = {pk for pair in around.added if booth.pk in pair for pk in pair}
    return neighbours_of(booth, [one for one in booths if one.pk in added or _is_near(booth, one)], around)


def _is_near(one: Booth, other: Booth) -> bool:
    """Whether no more than two aisles lie between them: enough of the drawing to tell how the rows run."""
    far_x = max(one.x, other.x) - min(one.x + one.width, other.x + other.width)
    far_y = max(one.y, other.y) - min(one.y + one.depth, other.y + other.depth)
    return max(far_x, far_y) <= 2 * AISLE


def open_waves(crew: TeamCrew) -> list[int]:
    """The positions of the waves in which nobody stands."""
    return [number for number in range(len(crew.waves)) if not any(row[number] for row in crew.shifts)]


def gaps_of(hall: Hall, crews: Iterable[TeamCrew], convening: Convening, *, at: datetime) -> list[NamedGap]:
    """All gaps of these teams of the hall, of what is over without a way out. Three statements; where a neighbour was
    not read already, six more.
    """
    open_ones = [(crew, number) for crew in crews for number in open_waves(crew)]
    if not open_ones:
        return []
    booths = list(Booth.objects.filter(hall=hall).select_related("placement"))
    around = surroundings_of(hall.pk)
    near = {crew.booth.pk: next_to(crew.booth, booths, around) for crew, __ in open_ones}
    by_booth = _crews_at({booth.pk: booth for found in near.values() for booth in found}, hall, crews)
    return [
        NamedGap(crew, crew.waves[number], _("Nobody stood there."), "", None)
        if crew.waves[number].ends_at <= at
        else _named(crew, number, near[crew.booth.pk], by_booth, convening)
        for crew, number in open_ones
    ]


def _crews_at(booths: Mapping[int, Booth], hall: Hall, known: Iterable[TeamCrew]) -> dict[int, TeamCrew]:
    found = {crew.booth.pk: crew for crew in known}
    missing = [
        booth.placement.team_id for pk, booth in booths.items() if pk not in found and hasattr(booth, "placement")
    ]
    return found | {crew.booth.pk: crew for crew in (crews_of(hall, teams=missing) if missing else ())}


def _named(
    crew: TeamCrew, number: int, near: list[Booth], by_booth: Mapping[int, TeamCrew], convening: Convening
) -> NamedGap:
    able = could_stand(crew.crew, crew.shifts, number)
    could = crew.people[able[0]] if able else None
    helpers = [
        booth for booth in near
        if booth.pk in by_booth and could_stand(by_booth[booth.pk].crew, by_booth[booth.pk].shifts, number)
    ]  # fmt: skip
    return NamedGap(
        crew, crew.waves[number], _reason(crew, number, could),
        _way_out(crew, number, helpers[0] if helpers else None, convening), could,
    )  # fmt: skip


def _reason(crew: TeamCrew, number: int, could: Attendee | None) -> str:
    if could is not None:
        return _("%(name)s is free and could stand.") % {"name": could.person.name}
    here = [n for n, member in enumerate(crew.crew.members) if number not in member.elsewhere]
    if not here and any(crew.is_late(member, number) for member in range(len(crew.people))):
        return _("Nobody is free: all are expected elsewhere, or not there yet.")
    if not here:
        return _("Nobody is free: all are expected elsewhere.") if crew.people else _("Nobody of the team comes.")
    rules = {broken(crew.crew, member, with_wave(crew.shifts[member], number)) for member in here}
    if Broken.NO_WALK in rules:
        return _("Nobody is free: whoever is here is owed the time to walk around.")
    return _("Nobody is free: whoever is here would stand too long in a row.")


def _way_out(crew: TeamCrew, number: int, helper: Booth | None, convening: Convening) -> str:
    """Who could watch, and what the booth can show meanwhile."""
    later = [
        wave for position, wave in enumerate(crew.waves[number + 1 :], start=number + 1)
        if any(row[position] for row in crew.shifts)
    ]  # fmt: skip
    back = times.hour(later[0].begins_at, convening) if later else ""
    facts = {"booth": helper.number if helper else "", "back": back}
    if helper is not None and later:
        return _("Booth %(booth)s next door has somebody free and could watch, or show “back at %(back)s”.") % facts
    if helper is not None:
        return _("Booth %(booth)s next door has somebody free and could watch.") % facts
    if later:
        return _("Show “back at %(back)s”.") % facts
    return _("No neighbour has anybody free, and nobody comes back later: show where the team is to be found.")
