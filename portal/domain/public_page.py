"""What the public page of a convening shows, read in a number of statements that does not grow with the teams."""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from agreements.domain.ring import Ring, Segment, open_ring
from agreements.states import Requirement
from convenings.models import Convening, Sponsor
from portal.domain.days import Day, days_of, public_schedule
from portal.domain.way import Step, way_of
from registration.domain.selection_rule import published_rule
from registration.models import Office, Team
from registration.states import SHOWN_PLACES, PlaceState, TeamState

FIRST_SHOWN = 18
STARTED = (TeamState.DRAFT, TeamState.COMMITTING, TeamState.COMMITTED)


@dataclass(frozen=True)
class Counts:
    """Teams of a convening: begun and not given up, complete, of how many states, and with a place."""

    started: int
    complete: int
    us_states: int
    confirmed: int
    placed: int
    waitlisted: int
    people: int


@dataclass(frozen=True)
class AskedTeam:
    """A kind of team and the offices that have to promise; its ring as it will be when all have."""

    name: str
    offices: list[Office]
    ring: Ring


@dataclass(frozen=True)
class PublicPage:
    """All that the page prints, beside the convening itself."""

    counts: Counts
    asked: list[AskedTeam]
    cover_sides: list[str]
    way: list[Step]
    days: list[Day]
    coming: list[Team]
    sponsors: list[Sponsor]
    places_left: int
    people_left: int
    rule: list[str]

    @property
    def first_coming(self) -> list[Team]:
        return self.coming[:FIRST_SHOWN]

    @property
    def later_coming(self) -> list[Team]:
        return self.coming[FIRST_SHOWN:]


def public_page(convening: Convening, *, at: datetime) -> PublicPage:
    """The page's data. Five statements, beside the one that loaded the convening."""
    counts = counts_of(convening)
    asked = asked_teams(convening)
    left = max(0, convening.capacity_teams - counts.placed)
    return PublicPage(
        counts=counts,
        asked=asked,
        cover_sides=list(dict.fromkeys(segment.side for segment in asked[0].ring.segments)) if asked else [],
        way=way_of(convening, started=counts.started, complete=counts.complete, left=left, at=at),
        days=days_of(public_schedule(convening)),
        coming=list(
            Team.objects.filter(convening=convening, place=PlaceState.CONFIRMED)
            .only("id", "name", "us_state")
            .order_by("completion")
        ),
        sponsors=list(convening.sponsors.all()),
        places_left=left,
        people_left=max(0, convening.capacity_people - counts.people),
        rule=published_rule(convening),
    )


def counts_of(convening: Convening) -> Counts:
    """One statement. A selection that is a secret still is not counted."""
    kinds = Team.objects.kinds(convening)
    committed = [kind for kind in kinds if kind.state == TeamState.COMMITTED]
    placed = [kind for kind in kinds if kind.place in SHOWN_PLACES]
    return Counts(
        started=sum(kind.teams for kind in kinds if kind.state in STARTED),
        complete=sum(kind.teams for kind in committed),
        us_states=len({kind.us_state for kind in committed}),
        confirmed=sum(kind.teams for kind in kinds if kind.place == PlaceState.CONFIRMED),
        placed=sum(kind.teams for kind in placed),
        waitlisted=sum(kind.teams for kind in kinds if kind.place == PlaceState.WAITLISTED),
        people=sum(kind.people for kind in placed),
    )


def asked_teams(convening: Convening) -> list[AskedTeam]:
    """The kinds of teams in their order, each with its offices. One statement."""
    offices = (
        Office.objects.filter(team_type__convening=convening)
        .select_related("team_type")
        .order_by("team_type__position", "team_type_id", "position")
    )
    return [_asked(kind.name, list(of_kind)) for kind, of_kind in groupby(offices, key=lambda office: office.team_type)]


def _asked(name: str, offices: list[Office]) -> AskedTeam:
    needed = [office for office in offices if office.requirement != Requirement.OPTIONAL]
    return AskedTeam(name=name, offices=offices, ring=open_ring(Segment(office.side, "signed") for office in needed))
