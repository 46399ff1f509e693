"""Reads a hall, its teams and what they ask into the plain facts of the arrangement. Holds no lock, changes nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from expo.domain import assignment
from expo.domain.floor_problem import BoothFacts, Floor, TeamFacts
from expo.domain.neighbourhood import edges_between, surroundings_of
from expo.domain.placement import TeamWish, assign
from expo.models import Booth, Hall, NeighbourWish, Request
from expo.states import Nearness, Use
from registration.models import Team


@dataclass(frozen=True)
class Reading:
    """A floor with the teams that shall stand on it, and why others shall not."""

    floor: Floor
    unplaced: tuple[assignment.Unplaced, ...] = ()


def read_floor(hall: Hall, *, leave_out: bool = False) -> Reading:
    """The hall with all teams that are there or wait for a booth.

    Where there are more teams than booths, or with `leave_out`, the fair assignment says who stands.
    """
    version = Hall.objects.values_list("version", flat=True).get(pk=hall.pk)
    fair = assignment.problem_of(hall)
    if not leave_out and len(fair.teams) <= len(fair.booths):
        return Reading(facts_of(hall, fair.teams, version=version))
    solution = assign(fair)
    stays = [team for team in fair.teams if team.id in solution.places]
    unplaced = tuple(
        assignment.Unplaced(left.team, assignment.reason_of(left, len(fair.booths))) for left in solution.unplaced
    )
    return Reading(facts_of(hall, stays, version=version), unplaced)


def facts_of(hall: Hall, wishes: Iterable[TeamWish], *, version: int, neighbours: bool = True) -> Floor:
    """The facts of these teams and of all booths for teams. Seven statements.

    neighbours: False leaves out which booths are neighbours, for who asks only whether the rules hold; two statements
    less.
    """
    booths = list(Booth.objects.filter(hall=hall, use=Use.TEAMS).order_by("number"))
    place = {booth.number: index for index, booth in enumerate(booths)}
    wishes = sorted(wishes, key=lambda wish: (wish.order, wish.id))
    ids = [wish.id for wish in wishes]
    teams = {team.pk: team for team in Team.objects.filter(pk__in=ids).prefetch_related("focus")}
    zones = dict(Request.objects.filter(team__in=ids).values_list("team", "zones"))
    near: dict[tuple[int, str], set[int]] = defaultdict(set)
    for team, other, how in NeighbourWish.objects.filter(team__in=ids).values_list("team", "other", "nearness"):
        near[team, how].add(other)
    facts = tuple(
        TeamFacts(
            wish.id, teams[wish.id].name, teams[wish.id].us_state,
            frozenset(element.pk for element in teams[wish.id].focus.all()), frozenset(wish.needs),
            tuple(zones.get(wish.id, ())), frozenset(near[wish.id, Nearness.NEAR]),
            frozenset(near[wish.id, Nearness.APART]), None if wish.at is None else place[wish.at], wish.pinned,
        )
        for wish in wishes
    )  # fmt: skip
    return Floor(
        facts,
        tuple(BoothFacts(booth.number, frozenset(booth.offers), booth.zone) for booth in booths),
        edges_between(booths, surroundings_of(hall.pk)) if neighbours else (),
        version,
    )
