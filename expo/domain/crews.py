"""The teams of a hall as the pure rota wants them, with what pages need beside: people, waves, where they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from breakouts.models import Presentation
from expo.domain.floors import hold_halls
from expo.domain.rota import Crew, Member, Shifts
from expo.models import Booth, Hall, LateArrival, Placement, RotaRules, Shift, Wave
from registration.models import Attendee, Team


@dataclass(frozen=True)
class TeamCrew:
    """A team at its booth. Members and waves stand in the order of `crew`; `held` are the shifts that count."""

    team: Team
    booth: Booth
    waves: tuple[Wave, ...]
    people: tuple[Attendee, ...]
    crew: Crew
    held: Mapping[tuple[int, int], Shift]
    rooms: Mapping[tuple[int, int], str]  # where a member presents in a wave

    @property
    def shifts(self) -> Shifts:
        """Who stands when, now."""
        return tuple(
            tuple((member, wave) in self.held for wave in range(len(self.waves))) for member in range(len(self.people))
        )

    @property
    def problem(self) -> tuple[Crew, tuple[int, ...]]:
        """Equal as long as nothing has changed of which a rota depends."""
        return self.crew, tuple(wave.pk for wave in self.waves)

    def position(self, attendee_id: int) -> int | None:
        """Where somebody stands among the members; None for who is none of them."""
        return next((number for number, person in enumerate(self.people) if person.pk == attendee_id), None)

    def is_late(self, member: int, wave: int) -> bool:
        """Whether a member is not there yet when a wave begins."""
        return wave in _before(self.people[member], self.waves)

    def wave_position(self, wave_id: int) -> int | None:
        """Where a wave stands among those of the hall."""
        return next((number for number, wave in enumerate(self.waves) if wave.pk == wave_id), None)


def rules_of(hall: Hall) -> RotaRules:
    """The hall's rules, or the usual ones, unsaved."""
    return RotaRules.objects.filter(hall=hall).first() or RotaRules(hall=hall)


def crews_of(hall: Hall, *, teams: Collection[int] | None = None) -> list[TeamCrew]:
    """The teams with a booth in the hall, by booth; all of them or these. Six statements."""
    rules, waves = rules_of(hall), tuple(Wave.objects.filter(hall=hall))
    placed = Placement.objects.standing().filter(booth__hall=hall).select_related("team", "booth")
    placements = list((placed if teams is None else placed.filter(team__in=teams)).order_by("booth__number"))
    people: dict[int | None, list[Attendee]] = defaultdict(list)
    coming = Attendee.objects.coming().filter(team__in=[placement.team_id for placement in placements])
    for attendee in coming.select_related("person", "late_arrival").order_by("pk"):
        people[attendee.team_id].append(attendee)
    ids = [attendee.pk for members in people.values() for attendee in members]
    away = _away(ids, waves)
    shifts: dict[int, list[Shift]] = defaultdict(list)
    for shift in Shift.objects.standing().filter(wave__hall=hall, attendee__in=ids).order_by("pk"):
        shifts[shift.attendee_id].append(shift)
    return [_crew(placement, waves, people[placement.team_id], away, shifts, rules) for placement in placements]


def crew_of(team: Team) -> TeamCrew | None:
    """One team; None where it has no booth."""
    placement = Placement.objects.standing().filter(team=team).select_related("booth__hall").first()
    return next(iter(crews_of(placement.booth.hall, teams=[team.pk])), None) if placement else None


def hold_crew(team_id: int) -> TeamCrew | None:
    """The same, with team and halls locked in the house's order: whoever writes shifts comes here first."""
    team = Team.objects.select_for_update(of=("self",), no_key=True).get(pk=team_id)
    hold_halls(convening_id=team.convening_id)
    return crew_of(team)


def _away(attendees: Collection[int], waves: tuple[Wave, ...]) -> dict[int, dict[int, str]]:
    """By attendee: the waves in which they present, and where."""
    found: dict[int, dict[int, str]] = defaultdict(dict)
    if not waves:
        return found
    shown = Presentation.objects.filter(
        presenter__in=attendees, slot__starts_at__lt=waves[-1].ends_at, slot__ends_at__gt=waves[0].begins_at
    )
    for presentation in shown.select_related("slot", "session__room"):
        slot, room = presentation.slot, presentation.session.room
        for number, wave in enumerate(waves):
            if slot is not None and slot.starts_at < wave.ends_at and slot.ends_at > wave.begins_at:
                found[presentation.presenter_id][number] = room.name if room else ""
    return found


def arrives_at(attendee: Attendee) -> datetime | None:
    """From when they are there; None: from the beginning. No statement for who was read with `late_arrival`."""
    late: LateArrival | None = getattr(attendee, "late_arrival", None)
    return late.from_at if late is not None else None


def _before(person: Attendee, waves: tuple[Wave, ...]) -> frozenset[int]:
    """The waves that begin before somebody is there."""
    arrives = arrives_at(person)
    return frozenset(n for n, wave in enumerate(waves) if arrives is not None and wave.begins_at < arrives)


def _crew(
    placement: Placement,
    waves: tuple[Wave, ...],
    people: list[Attendee],
    away: Mapping[int, Mapping[int, str]],
    shifts: Mapping[int, list[Shift]],
    rules: RotaRules,
) -> TeamCrew:
    numbers = {wave.pk: number for number, wave in enumerate(waves)}
    held = {
        (place, numbers[shift.wave_id]): shift
        for place, person in enumerate(people)
        for shift in shifts.get(person.pk, ())
    }
    members = tuple(
        Member(person.pk, person.side, _before(person, waves).union(away.get(person.pk, ()))) for person in people
    )
    standing = tuple(tuple((place, wave) in held for wave in range(len(waves))) for place in range(len(people)))
    pinned = frozenset(at for at, shift in held.items() if shift.is_pinned)
    crew = Crew(members, len(waves), rules.free_least, rules.in_a_row_most, standing if held else (), pinned)
    rooms = {
        (place, wave): room for place, person in enumerate(people) for wave, room in away.get(person.pk, {}).items()
    }
    return TeamCrew(placement.team, placement.booth, waves, tuple(people), crew, held, rooms)
