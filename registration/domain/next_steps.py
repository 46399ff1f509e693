"""What is to come for a team, by its instants."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from registration.models import Team
from registration.states import PlaceState, TeamState


@dataclass(frozen=True)
class Step:
    """One station: its instant, a bold sentence and what it means; `is_today` is where we stand."""

    at: datetime
    first: str
    words: str = ""
    is_today: bool = False
    is_past: bool = False
    is_plan: bool = False


def next_for(team: Team, *, at: datetime) -> list[Step]:
    """What is to come for one team, by its instants; nothing for a team that has left."""
    convening, plan = team.convening, _("The team’s plan is due.")
    stations: list[tuple[datetime | None, str, str]] = []
    if team.state in (TeamState.DRAFT, TeamState.COMMITTING):
        stations.append((team.deadline, _("The last promise is due."), _("After it the registration lapses.")))
    if team.place == PlaceState.OFFERED:
        offer = (team.place_held_until_at, _("The offered place runs out."), _("Accept it before, if you come."))
        stations.append(offer)
    if team.state == TeamState.COMMITTED and team.place == PlaceState.HELD:
        stations.append((team.place_held_until_at, _("The hold ends."), ""))
    if team.state == TeamState.COMMITTED and team.shown_place == PlaceState.NONE:
        stations.append((convening.selection_letters_at, _("Letters about the selection."), _("To all on this day.")))
    if team.state in (TeamState.DRAFT, TeamState.COMMITTING, TeamState.COMMITTED):
        stations.append((convening.plan_due_at, plan, ""))
        stations.append((convening.starts_at, _("Doors open."), convening.venue.city))
    return sorted(
        (
            Step(when, first, words, is_plan=first == plan)
            for when, first, words in stations if when is not None and when > at
        ),
        key=lambda step: step.at,
    )
