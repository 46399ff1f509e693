"""The way from registered to confirmed in numbers, and who is late."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from agreements.models import Party
from convenings.models import Convening
from registration.models import Attendee, Team
from registration.states import COUNTED_PLACES, PlaceState, TeamState

SOON = timedelta(days=7)


@dataclass(frozen=True)
class Funnel:
    """How many teams came how far. `registered` are all that ever began; each later stage is part of the one before.
    Beside `confirmed` stand those that wait in line and those whose place is kept otherwise: selected, offered, in
    check, held to a date (of these some are asked again)."""

    registered: int
    invited: int
    complete: int
    confirmed: int
    waitlisted: int
    draft: int
    committing: int
    declined: int
    lapsed: int
    withdrawn: int
    people_confirmed: int
    selected: int
    offered: int
    in_check: int
    held: int


@dataclass(frozen=True)
class LateTeam:
    """A team whose last promise is due within a week, or was due. `missing`: how many offices; for organizers."""

    team: Team
    missing: int
    deadline: datetime
    overdue: bool


def funnel(convening: Convening) -> Funnel:
    """The numbers as they stand. Two queries."""
    counts = Team.objects.counts(convening)

    def at_state(state: TeamState) -> int:
        return sum(number for (found, _place), number in counts.items() if found == state)

    def at_place(*places: PlaceState) -> int:
        return sum(counts[TeamState.COMMITTED, place] for place in places)

    def kept(place: PlaceState) -> int:
        return sum(number for (_state, found), number in counts.items() if found == place)

    people = Attendee.objects.coming().filter(team__convening=convening, team__place__in=COUNTED_PLACES).count()
    return Funnel(
        registered=counts.total(),
        invited=counts.total() - at_state(TeamState.DRAFT),
        complete=at_state(TeamState.COMMITTED),
        confirmed=at_place(PlaceState.CONFIRMED),
        waitlisted=at_place(PlaceState.WAITLISTED),
        draft=at_state(TeamState.DRAFT),
        committing=at_state(TeamState.COMMITTING),
        declined=at_state(TeamState.DECLINED),
        lapsed=at_state(TeamState.LAPSED),
        withdrawn=at_state(TeamState.WITHDRAWN),
        people_confirmed=people,
        selected=kept(PlaceState.SELECTED),
        offered=kept(PlaceState.OFFERED),
        in_check=kept(PlaceState.IN_CHECK),
        held=kept(PlaceState.HELD),
    )


def late_teams(convening: Convening, at: datetime) -> list[LateTeam]:
    """Committing teams whose last promise is due within a week or was due, the most urgent first. Two queries."""
    teams = list(Team.objects.filter(convening=convening, state=TeamState.COMMITTING).order_by("folded_name"))
    for team in teams:
        team.convening = convening
    late = [team for team in teams if team.deadline <= at + SOON]
    found = Party.objects.missing().filter(agreement__in=[team.agreement_id for team in late])
    missing = dict(found.order_by().values_list("agreement_id").annotate(Count("pk")))
    rows = [LateTeam(t, missing.get(t.agreement_id, 0), t.deadline, t.deadline <= at) for t in late]
    return sorted(rows, key=lambda row: (row.deadline, -row.missing))
