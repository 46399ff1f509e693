"""The offices that a team type asks for: which are missing, and which a place does not have."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from agreements.domain import commitments
from agreements.models import Party
from agreements.states import Requirement
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import admission, completion, coordinators, letters, people
from registration.domain.drafts import HolderDraft
from registration.domain.gate import missing_offices
from registration.domain.people import HoldsAnother
from registration.models import Team
from registration.states import TeamState

__all__ = [
    "HoldsAnother", "accept_missing", "missing_offices", "name_holder", "report_missing", "report_shared",
]  # fmt: skip


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
        admission.confirm_checked(team, by=by, at=at)
    return team


@transaction.atomic
def report_shared(*, party: Party, with_party: Party, by: str, at: datetime) -> Party:
    """The coordinator says that the holder of another office holds this one, too. Counts only when an organizer accepts
    it (registration.domain.shared_offices); nobody is named for it until then. Refusal: office_has_holder.
    """
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.get(pk=party.pk)
    if fresh.signatory_id is not None:
        raise OfficeHasHolder
    fresh.same_as, fresh.same_as_asked_at, fresh.same_as_declined_at = with_party, at, None
    fresh.save(update_fields=["same_as", "same_as_asked_at", "same_as_declined_at"])
    _record("office.share_asked", fresh, team, by=by, at=at)
    return fresh


@transaction.atomic
def name_holder(*, party: Party, holder: HolderDraft, by: str, at: datetime) -> Team:
    """Names who holds an office that nobody was named for; takes "we have none" and "the same person" back, invites
    them if the team asks.

    A committed team for which an office turns up after all is committing again, its place held for the grace period.
    A coordinator names nobody who holds another office: they might be of another side, and mending the address of one
    office would then hand over the other. Refusals: office_has_holder, holds_another_office, and those of names.
    """
    people.check_names(holder.organization, field="organization")
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.get(pk=party.pk)
    if fresh.signatory_id is not None:
        raise OfficeHasHolder
    person = people.person_for(team, holder.person)
    by_coordinator = bool(coordinators.side_of(team, by))
    if by_coordinator and not may_name_another(team, fresh, by):
        coordinators.require_side(team, fresh.side, by)
    if by_coordinator and people.holds_another(team, person, fresh):
        raise HoldsAnother
    people.seat_signatory(team, person, office=fresh.office, side=fresh.side, organization=holder.organization)
    fresh.signatory, fresh.organization = person, holder.organization
    fresh.reported_missing_at = fresh.accepted_missing_at = None
    fresh.same_as = fresh.same_as_asked_at = fresh.same_as_declined_at = None
    fresh.save(
        update_fields=[
            *("signatory", "organization", "reported_missing_at", "accepted_missing_at"),
            *("same_as", "same_as_asked_at", "same_as_declined_at"),
        ]
    )
    _record("office.holder_named", fresh, team, by=by, at=at)
    if team.state in (TeamState.COMMITTING, TeamState.COMMITTED):
        invite_party(fresh, team, by=by, at=at)
        completion.unsettle(team, by=by, at=at, hold=True)
    return team


def may_name_another(team: Team, party: Party, by: str) -> bool:
    """Whether this coordinator names somebody else, now that organizers declined "the same person": who looks after
    the side, which is the lead where it has no coordinator of its own. One query at most.
    """
    return party.same_as_declined_at is not None and by == f"person:{coordinators.for_side(team, party.side).pk}"


def invite_party(party: Party, team: Team, *, by: str, at: datetime) -> None:
    """Asks the holder of an office, and owes the mail."""
    commitment = commitments.invite(party=party, by=by, at=at)
    letters.owe_party("commitment.invited", party, convening_id=team.convening_id, mark=commitment.number, at=at)


def _record(kind: str, party: Party, team: Team, *, by: str, at: datetime) -> None:
    data = {"team": team.pk, "office": party.office}
    entries.record(kind=kind, by=by, at=at, subject=f"party:{party.pk}", convening_id=team.convening_id, data=data)
