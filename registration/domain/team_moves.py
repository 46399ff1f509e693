"""The only two ways in which a team's states change: its promise, and its place.

Both want the team under its lock (`Team.objects.locked`), check the table, write, journal, and tell higher rooms.
"""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.domain.standing import Standing, standing_of
from journal.domain import entries
from journal.refusals import Refusal
from registration import signals
from registration.domain import gate
from registration.models import Team
from registration.states import PLACE_TRANSITIONS, TEAM_TRANSITIONS, PlaceState, TeamState


class StateNotPossible(Refusal):
    code = "team_state"
    words = _("The team cannot go from where it stands to there.")


class OfficesMissing(Refusal):
    code = "offices_missing"
    words = _("Not all of the team's sides have promised.")


class HoldersUnchecked(Refusal):
    code = "holders_unchecked"
    words = _("The organizers have not checked all who hold this team's offices.")


class PlaceNotPossible(Refusal):
    code = "team_place"
    words = _("The team's place cannot change in this way.")


def move_state(
    team: Team, to: TeamState, *, by: str, at: datetime, standing: Standing | None = None, **values: Any
) -> None:
    """The promise: checks the table and, before `committed`, the joint gate itself. values: written along.

    standing: of the team's agreement, read under this lock and since the last answer; None: it is read here.
    """
    was = TeamState(team.state)
    if to not in TEAM_TRANSITIONS[was]:
        raise StateNotPossible
    if to == TeamState.COMMITTED and not gate.may_commit(team, standing or standing_of(team.agreement_id)):
        raise OfficesMissing
    _write(team, {"state": to, **values})
    _record(f"team.{to.value}", team, by=by, at=at, data={"was": was.value, "completion": team.completion})


def move_place(team: Team, to: PlaceState, *, by: str, at: datetime, held_until_at: datetime | None = None) -> None:
    """The place: checks the table and, before `confirmed`, that the office-holders are checked where they must be.

    Whether there is room is asked by whoever calls (admission), under the convening's lock.
    """
    was = PlaceState(team.place)
    if to not in PLACE_TRANSITIONS[was]:
        raise PlaceNotPossible
    if to == PlaceState.CONFIRMED and gate.waits_for_check(team):
        raise HoldersUnchecked
    values = {"place": to, "place_held_until_at": held_until_at, "held_reason": "", "confirmed_at": team.confirmed_at}
    if to == PlaceState.CONFIRMED:
        values["confirmed_at"] = team.confirmed_at or at
    elif to in (PlaceState.NONE, PlaceState.RELEASED):
        values["confirmed_at"] = None
    _write(team, values)
    _record(f"place.{to.value}", team, by=by, at=at, data={"was": was.value, "completion": team.completion})
    signals.place_changed.send(sender=Team, team=team, was=was, by=by, at=at)


def _write(team: Team, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(team, name, value)
    team.save(update_fields=list(values))


def _record(kind: str, team: Team, *, by: str, at: datetime, data: dict[str, Any]) -> None:
    entries.record(kind=kind, by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id, data=data)
