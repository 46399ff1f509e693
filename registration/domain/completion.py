"""What happens when no office is missing any more, and when one is missing again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from agreements.domain.standing import Standing, standing_of
from convenings.models import Convening
from journal.domain import entries
from journal.domain.entries import Happened
from registration.domain import admission, certificates, gate, letters, team_moves
from registration.models import Team
from registration.states import PlaceState, TeamState

KEEP_NUMBER = (PlaceState.HELD, PlaceState.WAITLISTED, PlaceState.SELECTED)
TOLD_WITH_IT = (PlaceState.CONFIRMED, PlaceState.IN_CHECK)  # by a letter that brings the certificate along


def settle(
    team: Team, *, by: str, at: datetime, standing: Standing | None = None, before: Sequence[Happened] = ()
) -> Team:
    """Commits the team and gives it a place, if no office is missing; otherwise does nothing. Wants the team locked.

    standing: of the team's agreement, read under this lock and since the last answer; None: it is read here.
    before: what led to it, which the journal says first, in the same statement; it is written in any case.
    """
    asks = team.state == TeamState.COMMITTING
    standing = standing or (standing_of(team.agreement_id) if asks else None)
    if not asks or standing is None or not gate.may_commit(team, standing):
        entries.record_all(before)
        return team
    keeps_number = team.place in KEEP_NUMBER
    completion = team.completion if keeps_number else admission.next_completion(team.convening)
    times, (place, occasion) = team.times_completed + 1, admission.place_of(team)
    certificate, issued = certificates.issue(team, standing.needed, number=times, by=by, at=at)
    team_moves.complete(
        team,
        place,
        by=by,
        at=at,
        standing=standing,
        before=before,
        along=[issued],
        completion=completion,
        completed_at=at,
        times_completed=times,
    )
    if team.place == PlaceState.WAITLISTED and keeps_number:
        admission.move_up(team, by=by, at=at)
    alone = not occasion and team.place not in TOLD_WITH_IT
    mails = letters.with_certificate(certificate, standing.needed) if alone else []
    admission.tell(team, occasion, at=at, parties=standing.parties, along=mails)
    return team


def unsettle(team: Team, *, by: str, at: datetime, hold: bool) -> None:
    """Puts a committed team back to committing, if an office is missing again. Wants the team locked.

    hold: a confirmed or offered place, or one in check, is kept for the convening's grace period, and a stand on the
    waitlist or among the selected stays (the team is asked again through no fault of its own). Otherwise (a promise was
    withdrawn) all are given up at once; but a place that an organizer holds to a date is kept to it.
    """
    if team.state != TeamState.COMMITTED or not gate.missing_offices(team):
        return
    team_moves.move_state(team, TeamState.COMMITTING, by=by, at=at)
    if team.place == PlaceState.HELD:
        return
    if not hold:
        admission.release(team=team, by=by, at=at)
        return
    until = grace_end(team.convening, at)
    if team.place in (PlaceState.CONFIRMED, PlaceState.OFFERED, PlaceState.IN_CHECK):
        team_moves.move_place(team, PlaceState.HELD, by=by, at=at, held_until_at=until)
    elif team.deadline < until:  # it would lapse at once, in the line or among the selected
        team.promise_by_at = until
        team.save(update_fields=["promise_by_at"])


def grace_end(convening: Convening, at: datetime) -> datetime:
    """Until when a place is kept for a team that is asked again: some days, or until the convening begins."""
    if convening.keeps_after_grace:
        return max(convening.starts_at, at)
    return at + timedelta(days=convening.grace_days)
