"""The offices that a team type asks for: which are missing, and which a place does not have."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.domain import commitments
from agreements.models import Party
from agreements.states import Requirement
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import completion, coordinators, letters, people
from registration.domain.drafts import HolderDraft
from registration.domain.gate import missing_offices
from registration.domain.people import HoldsAnother
from registration.models import Team
from registration.states import TeamState

__all__ = ["HoldsAnother", "accept_missing", "missing_offices", "name_holder", "report_missing"]


class OfficeMustExist(Refusal):
    code = "office_must_exist"
    words = _("This office is asked of every team of this type.")


class OfficeHasHolder(Refusal):
    code = "office_has_holder"
    words = _("Somebody is named for this office and has answered. Withdraw that first.")


class NotReportedMissing(Refusal):
    code = "not_reported_missing"
    words = _("Nobody has reported that this office does not exist.")


@transaction.atomic
def report_missing(*, party: Party, by: str, at: datetime) -> Party:
    """The coordinator says "we have none". Counts only when an organizer accepts it. Idempotent."""
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.with_answers().get(pk=party.pk)
    if coordinators.side_of(team, by):
        coordinators.require_side(team, fresh.side, by)
    if fresh.requirement != Requirement.REQUIRED_IF_EXISTS:
        raise OfficeMustExist
    if fresh.has_signed:
        raise OfficeHasHolder
    if fresh.reported_missing_at is None:
        fresh.reported_missing_at = at
        fresh.save(update_fields=["reported_missing_at"])
        _record("office.reported_missing", fresh, team, by=by, at=at)
    return fresh


@transaction.atomic
def accept_missing(*, party: Party, by: str, at: datetime) -> Team:
    """An organizer accepts "we have none": the office is needed no more, which may complete the team. Idempotent."""
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.get(pk=party.pk)
    if fresh.requirement != Requirement.REQUIRED_IF_EXISTS:
        raise OfficeMustExist
    if fresh.reported_missing_at is None:
        raise NotReportedMissing
    if fresh.accepted_missing_at is None:
        fresh.accepted_missing_at = at
        fresh.save(update_fields=["accepted_missing_at"])
        _record("office.accepted_missing", fresh, team, by=by, at=at)
        completion.settle(team, by=by, at=at)
    return team


@transaction.atomic
def name_holder(*, party: Party, holder: HolderDraft, by: str, at: datetime) -> Team:
    """Names who holds an office that nobody was named for; takes "we have none" back, invites them if the team asks.

    A committed team for which an office turns up after all is committing again, its place held for the grace period.
    A coordinator names nobody who holds another office: they might be of another side, and mending the address of one
    office would then hand over the other. Refusals: office_has_holder, holds_another_office.
    """
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.get(pk=party.pk)
    if fresh.signatory_id is not None:
        raise OfficeHasHolder
    person = people.person_for(team, holder.person)
    by_coordinator = bool(coordinators.side_of(team, by))
    if by_coordinator:
        coordinators.require_side(team, fresh.side, by)
    if by_coordinator and people.holds_another(team, person, fresh):
        raise HoldsAnother
    people.seat_signatory(team, person, office=fresh.office, side=fresh.side, organization=holder.organization)
    fresh.signatory, fresh.organization = person, holder.organization
    fresh.reported_missing_at = fresh.accepted_missing_at = None
    fresh.save(update_fields=["signatory", "organization", "reported_missing_at", "accepted_missing_at"])
    _record("office.holder_named", fresh, team, by=by, at=at)
    if team.state in (TeamState.COMMITTING, TeamState.COMMITTED):
        invite_party(fresh, team, by=by, at=at)
        completion.unsettle(team, by=by, at=at, hold=True)
    return team


def invite_party(party: Party, team: Team, *, by: str, at: datetime) -> None:
    """Asks the holder of an office, and owes the mail."""
    commitment = commitments.invite(party=party, by=by, at=at)
    letters.owe_party("commitment.invited", party, convening_id=team.convening_id, mark=commitment.number, at=at)


def _record(kind: str, party: Party, team: Team, *, by: str, at: datetime) -> None:
    data = {"team": team.pk, "office": party.office}
    entries.record(kind=kind, by=by, at=at, subject=f"party:{party.pk}", convening_id=team.convening_id, data=data)
