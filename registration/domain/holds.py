"""A team on hold: there is an impasse at home, and organizers keep its place to a date."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import admission, letters, team_moves
from registration.models import Team
from registration.states import PlaceState, TeamState


class NothingToHold(Refusal):
    code = "nothing_to_hold"
    words = _("Only a team that has its place can be put on hold.")


class HoldUntilRefused(Refusal):
    code = "hold_until"
    status = 400
    words = _("A time to come, before the convening begins.")
    field = "until_at"


class NotOnHold(Refusal):
    code = "not_on_hold"
    words = _("This team is not on hold.")


@transaction.atomic
def hold_team(*, team: Team, until_at: datetime, reason: str, by: str, at: datetime) -> Team:
    """Keeps the team's place to a date, even where a promise is withdrawn meanwhile. Held already: to another date.

    reason: for organizers alone. Owes the coordinator a mail. Refusals: nothing_to_hold, hold_until.
    """
    fresh = Team.objects.locked(team)
    if fresh.place not in (PlaceState.CONFIRMED, PlaceState.HELD):
        raise NothingToHold
    _check_until(fresh.convening, until_at, at)
    if fresh.place == PlaceState.CONFIRMED:
        team_moves.move_place(fresh, PlaceState.HELD, by=by, at=at, held_until_at=until_at)
    fresh.place_held_until_at, fresh.held_reason = until_at, reason.strip()
    fresh.save(update_fields=["place_held_until_at", "held_reason"])
    _record("team.put_on_hold", fresh, by=by, at=at, data={"until": until_at.isoformat()})
    letters.owe_coordinator("team.held", fresh, mark=f"{until_at:%Y%m%dT%H%M}", at=at)
    return fresh


@transaction.atomic
def end_hold(*, team: Team, by: str, at: datetime) -> Team:
    """A complete team has its place as before; one that lacks a promise gives it up. Refusals: not_on_hold."""
    fresh = Team.objects.locked(team)
    if fresh.place != PlaceState.HELD:
        raise NotOnHold
    _record("team.hold_ended", fresh, by=by, at=at)
    if fresh.state == TeamState.COMMITTED:
        admission.take_place(fresh, by=by, at=at)
    else:
        admission.release(team=fresh, by=by, at=at)
    return fresh


def end_holds(*, at: datetime) -> int:
    """Ends the holds of complete teams whose date has come; how many. Those that lack a promise lapse (admission)."""
    over = Team.objects.filter(
        state=TeamState.COMMITTED,
        place=PlaceState.HELD,
        place_held_until_at__lte=at,
        convening__state__in=admission.PROMISING_STATES,
    )
    return sum(_end(team, at=at) for team in over.order_by("convening_id", "pk"))


@transaction.atomic
def _end(team: Team, *, at: datetime) -> bool:
    fresh = Team.objects.locked(team)
    until = fresh.place_held_until_at
    if fresh.state != TeamState.COMMITTED or fresh.place != PlaceState.HELD or until is None or at < until:
        return False
    end_hold(team=fresh, by="system", at=at)
    return True


def _check_until(convening: Convening, until_at: datetime, at: datetime) -> None:
    if not at < until_at <= convening.starts_at:
        raise HoldUntilRefused


def _record(kind: str, team: Team, *, by: str, at: datetime, data: dict[str, str] | None = None) -> None:
    entries.record(
        kind=kind, by=by, at=at, subject=f"team:{team.pk}", convening_id=team.convening_id, data=data or {}
    )
