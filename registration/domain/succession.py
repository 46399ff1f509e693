"""An office changes hands: both holders stay on record, the new one promises anew, and the team keeps its place."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import links
from accounts.domain.actors import is_organizer
from accounts.models import Person
from agreements.domain import commitments
from agreements.models import Party
from agreements.states import CommitmentState
from convenings.states import ConveningState
from journal.domain import entries
from journal.refusals import Refusal
from registration.domain import attendees, completion, letters, offices, people, preparing
from registration.domain.drafts import HolderDraft
from registration.domain.forgetting_checks import forget_checks
from registration.domain.promising import ConveningNotOpen, TeamNotAsking
from registration.models import Attendee, Team
from registration.states import TeamState

ASKING = (TeamState.COMMITTING, TeamState.COMMITTED)
NOT_NOW = (CommitmentState.DECLINED, CommitmentState.WITHDRAWN)


class NobodyHolds(Refusal):
    code = "nobody_holds"
    words = _("Nobody is named for this office yet. Name its holder instead.")


class HoldsItAlready(Refusal):
    code = "holds_it_already"
    words = _("This is the address of who holds the office now.")
    field = "email"


@transaction.atomic
def hand_over(*, party: Party, holder: HolderDraft, by: str, at: datetime) -> Team:
    """Another person holds the office from now on: asked anew, with a mailed code before the promise.

    For its holder ("not me") and for organizers. The predecessor's answer is superseded, their link to it dies, and
    they are told. A complete team is committing again and keeps its place for the grace period. Locks convening, team
    and agreement. Refusals: not_signatory, nobody_holds, holds_it_already, holds_another_office, convening_not_open,
    team_not_committing, and those of a person's name and address.
    """
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.with_answers().get(pk=party.pk)
    _check(team, fresh, holder, by=by)
    before = fresh.signatory
    assert before is not None  # _check
    after = people.person_for(team, holder.person)
    if fresh.answer is not None:
        commitments.supersede(party=fresh, by=by, at=at)
    _install(fresh, after, holder, at=at)
    forget_checks([fresh], team, by=by, at=at)
    links.revoke_links(purpose="answer", subject=f"party:{fresh.pk}", at=at)
    preparing.end(fresh, team, by=by, at=at)
    people.seat_signatory(team, after, office=fresh.office, side=fresh.side, organization=fresh.organization)
    _unseat(team, before, fresh, by=by, at=at)
    entries.record(
        kind="office.handed_over",
        by=by,
        at=at,
        subject=f"party:{fresh.pk}",
        convening_id=team.convening_id,
        data={"team": team.pk, "office": fresh.office, "was": before.pk, "holder": after.pk},
    )
    if team.state in ASKING:
        mark = f"{at:%Y%m%dT%H%M%S}"
        letters.owe_person("office.handed_over", before, fresh, convening_id=team.convening_id, mark=mark, at=at)
        offices.invite_party(fresh, team, by=by, at=at)
        completion.unsettle(team, by=by, at=at, hold=True)
    return team


def may_hand_over(party: Party) -> bool:
    """Whether its holder may still say "not me": not after a no, which is for organizers to open again."""
    return party.signatory_id is not None and (party.answer is None or party.answer.state not in NOT_NOW)


def _check(team: Team, party: Party, holder: HolderDraft, *, by: str) -> None:
    by_organizer = is_organizer(by)
    if party.signatory is None:
        raise NobodyHolds
    if not by_organizer and (by != f"person:{party.signatory_id}" or not may_hand_over(party)):
        raise commitments.NotYourAnswer
    if team.convening.state not in (ConveningState.OPEN, ConveningState.CLOSED):
        raise ConveningNotOpen
    if team.state not in (TeamState.DRAFT, *ASKING):
        raise TeamNotAsking
    people.check_names(holder.name, holder.organization)
    typed = holder.email.strip().casefold()
    if typed == party.signatory.email.casefold():
        raise HoldsItAlready
    others = Party.objects.filter(agreement_id=party.agreement_id).exclude(pk=party.pk).select_related("signatory")
    held = {other.signatory.email.casefold() for other in others if other.signatory is not None}
    if typed in held and not by_organizer:
        raise people.HoldsAnother


def _install(party: Party, person: Person, holder: HolderDraft, *, at: datetime) -> None:
    party.signatory = person
    party.organization = holder.organization.strip()[:200] or party.organization
    party.handed_over_at, party.reminded_at = at, None
    party.save(update_fields=["signatory", "organization", "handed_over_at", "reminded_at"])


def _unseat(team: Team, person: Person, party: Party, *, by: str, at: datetime) -> None:
    """Who leaves the office does not come with the team, unless they hold another one."""
    seat = Attendee.objects.filter(team=team, person=person, cancelled_at=None).first()
    if seat is None:
        return
    other = Party.objects.filter(agreement_id=party.agreement_id, signatory=person).order_by("position").first()
    seat.office = other.office if other else ""
    seat.save(update_fields=["office"])
    if other is None:
        attendees.cancel_attendee(attendee=seat, by=by, at=at)
