"""The only ways in which a team's states change: its promise, its place, and both where it becomes complete.

All want the team under its lock (`Team.objects.locked`), check the table, write, journal, and tell higher rooms.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from agreements.domain.standing import Standing, standing_of
from journal.domain import entries
from journal.domain.entries import Happened
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
    was = _check_state(team, to, standing)
    _write(team, {"state": to, **values})
    entries.record_all([_happened(f"team.{to.value}", team, was, by=by, at=at)])


def move_place(team: Team, to: PlaceState, *, by: str, at: datetime, held_until_at: datetime | None = None) -> None:
    """The place: checks the table and, before `confirmed`, that the office-holders are checked where they must be.

    Whether there is room is asked by whoever calls (admission), under the convening's lock.
    """
    was = _check_place(team, to)
    _write(team, _placed(team, to, at=at, held_until_at=held_until_at))
    entries.record_all([_happened(f"place.{to.value}", team, was, by=by, at=at)])
    signals.place_changed.send(sender=Team, team=team, was=was, by=by, at=at)


def complete(
    team: Team,
    place: PlaceState | None,
    *,
    by: str,
    at: datetime,
    standing: Standing,
    before: Sequence[Happened] = (),
    along: Sequence[Happened] = (),
    **values: Any,
) -> None:
    """Commits a team and gives it the place that follows, as `move_state` and `move_place` do: with the same checks,
    in one statement for the row and one for the journal, where `before` stands before the two, `along` between them.

    place: None where it keeps the one that it has. values: written along.
    """
    was = _check_state(team, TeamState.COMMITTED, standing)
    was_at = _check_place(team, place) if place is not None else None
    placed = _placed(team, place, at=at) if place is not None else {}
    _write(team, {"state": TeamState.COMMITTED, **values, **placed})
    happened = [*before, _happened("team.committed", team, was, by=by, at=at), *along]
    if place is None or was_at is None:
        entries.record_all(happened)
        return
    entries.record_all([*happened, _happened(f"place.{place.value}", team, was_at, by=by, at=at)])
    signals.place_changed.send(sender=Team, team=team, was=was_at, by=by, at=at)


def _check_state(team: Team, to: TeamState, standing: Standing | None) -> TeamState:
    """The state that it leaves, where it may and the gate is open."""
    was = TeamState(team.state)
    if to not in TEAM_TRANSITIONS[was]:
        raise StateNotPossible
    if to == TeamState.COMMITTED and not gate.may_commit(team, standing or standing_of(team.agreement_id)):
        raise OfficesMissing
    return was


def _check_place(team: Team, to: PlaceState) -> PlaceState:
    """The place that it leaves, if it may; before `confirmed` office-holders are checked where they must be."""
    was = PlaceState(team.place)
    if to not in PLACE_TRANSITIONS[was]:
        raise PlaceNotPossible
    if to == PlaceState.CONFIRMED and gate.waits_for_check(team):
        raise HoldersUnchecked
    return was


def _placed(team: Team, to: PlaceState, *, at: datetime, held_until_at: datetime | None = None) -> dict[str, Any]:
    values = {"place": to, "place_held_until_at": held_until_at, "held_reason": "", "confirmed_at": team.confirmed_at}
    if to == PlaceState.CONFIRMED:
        values["confirmed_at"] = team.confirmed_at or at
    elif to in (PlaceState.NONE, PlaceState.RELEASED):
        values["confirmed_at"] = None
    return values


def _write(team: Team, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(team, name, value)
    team.save(update_fields=list(values))


def _happened(kind: str, team: Team, was: TeamState | PlaceState, *, by: str, at: datetime) -> Happened:
    data = {"was": was.value, "completion": team.completion}
    return Happened(kind=kind, by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id, data=data)
