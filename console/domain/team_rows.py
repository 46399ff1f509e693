"""Teams as lists of organizers need them: few statements, however many rows."""

from typing import TYPE_CHECKING

from django.db.models import Prefetch

from agreements.domain.ring import Ring
from agreements.domain.rings import ring_of
from agreements.models import Party
from convenings.models import Convening
from registration.domain.lists import find_teams
from registration.models import Attendee, SideCoordinator, Team

if TYPE_CHECKING:
    from django.db.models import QuerySet

_TEXTS = [
    f"{version}__{column}"
    for version in ("answer__version", "agreement__statement__current")
    for column in ("opening", "promises", "closing", "text")
]


def parties_in_lists() -> "QuerySet[Party]":
    """Parties with how they stand, without the statement's texts, which a list does not print."""
    return Party.objects.with_answers().defer(*_TEXTS).order_by("position")


def team_rows(convening: Convening, **chosen: str) -> "QuerySet[Team]":
    """The convening's teams by name, with type, coordinator, parties and `people`, the number who come. Two statements.

    chosen: as registration.domain.lists.find_teams takes it.
    """
    return (
        find_teams(convening, **chosen)
        .with_people()
        .select_related("type", "coordinator", "agreement")
        .prefetch_related(Prefetch("agreement__parties", parties_in_lists()))
        .order_by("folded_name", "pk")
    )


def with_coordinators(teams: "QuerySet[Team]") -> "QuerySet[Team]":
    """With all that `coordinators.of_team` needs, in one statement more."""
    standing = SideCoordinator.objects.standing().select_related("person")
    return teams.select_related("coordinator").prefetch_related(Prefetch("side_coordinators", standing))


def ring_for_organizers(team: Team) -> Ring | None:
    """The team's ring with its sides; None before it has an agreement. Wants a team of `team_rows`."""
    return ring_of(list(team.agreement.parties.all()), sealed=False) if team.agreement else None


def team_whole(convening: Convening) -> "QuerySet[Team]":
    """As `team_rows`, with focus and members. Five statements for one team."""
    members = Attendee.objects.select_related("person", "substitute_for__person").order_by("person__folded_name", "pk")
    return with_coordinators(team_rows(convening)).prefetch_related("focus", Prefetch("members", members))
