"""What happens when no office is missing any more, and when one is missing again."""

from datetime import datetime, timedelta

from registration.domain import admission, gate, team_moves
from registration.models import Team
from registration.states import PlaceState, TeamState

KEEP_NUMBER = (PlaceState.HELD, PlaceState.WAITLISTED, PlaceState.SELECTED)


def settle(team: Team, *, by: str, at: datetime) -> Team:
    """Commits the team and gives it a place, if no office is missing; otherwise does nothing. Wants the team locked."""
    if team.state != TeamState.COMMITTING or gate.missing_offices(team):
        return team
    keeps_number = team.place in KEEP_NUMBER
    completion = team.completion if keeps_number else admission.next_completion(team.convening)
    team_moves.move_state(
        team,
        TeamState.COMMITTED,
        by=by,
        at=at,
        completion=completion,
        completed_at=at,
        times_completed=team.times_completed + 1,
    )
    return admission.admit(team=team, by=by, at=at)


def unsettle(team: Team, *, by: str, at: datetime, hold: bool) -> None:
    """Puts a committed team back to committing, if an office is missing again. Wants the team locked.

    hold: a confirmed or offered place is kept for the convening's grace period, and a stand on the waitlist or among
    the selected stays (the team is asked again through no fault of its own). Otherwise (a promise was withdrawn) all
    are given up at once; but a place that an organizer holds to a date is kept to it.
    """
    if team.state != TeamState.COMMITTED or not gate.missing_offices(team):
        return
    team_moves.move_state(team, TeamState.COMMITTING, by=by, at=at)
    if team.place == PlaceState.HELD:
        return
    if not hold:
        admission.release(team=team, by=by, at=at)
    elif team.place in (PlaceState.CONFIRMED, PlaceState.OFFERED):
        until = at + timedelta(days=team.convening.grace_days)
        team_moves.move_place(team, PlaceState.HELD, by=by, at=at, held_until_at=until)
