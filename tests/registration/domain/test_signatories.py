"""Mending who holds an office: every exit once."""

import pytest

from accounts.domain import links
from accounts.models import PrivateLink
from agreements.models import Party
from journal.models import Entry, EntryPayload
from mail.models import Message
from registration.domain import coordination, coordinators, promising, signatories, teams
from registration.domain.drafts import PersonDraft
from registration.models import AttendeeDetails
from tests.registration.factories import BY, NOW, make_team, party_of, sign

pytestmark = pytest.mark.django_db
DRAFT = PersonDraft("Karen Whitlock", "karen@example.org")


def correct(party: Party, draft: PersonDraft = DRAFT, by: str = BY) -> Party:
    return signatories.correct_holder(party=party, draft=draft, by=by, at=NOW)


def invited_to(address: str) -> int:
    return Message.objects.filter(occasion="commitment.invited", to_address=address).count()


def test_another_address_ends_the_old_links_and_is_written_to() -> None:
    party = party_of(make_team(state="committing"), "superintendent")
    links.mint(person=party.signatory, purpose="answer", subject=f"party:{party.pk}", expires_at=NOW, at=NOW)
    Message.objects.update(state="sent")
    correct(party)
    assert not PrivateLink.objects.filter(revoked_at=None).exists()
    assert invited_to("karen@example.org") == 1
    entry = Entry.objects.get(kind="signatory.corrected")
    assert entry.data == {"team": party.agreement.team.pk, "office": "superintendent"}
    assert not EntryPayload.objects.filter(entry=entry).exists()


def test_in_a_draft_nobody_is_written_to() -> None:
    party = party_of(make_team(), "superintendent")
    assert correct(party).signatory.name == "Karen Whitlock"
    assert not Message.objects.filter(occasion="commitment.invited").exists()


def test_another_spelling_alone_sends_nothing() -> None:
    party = party_of(make_team(state="committing"), "superintendent")
    before = Message.objects.count()
    correct(party, PersonDraft("Dr. Karen Whitlock", party.signatory.email))
    party.signatory.refresh_from_db()
    assert (party.signatory.name, Message.objects.count()) == ("Dr. Karen Whitlock", before)


def test_whoever_declined_is_not_asked_again_and_it_looks_the_same() -> None:
    party = party_of(make_team(state="committing"), "superintendent")
    promising.decline(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)
    assert correct(party).signatory.email == "karen@example.org"
    assert not Message.objects.filter(key__contains=":corrected:").exists()


def test_a_coordinator_mends_the_own_side_only() -> None:
    team = make_team(state="committing")
    with pytest.raises(coordinators.NotYourSide):
        correct(party_of(team, "union_president"), by=f"person:{team.coordinator_id}")
    assert correct(party_of(team, "superintendent"), by=f"person:{team.coordinator_id}").signatory.name == DRAFT.name


def test_until_the_leaders_are_invited_the_lead_mends_every_side_without_a_coordinator() -> None:
    team = make_team()
    lead, union, board = f"person:{team.coordinator_id}", "union_president", "board_president"
    assert correct(party_of(team, union), by=lead).signatory.email == DRAFT.email
    named = {"team": team, "side": "board", "person": PersonDraft("Ana", "ana@example.org")}
    ana = coordination.name_side_coordinator(**named, by=BY, at=NOW)
    with pytest.raises(coordinators.NotYourSide):
        correct(party_of(team, board), PersonDraft("B", "b@example.org"), by=lead)
    with pytest.raises(coordinators.NotYourSide):
        correct(party_of(team, union), PersonDraft("B", "b@example.org"), by=f"person:{ana.person_id}")
    teams.invite_signatories(team=team, by=BY, at=NOW)
    with pytest.raises(coordinators.NotYourSide):
        correct(party_of(team, union), PersonDraft("B", "b@example.org"), by=lead)


def test_after_the_promise_it_stands() -> None:
    party = party_of(make_team(state="committing"), "superintendent")
    sign(party)
    with pytest.raises(signatories.AlreadyPromised):
        correct(party, by=f"person:{party.agreement.team.coordinator_id}")


def test_an_address_of_somebody_else_on_the_team_is_taken() -> None:
    team = make_team(state="committing")
    taken = party_of(team, "union_president").signatory.email
    for address in (taken.upper(), team.coordinator.email):
        with pytest.raises(signatories.AddressTaken):
            correct(party_of(team, "superintendent"), PersonDraft("Karen Whitlock", address))


def test_a_coordinator_who_holds_the_office_keeps_the_own_link() -> None:
    team = make_team()
    party = party_of(team, "superintendent")
    party.signatory = team.coordinator
    party.save(update_fields=["signatory"])
    with pytest.raises(signatories.OwnAddress):
        correct(party)


def test_what_a_holder_told_in_confidence_follows_no_coordinators_address() -> None:
    party = party_of(make_team(state="committing"), "superintendent")
    seat = party.agreement.team.members.get(person=party.signatory)
    AttendeeDetails.objects.create(attendee=seat, access_needs="uses a wheelchair", changed_at=NOW)
    coordinator = f"person:{coordinators.for_side(party.agreement.team, party.side).pk}"

    with pytest.raises(signatories.HolderToldOthers):
        correct(party, by=coordinator)
    assert correct(party, PersonDraft("Karen Whitlock", party.signatory.email), by=coordinator)
    assert correct(party).signatory.email == "karen@example.org"
