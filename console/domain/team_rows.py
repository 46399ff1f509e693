"""Teams as lists of organizers need them: few statements, however many rows."""

from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q

from accounts.domain.folding import fold
from agreements.domain.ring import Ring
from agreements.domain.rings import ring_of
from agreements.models import Party
from convenings.models import Convening
from registration.models import Attendee, Team

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


def team_rows(convening: Convening, *, search: str = "", state: str = "", place: str = "") -> "QuerySet[Team]":
    """The convening's teams by name, with type, coordinator, parties and `people`, the number who come. Two statements.

    search: part of the team's or the place's name; accents and capitals do not matter in the team's.
    """
    found = Team.objects.filter(convening=convening)
    if search:
        found = found.filter(Q(folded_name__contains=fold(search)) | Q(place_name__icontains=search))
    if state:
        found = found.filter(state=state)
    if place:
        found = found.filter(place=place)
    return (
        found.with_people()
        .select_related("type", "coordinator", "agreement")
        .prefetch_related(Prefetch("agreement__parties", parties_in_lists()))
        .order_by("folded_name", "pk")
    )


def ring_for_organizers(team: Team) -> Ring | None:
    """The team's ring with its sides; None before it has an agreement. Wants a team of `team_rows`."""
    return ring_of(list(team.agreement.parties.all()), sealed=False) if team.agreement else None


def team_whole(convening: Convening) -> "QuerySet[Team]":
    """As `team_rows`, with focus and members. Four statements for one team."""
    members = Attendee.objects.select_related("person", "substitute_for__person").order_by("person__folded_name", "pk")
    return team_rows(convening).prefetch_related("focus", Prefetch("members", members))
