"""Reminders to who has not answered: by the clock, and by hand."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from agreements.models import Party
from agreements.states import CommitmentState
from convenings.models import Convening
from convenings.states import ConveningState
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import letters
from registration.models import Team
from registration.states import TeamState

HOUR = time(9, 0)  # in the convening's zone
PAUSE = timedelta(days=1)  # between a reminder and one by hand


class NothingToRemind(Refusal):
    code = "nothing_to_remind"
    words = _("This office does not wait for a reminder.")


class RemindedAlready(Refusal):
    code = "reminded_already"


class NotYourSide(Refusal):
    code = "not_your_side"
    status = 403
    words = _("A coordinator reminds the offices of their own side.")


def owe_reminders(*, at: datetime) -> int:
    """Owes the reminders that are due; how many. Idempotent: each party gets one for each day that the convening names.

    After a standstill only the latest one that is due goes out, and none after the deadline. One short transaction
    for each team.
    """
    open_now = Convening.objects.filter(state=ConveningState.OPEN, opens_at__lte=at).exclude(remind_days_before=[])
    return sum(_owe_for(team, at=at) for convening in open_now for team in _due_teams(convening, at))


@transaction.atomic
def remind(*, party: Party, by: str, at: datetime) -> None:
    """A reminder by hand, once a day at most; the coordinator's own side only. The refusal says when the next may go.

    Refusals: not_your_side, nothing_to_remind, reminded_already. A coordinator is refused nothing for an office that
    declined or waits for a vote: that would tell them so. The mail is owed, and drops itself when it is composed. Their
    own reminders alone hold the next one back: the clock's would tell whom it passed over.
    """
    team = Team.objects.locked(Team.objects.of_party(party))
    fresh = Party.objects.with_answers().get(pk=party.pk)
    if by == f"person:{team.coordinator_id}" and fresh.side != team.coordinator_side:
        raise NotYourSide
    by_coordinator = by == f"person:{team.coordinator_id}"
    if not (may_be_reminded(fresh, team, at=at) or (by_coordinator and _seems_open(fresh, team, at=at))):
        raise NothingToRemind
    before = fresh.nudged_at if by_coordinator else fresh.reminded_at
    if before is not None and at < before + PAUSE:
        raise RemindedAlready(_too_soon(before, team.convening))
    letters.owe_party(
        "commitment.reminder", fresh, convening_id=team.convening_id, mark=f"by-hand:{at:%Y%m%dT%H%M%S}", at=at
    )
    if by_coordinator:
        fresh.nudged_at = at
        fresh.save(update_fields=["nudged_at"])
    _note(fresh, team, by=by, at=at)


def may_be_reminded(party: Party, team: Team, *, at: datetime) -> bool:
    """Whether a reminder to this party makes sense now. Wants `with_answers`."""
    if team.state != TeamState.COMMITTING or team.convening.state != ConveningState.OPEN or at >= team.deadline:
        return False
    answer = party.answer
    if answer is None or not party.is_gating or party.has_signed:
        return False
    if answer.state == CommitmentState.DEFERRED and answer.deferred_until_on is not None:
        return answer.deferred_until_on <= team.convening.local(at).date()
    return answer.state in (CommitmentState.INVITED, CommitmentState.SIGNED)  # signed: a text that no longer counts


def _seems_open(party: Party, team: Team, *, at: datetime) -> bool:
    """What a coordinator sees as open, whether it was declined, deferred or not answered."""
    asks = team.state == TeamState.COMMITTING and team.convening.state == ConveningState.OPEN and at < team.deadline
    return asks and party.is_gating and party.answer is not None and not party.has_signed


def due_day(team: Team, at: datetime) -> tuple[int, datetime] | None:
    """The latest reminder that is due: how many days before, and its instant. None: none yet."""
    convening = team.convening
    last_on = convening.local(team.deadline).date()
    for days in sorted(convening.remind_days_before):
        due_at = datetime.combine(last_on - timedelta(days=days), HOUR, tzinfo=convening.zone)
        if due_at <= at:
            return days, due_at
    return None


def _due_teams(convening: Convening, at: datetime) -> list[Team]:
    """Committing teams of the convening of whom somebody is due a reminder. Two queries."""
    teams = {t.agreement_id: t for t in Team.objects.filter(convening=convening, state=TeamState.COMMITTING)}
    waiting = Party.objects.missing().filter(agreement__team__in=teams.values(), answer__isnull=False)
    due = set()
    for party in waiting.with_answers():
        team = teams[party.agreement_id]
        team.convening = convening
        if _is_due(party, team, at=at):
            due.add(party.agreement_id)
    return [team for agreement_id, team in sorted(teams.items()) if agreement_id in due]


def _is_due(party: Party, team: Team, *, at: datetime) -> bool:
    """Whether a reminder is due that this party has not had: asked before it was due, and not reminded since."""
    due = due_day(team, at)
    if due is None or party.answer is None or not may_be_reminded(party, team, at=at):
        return False
    return party.answer.at <= due[1] and (party.reminded_at is None or party.reminded_at < due[1])


@transaction.atomic
def _owe_for(team: Team, *, at: datetime) -> int:
    fresh = Team.objects.locked(team)
    due = due_day(fresh, at)
    if due is None:
        return 0
    owed = 0
    for party in Party.objects.filter(agreement=fresh.agreement_id).with_answers().order_by("position"):
        if not _is_due(party, fresh, at=at):
            continue
        mark = f"{fresh.convening.local(fresh.deadline):%Y%m%d}:{due[0]}"
        if letters.owe_party("commitment.reminder", party, convening_id=fresh.convening_id, mark=mark, at=at):
            _note(party, fresh, by="system", at=at)
            owed += 1
    return owed


def _note(party: Party, team: Team, *, by: str, at: datetime) -> None:
    party.reminded_at = at
    party.save(update_fields=["reminded_at"])
    data = {"team": team.pk}
    entries.record(
        kind="commitment.reminded", by=by, at=at, subject=f"party:{party.pk}", convening_id=team.convening_id, data=data
    )


def _too_soon(reminded_at: datetime, convening: Convening) -> str:
    next_at = convening.local(reminded_at + PAUSE)
    return _("A reminder went out in the last 24 hours. From %(when)s on the next may go.") % {
        "when": date_format(next_at, pgettext("format of a day with its weekday, and a time", "l, F j, g:i a"))
    }
