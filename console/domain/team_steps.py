"""What organizers may do with a whole team: each step asked about first, with what it does to others."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from registration.domain import holds, offers, teams
from registration.models import Team
from registration.states import TEAM_TRANSITIONS, PlaceState, TeamState

LEFT = (TeamState.DECLINED, TeamState.LAPSED, TeamState.WITHDRAWN)


@dataclass(frozen=True)
class TeamStep:
    """A step of the whole team. asks: the fields of its form (console.forms.team). `is_risk` destroys something."""

    code: str
    words: str | Promise
    question: str | Promise
    effect: str | Promise
    keep: str | Promise
    take: Callable[..., Team]
    fits: Callable[[Team], bool]
    asks: tuple[str, ...] = ()
    is_risk: bool = False


def _may_become(state: TeamState) -> Callable[[Team], bool]:
    return lambda team: state in TEAM_TRANSITIONS[TeamState(team.state)]


def _stands(
    *, state: tuple[TeamState, ...] = tuple(TeamState), place: tuple[PlaceState, ...]
) -> Callable[[Team], bool]:
    return lambda team: team.state in state and team.place in place


def _asks_still(team: Team) -> bool:
    return team.state in (TeamState.DRAFT, TeamState.COMMITTING) and team.place != PlaceState.HELD


_COMPLETE = (TeamState.COMMITTED,)
TEAM_STEPS = (
    TeamStep(
        "accept-offer", _("Accept the place for them"), _("Accept the offered place for this team?"),
        _("The place is confirmed, and the team’s leaders are told."), _("Let the team answer"), offers.accept_offer,
        _stands(place=(PlaceState.OFFERED,)),
    ),
    TeamStep(
        "decline-offer", _("Take the offer back"), _("Take the offer of a place back?"),
        _("The place goes to the next team in line. This team is no longer in line, and its leaders are told."),
        _("Keep the offer"), offers.decline_offer, _stands(place=(PlaceState.OFFERED,)), is_risk=True,
    ),
    TeamStep(
        "queue-again", _("Put in line again"), _("Put this team in line again?"),
        _("It stands in line as the last, or has a place at once if there is room and nobody waits."),
        _("Leave it as it is"), offers.queue_again, _stands(state=_COMPLETE, place=(PlaceState.RELEASED,)),
    ),
    TeamStep(
        "deadline", _("Change the deadline"), _("Until when may this team promise?"),
        _("Its leaders can promise until then, whatever the others’ deadline; reminders follow it. Empty, the team has"
          " the convening’s deadline again."),
        _("Leave it as it is"), teams.extend_deadline, _asks_still, asks=("promise_by_at",),
    ),
    TeamStep(
        "hold", _("Put on hold"), _("Put this team on hold?"),
        _("Its place is kept until the date that you name, even where a promise is withdrawn meanwhile. The coordinator"
          " is told the date. On that day the place is confirmed again, or the team lapses if a promise is missing."),
        _("Leave it as it is"), holds.hold_team, _stands(place=(PlaceState.CONFIRMED,)), asks=("until_at", "reason"),
    ),
    TeamStep(
        "hold-until", _("Change the date of the hold"), _("Until when is this team’s place kept?"),
        _("The place is kept until the new date, and the coordinator is told it. On that day the place is confirmed"
          " again, or the team lapses if a promise is missing."),
        _("Leave it as it is"), holds.hold_team, _stands(place=(PlaceState.HELD,)), asks=("until_at", "reason"),
    ),
    TeamStep(
        "end-hold", _("End the hold"), _("End the hold?"),
        _("The place is confirmed again. From now on a withdrawn promise gives it up."), _("Keep the hold"),
        holds.end_hold, _stands(state=_COMPLETE, place=(PlaceState.HELD,)),
    ),
    TeamStep(
        "give-up-hold", _("Give up the held place"), _("Give up the place that is held?"),
        _("The team lacks a promise. Its place goes to the next team in line, and its booth becomes free; it may go on"
          " promising until its deadline."),
        _("Keep the place"), holds.end_hold, _stands(state=(TeamState.COMMITTING,), place=(PlaceState.HELD,)),
        is_risk=True,
    ),
    TeamStep(
        "withdraw", _("Withdraw the team"), _("Withdraw this team?"),
        _("The team loses its place, and its booth becomes free. The teams that wait move up at once."),
        _("Keep the team"), teams.withdraw_team, _may_become(TeamState.WITHDRAWN), asks=("reason",), is_risk=True,
    ),
    TeamStep(
        "decline", _("Close the registration"), _("Close this team’s registration?"),
        _("Its leaders can promise no more. Those who have promised stay on record."), _("Keep it open"),
        teams.decline_team, _may_become(TeamState.DECLINED), asks=("reason",), is_risk=True,
    ),
    TeamStep(
        "reopen", _("Open it again"), _("Open this team’s registration again?"),
        _("Whoever has not promised is asked again by mail. Promises that still stand count. A team whose time has run"
          " out needs a new deadline."),
        _("Leave it closed"), teams.reopen_team, lambda team: team.state in LEFT, asks=("promise_by_at",),
    ),
)


def steps_of_team(team: Team) -> list[TeamStep]:
    """What may be done with the whole team now."""
    return [step for step in TEAM_STEPS if step.fits(team)]


def step_named(code: str) -> TeamStep | None:
    return next((step for step in TEAM_STEPS if step.code == code), None)


def take_team_step(*, step: TeamStep, team: Team, answers: Mapping[str, Any], by: str, at: datetime) -> Team:
    """Take a step of the whole team; the domain refuses what may not follow. answers: by the fields it asks for."""
    return step.take(team=team, by=by, at=at, **{name: answers[name] for name in step.asks})
