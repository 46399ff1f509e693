"""Mending who holds an office: a slip in a name or an address, before the promise."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.domain import people
from accounts.domain.actors import is_organizer
from agreements.models import Party
from agreements.states import CommitmentState
from journal.domain import entries
from journal.refusals import Refusal
from mail.domain import outbox
from registration.domain import coordinators, letters
from registration.domain.drafts import PersonDraft
from registration.domain.forgetting_checks import forget_checks_of
from registration.domain.people import HoldsAnother, check_names, holds_another
from registration.models import AttendeeDetails, Preparation, Team
from registration.states import TeamState

ASKED = (CommitmentState.INVITED, CommitmentState.DEFERRED)


class AlreadyPromised(Refusal):
    code = "already_promised"
    words = _("This promise was given; its address stays on record. Ask the organizers.")


class OwnAddress(Refusal):
    code = "own_address"
    words = _("You hold this office yourself, and your own link goes to this address. Ask the organizers to change it.")
    field = "email"


class AddressTaken(Refusal):
    code = "same_address"
    words = _("Somebody else on the team has this address. Each needs their own: the promise is personal.")
    field = "email"


class HolderToldOthers(Refusal):
    code = "holder_told_details"
    words = _(
        "This person has told us by their own link what coordinators do not see, such as needs or a telephone number. "
        "Ask the organizers to change the address."
    )
    field = "email"


@transaction.atomic
def correct_holder(*, party: Party, draft: PersonDraft, by: str, at: datetime) -> Party:
    """Another spelling or address of the same holder. Links to the old address stop working, the new one is written to,
    and the old one is told, where it was ever written to. Once there is a promise, for organizers alone.

    What organizers had checked is to be checked anew. Another address from a coordinator, once the office was asked,
    counts as another holder: a mailed code comes before the promise.
    Refusals: not_your_side, already_promised, own_address, same_address, holds_another_office, holder_told_details, and
    those of accounts.
    Whether the holder declined or deferred makes no difference to who asks: it is for organizers alone.
    """
    team = Team.objects.locked_of_party(party)
    fresh = Party.objects.with_answers().get(pk=party.pk)
    _check(team, fresh, draft, by=by)
    person = fresh.signatory
    assert person is not None  # _check
    renamed = person.name != draft.name.strip()
    if renamed:
        person = people.rename_person(person=person, name=draft.name, by=by, at=at)
    was = person.email
    moved = was != draft.email.strip()
    if moved:
        person = people.change_address(person=person, email=draft.email, by=by, at=at)
    fresh.signatory = person
    if renamed or moved:
        forget_checks_of(person, team, by=by, at=at)
    if moved and fresh.answer is not None and not is_organizer(by):
        fresh.handed_over_at = at
        fresh.save(update_fields=["handed_over_at"])
    data = {"team": team.pk, "office": fresh.office}
    entries.record(
        kind="signatory.corrected", by=by, at=at, subject=f"party:{fresh.pk}", convening_id=team.convening_id, data=data
    )
    if moved and fresh.answer is not None:
        letters.owe_old_address(fresh, was, convening_id=team.convening_id, at=at)
    asked = team.state == TeamState.COMMITTING and fresh.answer is not None and fresh.answer.state in ASKED
    if moved and asked and fresh.answer and not outbox.is_waiting(occasion="commitment.invited", person_id=person.pk):
        mark = f"{fresh.answer.number}:corrected:{at:%Y%m%dT%H%M%S}"
        letters.owe_party("commitment.invited", fresh, convening_id=team.convening_id, mark=mark, at=at)
    return fresh


def may_correct_yet(team: Team, side: str, by: str) -> bool:
    """Whether the lead, who typed all holders, may still mend one of another side: until the leaders are invited, and
    where that side has no coordinator of its own. One query at most.
    """
    is_before = team.state == TeamState.DRAFT and team.invited_at is None
    return is_before and coordinators.is_lead(team, by) and by == f"person:{coordinators.for_side(team, side).pk}"


def _check(team: Team, party: Party, draft: PersonDraft, *, by: str) -> None:
    by_organizer = is_organizer(by)
    if not may_correct_yet(team, party.side, by):
        coordinators.require_side(team, party.side, by)
    if party.signatory is None or (party.has_signed and not by_organizer):
        raise AlreadyPromised
    check_names(draft.name)
    typed = draft.email.strip().casefold()
    if typed == party.signatory.email.casefold():
        return
    if coordinators.coordinates(team, party.signatory_id):
        raise OwnAddress
    if not by_organizer and holds_another(team, party.signatory, party):
        raise HoldsAnother
    if not by_organizer and AttendeeDetails.objects.filter(attendee__person=party.signatory_id).exists():
        raise HolderToldOthers  # who reads the mail of the new address would read what they told
    members = team.members.select_related("person")
    known = {coordinator.person.email.casefold() for coordinator in coordinators.of_team(team)}
    known |= {member.person.email.casefold() for member in members}
    prepare = Preparation.objects.standing().filter(party__agreement=team.agreement_id).select_related("assistant")
    known |= {preparation.assistant.email.casefold() for preparation in prepare}
    if typed in known:
        raise AddressTaken
