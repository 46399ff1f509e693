"""What teams ask of their booths, the floor that was arranged for it, and a proposal that waits for an organizer."""

from random import Random
from typing import TYPE_CHECKING

from expo.domain.arrangement import USUAL, check_arrangeable, find_proposal
from expo.domain.assignment import pin
from expo.domain.requests import RequestDraft, request_of, set_deadline, write_request, zones_of
from expo.models import Hall, Placement
from expo.states import Emphasis, Mode, Reason
from jobs.domain import proposals
from jobs.models import Proposal
from registration.models import Team
from registration.states import PlaceState
from rehearsal.domain import calendar
from rehearsal.domain.plan import Until

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
ITERATIONS = 3_000  # for each booth: enough that what is proposed later changes little
ZONES = ("By the doors", "In the middle", "By the stage")
SHOWN = (
    "Two posters and a short film about our first year",
    "Our agreement on evaluation, and who wrote it",
    "A wall of letters from students",
    "The schedule that gives every team an hour a week",
    "How we decide together: three real minutes of a meeting",
)
ASKING, LATE = 0.6, 3  # which share of the teams asks for something; how many after the floor was arranged


def arrange(play: "Play", hall: Hall) -> None:
    """Teams ask, the floor is arranged and applied. Whoever has what they wished for most is pinned there; some ask
    later, and what is proposed then waits.
    """
    rng = Random(f"requests:{play.plan.seed}")  # its own dice: what follows falls as it fell
    at = play.at(calendar.FLOOR, "11:30")
    set_deadline(convening=play.convening, until_at=play.on(calendar.FLOOR, "23:59"), by=BY, at=at)
    teams = list(Team.objects.filter(convening=play.convening, place=PlaceState.CONFIRMED).order_by("pk"))
    asking = [team for team in teams if rng.random() < ASKING]
    invented = {pk for script, pk in play.teams if script.source == "Stated by the team"}
    for team in asking[LATE:]:
        _ask(play, rng, team, teams, invented)
    first = _propose(play, hall, "14:00", USUAL)
    if first is not None:
        proposals.apply(proposal=first, by=BY, at=play.at(calendar.FLOOR, "14:30"))
    placed = Placement.objects.filter(booth__hall=hall).select_related("booth", "team").order_by("pk")
    for placement in placed.exclude(team__in=asking[:LATE]):
        if request_of(placement.team).zones[:1] == (placement.booth.zone,):
            pin(placement=placement, pinned=True, by=BY, at=play.at(calendar.FLOOR, "15:00"))
    for placement in placed.filter(team__in=asking[:LATE]):
        _ask(play, rng, placement.team, teams, invented, but=placement.booth.zone)
    if play.plan.until < Until.DOOR:  # else it was decided long ago
        _propose(play, hall, "16:00", {**USUAL, Reason.ZONES.value: Emphasis.ABOVE_ALL.value})


def _ask(
    play: "Play", rng: Random, team: Team, teams: list[Team], invented: set[int], *, but: str = ""
) -> None:
    """Real teams ask for nothing that names another one; who stands in the zone `but` wishes for another."""
    zones = [zone for zone in zones_of(play.convening) if zone != but]
    others = [other.pk for other in teams if other.pk in invented - {team.pk}]
    near, apart = rng.sample(others, 2) if team.pk in invented and len(others) > 1 else (0, 0)
    draft = RequestDraft(
        needs=request_of(team).needs,
        zones=tuple(rng.sample(zones, min(len(zones), rng.randint(1, 2)))),
        near=frozenset({near} - {0}) if rng.random() < 0.6 else frozenset(),
        apart=frozenset({apart} - {0}) if rng.random() < 0.3 else frozenset(),
        shows=rng.choice(SHOWN),
    )
    write_request(team=team, draft=draft, by=f"person:{team.coordinator_id}", at=play.at(calendar.FLOOR, "11:45"))


def _propose(play: "Play", hall: Hall, clock: str, weights: dict[str, str]) -> Proposal | None:
    args = {"mode": Mode.ANEW.value, "weights": weights, "seed": 1, "leave_out": True, "iterations": ITERATIONS}
    reading = check_arrangeable(hall, leave_out=True)
    return find_proposal(hall, reading, args, by=BY, at=play.at(calendar.FLOOR, clock))
