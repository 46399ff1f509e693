"""A coordinator who reaches for offices of other sides, and mail that goes where it no longer should."""

import re

import pytest
from django.core import mail as box

from accounts.domain import people
from accounts.domain.renewal import renew_links
from accounts.models import PrivateLink
from agreements.models import Party
from convenings.domain.reminder_sweep import owe_due
from mail.domain import delivery, outbox
from mail.models import Message
from registration.domain import attendees, offices, promising, reminders, signatories
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.domain.sealing import view_for_coordinator
from registration.models import Team
from tests.registration.domain.test_reminders import TEN
from tests.registration.factories import NOW, draft_of, make_convening, make_team, parties_of, party_of, sign

pytestmark = pytest.mark.django_db
MINE = "mallory@example.org"


def union_team(state: str = "committing") -> Team:
    """A state team whose coordinator works for the union side, which has an office without a holder."""
    convening = make_convening()
    holders = dict(draft_of(convening, kind="state")["holders"])
    del holders["aft_president"]
    return make_team(convening, state, kind="state", coordinator_side="union", holders=holders)


def by(team: Team) -> str:
    return f"person:{team.coordinator_id}"


def held_by(party: Party) -> HolderDraft:
    assert party.signatory is not None
    return HolderDraft(party.signatory.name, party.signatory.email)


def test_nobody_is_named_for_a_second_office_by_a_coordinator() -> None:
    """Else the other side's leader is one person with an office of the own side, whose address may be corrected."""
    team = union_team()
    chief = party_of(team, "state_chief")
    with pytest.raises(offices.HoldsAnother):
        offices.name_holder(party=party_of(team, "aft_president"), holder=held_by(chief), by=by(team), at=NOW)
    assert party_of(team, "aft_president").signatory is None


def test_the_address_of_who_holds_an_office_of_another_side_is_not_mended() -> None:
    """Were one person to hold two offices, the coordinator of one side would get the other's link by "lost link"."""
    team = union_team()
    chief, union = party_of(team, "state_chief"), party_of(team, "aft_president")
    Party.objects.filter(pk=union.pk).update(signatory=chief.signatory)
    with pytest.raises(signatories.HoldsAnother):
        signatories.correct_holder(party=union, draft=PersonDraft("Mallory", MINE), by=by(team), at=NOW)
    assert renew_links(address=MINE, at=NOW) == []


def deliver(occasion: str) -> list[box.EmailMultiAlternatives]:
    box.outbox.clear()
    for pk in Message.objects.filter(occasion=occasion, state="queued").order_by("pk").values_list("pk", flat=True):
        delivery.deliver(message_id=pk, at=NOW)
    return list(box.outbox)  # type: ignore[arg-type]


def test_mail_that_still_waits_goes_to_the_new_address() -> None:
    """A mail that the wrong address has refused is tried for a day: it must not bring that address a live link."""
    team = make_team(state="committing")
    party = party_of(team, "superintendent")
    assert party.signatory is not None
    wrong = party.signatory.email
    draft = PersonDraft(party.signatory.name, "right@example.org")
    signatories.correct_holder(party=party, draft=draft, by=by(team), at=NOW)
    went = [address for mail in deliver("commitment.invited") for address in mail.to]
    assert not [address for address in went if wrong in address]
    assert [address for address in went if "right@example.org" in address]


def test_mail_that_was_taken_in_hand_before_brings_the_old_address_no_link() -> None:
    team = make_team(state="committing")
    party = party_of(team, "superintendent")
    assert party.signatory is not None
    message = Message.objects.get(occasion="commitment.invited", person_id=party.signatory_id)
    read_before = Message.objects.get(pk=message.pk)
    people.change_address(person=party.signatory, email="right@example.org", by=by(team), at=NOW)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Message.objects, "get", lambda **_named: read_before)
        delivery.deliver(message_id=message.pk, at=NOW)
    assert [mail.to for mail in box.outbox] == [[f"{party.signatory} <right@example.org>"]]
    assert PrivateLink.objects.get(purpose="answer").sent_to == "right@example.org"


def test_what_was_sent_before_stays_as_it_was() -> None:
    team = make_team(state="committing")
    deliver("commitment.invited")
    party = party_of(team, "superintendent")
    assert party.signatory is not None
    before = Message.objects.get(person_id=party.signatory_id).to_address
    people.change_address(person=party.signatory, email="right@example.org", by=by(team), at=NOW)
    assert Message.objects.get(person_id=party.signatory_id).to_address == before
    assert outbox.redirect(person_id=0, to_address="nobody@example.org", at=NOW) == 0


def test_a_signatory_gets_no_link_of_the_coordinators() -> None:
    """Somebody who was taken off the team is named for an office: they come again, and open their own page."""
    team = union_team()
    draft = PersonDraft("Ann Again", "again@example.org")
    member = attendees.add_member(team=team, person=draft, job="", side="", by=by(team), at=NOW)
    attendees.cancel_attendee(attendee=member, by=by(team), at=NOW)
    party = party_of(team, "aft_president")
    holder = HolderDraft("Ann Again", "again@example.org")
    team = offices.name_holder(party=party, holder=holder, by=by(team), at=NOW)
    for asked in parties_of(team):
        if asked.signatory_id:
            team = sign(asked)
    member.refresh_from_db()
    assert (team.state, member.cancelled_at, member.office) == ("committed", None, "aft_president")
    deliver("team.confirmed")
    theirs = set(PrivateLink.objects.filter(person=member.person).values_list("purpose", flat=True))
    assert theirs == {"attend", "answer"}
    assert set(PrivateLink.objects.filter(purpose="coordinate").values_list("person", flat=True)) == {
        team.coordinator_id
    }


def of_two_on_one_side() -> Team:
    """Both union offices are held, and the coordinator works for that side."""
    return make_team(make_convening(), "committing", kind="state", coordinator_side="union")


@pytest.mark.parametrize("answer", ["decline", "defer"])
def test_the_clocks_reminders_tell_a_coordinator_nothing(answer: str) -> None:
    """It reminds whom it may: who was passed over has declined, or waits for a vote."""
    seen = []
    for answers in (False, True):
        team = of_two_on_one_side()
        party = party_of(team, "nea_president")
        if answers and answer == "decline":
            promising.decline(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)
        elif answers:
            promising.defer(party=party, until_on=TEN.date().replace(day=30), by=f"person:{party.signatory_id}", at=NOW)
        owe_due(at=TEN)
        view = view_for_coordinator(team, team.coordinator_side)
        refused = []
        for own in (party_of(team, "nea_president"), party_of(team, "aft_president")):
            try:
                reminders.remind(party=own, by=by(team), at=TEN)
            except reminders.RemindedAlready as refusal:
                refused.append(re.sub(r"\d", "#", str(refusal.words)))
        seen.append(([office.reminded_at for office in view.offices], refused))
    assert seen[0] == seen[1]


def test_a_reminder_by_the_own_hand_is_shown_and_holds_the_next_one_back() -> None:
    team = of_two_on_one_side()
    reminders.remind(party=party_of(team, "nea_president"), by=by(team), at=NOW)
    shown = {office.label: office.reminded_at for office in view_for_coordinator(team, team.coordinator_side).offices}
    assert sorted(shown.values(), key=str) == [NOW, None]
    with pytest.raises(reminders.RemindedAlready):
        reminders.remind(party=party_of(team, "nea_president"), by=by(team), at=NOW)
