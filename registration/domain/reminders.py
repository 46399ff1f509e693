"""Reminders to who has not answered: who may get one, and those by hand. The clock sends by rules (convenings)."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from accounts.domain.actors import is_organizer
from agreements.models import Party
from agreements.states import CommitmentState
from convenings.models import Convening
from journal.domain import entries
from journal.refusals import Refusal
from mail.domain import addresses
from registration.domain import coordinators, letters
from registration.domain.answering_time import takes_promises
from registration.models import Team
from registration.states import TeamState

PAUSE = timedelta(days=1)  # between a reminder and one by hand


class NothingToRemind(Refusal):
    code = "nothing_to_remind"
    words = _("This office does not wait for a reminder.")


class RemindedAlready(Refusal):
    code = "reminded_already"


class AddressUnreachable(Refusal):
    code = "address_unreachable"
    words = _("Our mail does not reach this address, so no reminder was sent. Correct the address first.")


@transaction.atomic
def remind(*, party: Party, by: str, at: datetime) -> None:
    """A reminder by hand, once a day at most; the coordinator's own side only. The refusal says when the next may go.

    Refusals: not_your_side, nothing_to_remind, address_unreachable, reminded_already. A coordinator is refused nothing
    because an office declined or waits for a vote: that would tell them so. The mail is owed, and drops itself when it
    is composed. Their own reminders alone hold the next one back: the clock's would tell whom it passed over.
    """
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.with_answers().get(pk=party.pk)
    by_coordinator = not is_organizer(by)
    coordinators.require_side(team, fresh.side, by)
    if not (may_be_reminded(fresh, team, at=at) or (by_coordinator and _seems_open(fresh, team, at=at))):
        raise NothingToRemind
    if fresh.signatory is not None and addresses.troubles([fresh.signatory.email]):
        raise AddressUnreachable
    before = fresh.nudged_at if by_coordinator else fresh.reminded_at
    if before is not None and at < before + PAUSE:
        raise RemindedAlready(_too_soon(before, team.convening))
    letters.owe_party(
        "commitment.reminder", fresh, convening_id=team.convening_id, mark=f"by-hand:{at:%Y%m%dT%H%M%S}", at=at
    )
    if by_coordinator:
        fresh.nudged_at = at
        fresh.save(update_fields=["nudged_at"])
    note(fresh, team_id=team.pk, convening_id=team.convening_id, by=by, at=at)


def may_be_reminded(party: Party, team: Team, *, at: datetime) -> bool:
    """Whether a reminder to this party makes sense now. Wants `with_answers`."""
    if team.state != TeamState.COMMITTING or not takes_promises(team) or at >= team.deadline:
        return False
    answer = party.answer
    if answer is None or not party.is_gating or party.has_signed:
        return False
    if answer.state == CommitmentState.DEFERRED and answer.deferred_until_on is not None:
        return answer.deferred_until_on <= team.convening.local(at).date()
    return answer.state in (CommitmentState.INVITED, CommitmentState.SIGNED)  # signed: a text that no longer counts


def _seems_open(party: Party, team: Team, *, at: datetime) -> bool:
    """What a coordinator sees as open, whether it was declined, deferred or not answered."""
    asks = team.state == TeamState.COMMITTING and takes_promises(team) and at < team.deadline
    return asks and party.is_gating and party.answer is not None and not party.has_signed


def note(party: Party, *, team_id: int, convening_id: int, by: str, at: datetime) -> None:
    """Writes down that a reminder is owed. Wants the convening locked."""
    party.reminded_at = at
    party.save(update_fields=["reminded_at"])
    data = {"team": team_id}
    entries.record(
        kind="commitment.reminded", by=by, at=at, subject=f"party:{party.pk}", convening_id=convening_id, data=data
    )


def _too_soon(reminded_at: datetime, convening: Convening) -> str:
    next_at = convening.local(reminded_at + PAUSE)
    return _("A reminder went out in the last 24 hours. From %(when)s on the next may go.") % {
        "when": date_format(next_at, pgettext("format of a day with its weekday, and a time", "l, F j, g:i a"))
    }
