"""An office changes hands: who may, what stays on record, what the team keeps; and the code before the promise."""

import re
from datetime import timedelta

import pytest
from django.core import mail as box

from accounts.domain import links
from accounts.models import PrivateLink
from agreements.domain.commitments import NotYourAnswer
from agreements.models import Commitment, Party
from convenings.domain import convenings
from journal.models import Entry
from mail.domain import delivery
from mail.models import Message
from registration.domain import codes, consequences, people, promising, signatories, succession, teams
from registration.domain.consequences import Consequence, Effect
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.models import Attendee, PromiseCode, Team
from tests.registration.factories import BY, NOW, evidence, make_convening, make_team, parties_of, party_of, sign
from tests.registration.test_mailing import both, send

pytestmark = pytest.mark.django_db

NEW = HolderDraft("Ada Brook", "ada.brook@example.org")


@pytest.fixture
def team() -> Team:
    return make_team(make_convening(), "committing", name="Mesa Verde")


def hand_over(team: Team, office: str = "superintendent", *, by: str = "", holder: HolderDraft = NEW) -> Team:
    party = party_of(team, office)
    return succession.hand_over(party=party, holder=holder, by=by or f"person:{party.signatory_id}", at=NOW)


def code_of(mail: box.EmailMultiAlternatives) -> str:
    found = re.search(r"^(\d{6})$", str(mail.body), re.MULTILINE)
    assert found is not None
    return found.group(1)


def ask_code(party: Party) -> str:
    """The digits as they went out."""
    codes.ask(party=party, by=f"person:{party.signatory_id}", at=NOW)
    (mail,) = send("commitment.code")
    return code_of(mail)


def sign_with(party: Party, code: str) -> Team:
    by = f"person:{party.signatory_id}"
    return promising.sign_with_code(
        party=party, typed_name="Ada Brook", code=code, evidence=evidence(party), by=by, at=NOW
    )


class TestHandingOver:
    def test_both_stay_on_record_and_the_new_one_is_asked(self, team: Team) -> None:
        before = party_of(team, "superintendent").signatory
        hand_over(team)
        party = party_of(team, "superintendent")
        rows = [
            (row.state, row.signatory_id) for row in Commitment.objects.filter(party=party).order_by("number")
        ]
        assert rows == [("invited", before.pk), ("superseded", before.pk), ("invited", party.signatory_id)]
        assert (party.signatory.name, party.signatory.email) == (NEW.name, NEW.email)
        assert Message.objects.filter(occasion="commitment.invited", to_address=NEW.email).count() == 1
        entry = Entry.objects.get(kind="office.handed_over")
        assert entry.data["was"] == before.pk

    def test_the_old_link_dies_and_the_old_holder_is_told_without_a_link(self, team: Team) -> None:
        before = party_of(team, "superintendent").signatory
        subject = f"party:{party_of(team, 'superintendent').pk}"
        token = links.mint(
            person=before, purpose="answer", subject=subject, expires_at=NOW + timedelta(days=9), at=NOW
        )
        hand_over(team)
        with pytest.raises(links.LinkRevoked):
            links.open_link(token=token, at=NOW)
        assert not PrivateLink.objects.get().renewable
        (mail,) = send("office.handed_over")
        assert mail.to == [f"{before.name} <{before.email}>"]
        assert f"Dear {before.name}," in mail.body
        assert "/l/" not in both(mail)
        assert NEW.email not in both(mail)

    def test_the_new_holder_comes_and_the_old_one_does_not(self, team: Team) -> None:
        before = party_of(team, "superintendent").signatory
        hand_over(team)
        seats = dict(Attendee.objects.filter(team=team).values_list("person__email", "cancelled_at"))
        assert (seats[NEW.email], seats[before.email]) == (None, NOW)
        assert Attendee.objects.get(person__email=NEW.email).office == "superintendent"

    def test_a_complete_team_keeps_its_place_until_the_new_one_countersigned(self) -> None:
        team = make_team(make_convening(grace_days=10), "confirmed")
        number = team.completion
        team = hand_over(team, by=BY)
        assert (team.state, team.place) == ("committing", "held")
        assert team.place_held_until_at == NOW + timedelta(days=10)
        team = sign_with(party_of(team, "superintendent"), ask_code(party_of(team, "superintendent")))
        assert (team.state, team.place, team.completion) == ("committed", "confirmed", number)
        first = Commitment.objects.filter(party=party_of(team, "superintendent"), state="signed").order_by("number")
        assert first.count() == 2  # the predecessor's promise stays

    def test_a_waiting_team_keeps_its_number_even_after_the_deadline(self) -> None:
        convening = make_convening(capacity_teams=1)
        make_team(convening, "confirmed")
        team = make_team(convening, "waitlisted")
        later = convening.promise_by_at + timedelta(days=1)
        team = succession.hand_over(party=party_of(team, "superintendent"), holder=NEW, by=BY, at=later)
        assert (team.state, team.place, team.completion) == ("committing", "waitlisted", 2)
        assert team.deadline == later + timedelta(days=convening.grace_days)

    def test_before_the_invitation_nobody_is_written_to(self) -> None:
        team = hand_over(make_team(state="draft"), by=BY)
        assert not Message.objects.exclude(occasion="team.registered").exists()
        assert party_of(team, "superintendent").signatory.email == NEW.email

    def test_who_holds_another_office_still_comes(self, team: Team) -> None:
        board, superintendent = party_of(team, "board_president"), party_of(team, "superintendent")
        Party.objects.filter(pk=board.pk).update(signatory=superintendent.signatory)
        hand_over(team)
        seat = Attendee.objects.get(team=team, person=superintendent.signatory)
        assert (seat.cancelled_at, seat.office) == (None, "board_president")

    @pytest.mark.parametrize("who", ["coordinator", "another signatory", "a stranger"])
    def test_nobody_else_may(self, team: Team, who: str) -> None:
        by = {
            "coordinator": f"person:{team.coordinator_id}",
            "another signatory": f"person:{party_of(team, 'union_president').signatory_id}",
            "a stranger": "person:0",
        }[who]
        with pytest.raises(NotYourAnswer):
            hand_over(team, by=by)

    def test_who_declined_is_asked_again_by_organizers_alone(self, team: Team) -> None:
        party = party_of(team, "superintendent")
        promising.decline(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)
        with pytest.raises(NotYourAnswer):
            hand_over(team)
        assert hand_over(team, by=BY).state == "committing"

    def test_refusals(self, team: Team) -> None:
        own, union = party_of(team, "superintendent").signatory, party_of(team, "union_president").signatory
        with pytest.raises(succession.HoldsItAlready):
            hand_over(team, holder=HolderDraft("Somebody", own.email.upper()))
        with pytest.raises(people.HoldsAnother):
            hand_over(team, holder=HolderDraft("Somebody", union.email))
        teams.withdraw_team(team=team, reason="", by=BY, at=NOW)
        with pytest.raises(promising.TeamNotAsking):
            hand_over(team, by=BY)
        convenings.cancel(convening=team.convening, reason="Flood", by=BY, at=NOW)
        with pytest.raises(promising.ConveningNotOpen):
            hand_over(team, by=BY)

    def test_where_nobody_is_named(self) -> None:
        team = make_team(state="committing", kind="state")
        party = next(party for party in parties_of(team) if party.signatory_id is None)
        with pytest.raises(succession.NobodyHolds):
            succession.hand_over(party=party, holder=NEW, by=BY, at=NOW)

    def test_an_optional_office_moves_nothing(self) -> None:
        team = make_team(state="confirmed")
        Party.objects.filter(pk=party_of(team, "board_president").pk).update(requirement="optional")
        team = hand_over(team, "board_president", by=BY)
        assert (team.state, team.place) == ("committed", "confirmed")


class TestTheCode:
    @pytest.fixture
    def party(self, team: Team) -> Party:
        hand_over(team)
        return party_of(team, "superintendent")

    def test_without_it_nobody_promises_for_an_office_that_was_handed_over(self, party: Party) -> None:
        with pytest.raises(codes.CodeNeeded):
            sign(party)

    def test_with_it_they_do(self, party: Party) -> None:
        team = sign_with(party, ask_code(party))
        assert party_of(team, "superintendent").has_signed

    def test_a_convening_may_ask_everybody_for_one(self) -> None:
        team = make_team(make_convening(code_before_promise=True), "committing")
        party = party_of(team, "superintendent")
        with pytest.raises(codes.CodeNeeded):
            sign(party)
        sign_with(party, ask_code(party))

    def test_spaces_do_not_matter_and_the_digits_are_kept_nowhere(self, party: Party) -> None:
        digits = ask_code(party)
        message = Message.objects.get(occasion="commitment.code")
        assert digits not in f"{message.subject}{message.text}{message.html}"
        assert digits not in PromiseCode.objects.get().digest
        sign_with(party, f" {digits[:3]} {digits[3:]} ")

    def test_five_tries_then_even_the_right_one_is_refused(self, party: Party) -> None:
        digits = ask_code(party)
        wrong = f"{(int(digits) + 1) % 10**6:06d}"
        for _try in range(5):
            with pytest.raises(codes.CodeWrong):
                sign_with(party, wrong)
        with pytest.raises(codes.CodeSpent):
            sign_with(party, digits)
        assert not party_of(Team.objects.get(), "superintendent").has_signed

    def test_a_newer_one_replaces_it(self, party: Party) -> None:
        first = ask_code(party)
        second = ask_code(party)
        if first != second:
            with pytest.raises(codes.CodeWrong):
                sign_with(party, first)
        sign_with(party, second)

    def test_it_runs_out(self, party: Party) -> None:
        digits = ask_code(party)
        with pytest.raises(codes.CodeExpired):
            codes.prove(party=party, typed=digits, by=f"person:{party.signatory_id}", at=NOW + codes.LIVES)
        assert not codes.was_sent(party, at=NOW + codes.LIVES)

    def test_a_proof_holds_for_its_time_and_no_longer(self, party: Party) -> None:
        codes.prove(party=party, typed=ask_code(party), by=f"person:{party.signatory_id}", at=NOW)
        assert codes.is_proved(party, at=NOW + codes.LIVES - timedelta(seconds=1))
        assert not codes.is_proved(party, at=NOW + codes.LIVES)

    def test_five_an_hour(self, party: Party) -> None:
        for _number in range(5):
            codes.ask(party=party, by=f"person:{party.signatory_id}", at=NOW)
        with pytest.raises(codes.CodesTooMany):
            codes.ask(party=party, by=f"person:{party.signatory_id}", at=NOW + timedelta(minutes=59))
        codes.ask(party=party, by=f"person:{party.signatory_id}", at=NOW + timedelta(hours=1))

    def test_ten_a_day_for_one_holder(self, party: Party) -> None:
        by = f"person:{party.signatory_id}"
        for number in range(10):
            codes.ask(party=party, by=by, at=NOW + timedelta(hours=2 * number))
        with pytest.raises(codes.CodesTooManyToday):
            codes.ask(party=party, by=by, at=NOW + timedelta(hours=23))
        team = hand_over(Team.objects.get(), by=BY, holder=HolderDraft("Eve Short", "eve@example.org"))
        now = party_of(team, "superintendent")
        codes.ask(party=now, by=f"person:{now.signatory_id}", at=NOW + timedelta(hours=23))
        codes.ask(party=party, by=f"person:{now.signatory_id}", at=NOW + timedelta(hours=24))

    def test_only_the_holder_asks_and_proves(self, party: Party) -> None:
        with pytest.raises(NotYourAnswer):
            codes.ask(party=party, by="person:0", at=NOW)
        digits = ask_code(party)
        with pytest.raises(codes.CodeExpired):
            codes.prove(party=party, typed=digits, by="person:0", at=NOW)

    def test_the_code_of_a_predecessor_is_worth_nothing(self, party: Party) -> None:
        digits = ask_code(party)
        codes.prove(party=party, typed=digits, by=f"person:{party.signatory_id}", at=NOW)
        team = hand_over(Team.objects.get(), by=BY, holder=HolderDraft("Eve Short", "eve@example.org"))
        now = party_of(team, "superintendent")
        with pytest.raises(codes.CodeNeeded):
            sign(now)
        with pytest.raises(codes.CodeExpired):
            codes.prove(party=now, typed=digits, by=f"person:{now.signatory_id}", at=NOW)

    def test_a_mail_that_comes_late_brings_none(self, party: Party) -> None:
        codes.ask(party=party, by=f"person:{party.signatory_id}", at=NOW)
        message = Message.objects.get(occasion="commitment.code")
        delivery.deliver(message_id=message.pk, at=NOW + codes.LIVES + timedelta(seconds=1))
        message.refresh_from_db()
        assert message.state == "cancelled"


class TestChangingAnAddress:
    def test_the_old_address_is_told_and_learns_no_new_one(self, team: Team) -> None:
        party = party_of(team, "superintendent")
        was = party.signatory.email
        draft = PersonDraft(party.signatory.name, "new@example.org")
        signatories.correct_holder(party=party, draft=draft, by=BY, at=NOW)
        (mail,) = send("signatory.address_changed")
        assert mail.to == [f"{party.signatory.name} <{was}>"]
        assert "new@example.org" not in both(mail)
        assert "/l/" not in both(mail)

    def test_another_spelling_is_told_to_nobody(self, team: Team) -> None:
        party = party_of(team, "superintendent")
        signatories.correct_holder(party=party, draft=PersonDraft("Ruth X", party.signatory.email), by=BY, at=NOW)
        assert not Message.objects.filter(occasion="signatory.address_changed").exists()

    def test_after_the_promise_organizers_alone(self, team: Team) -> None:
        party = party_of(team, "superintendent")
        sign(party)
        draft = PersonDraft(party.signatory.name, "new@example.org")
        with pytest.raises(signatories.AlreadyPromised):
            signatories.correct_holder(party=party, draft=draft, by=f"person:{team.coordinator_id}", at=NOW)
        signatories.correct_holder(party=party, draft=draft, by=BY, at=NOW)
        assert party_of(team, "superintendent").has_signed


class TestWhatItWouldDo:
    def of(self, team: Team) -> tuple[Consequence, Consequence]:
        party = party_of(team, "superintendent")
        return consequences.of_withdrawal(team, party), consequences.of_succession(team, party, at=NOW)

    def test_of_an_incomplete_team(self, team: Team) -> None:
        sign(party_of(team, "superintendent"))
        assert [found.effect for found in self.of(team)] == [Effect.OPEN_AGAIN, Effect.OPEN_AGAIN]

    def test_of_a_confirmed_team(self) -> None:
        team = make_team(state="confirmed")
        withdrawal, change = self.of(team)
        assert withdrawal == Consequence(Effect.LOSES_PLACE)
        assert change == Consequence(Effect.KEEPS_PLACE, NOW + timedelta(days=team.convening.grace_days))
        party = party_of(team, "superintendent")
        team = promising.withdraw(party=party, reason="No", by=f"person:{party.signatory_id}", at=NOW)
        assert team.place == "released"  # as it was said

    def test_of_a_waiting_team(self) -> None:
        convening = make_convening(capacity_teams=1)
        make_team(convening, "confirmed")
        assert [found.effect for found in self.of(make_team(convening, "waitlisted"))] == [
            Effect.LOSES_LINE, Effect.KEEPS_LINE,
        ]  # fmt: skip

    def test_of_an_office_that_is_not_needed(self) -> None:
        team = make_team(state="confirmed")
        Party.objects.filter(pk=party_of(team, "superintendent").pk).update(requirement="optional")
        assert [found.effect for found in self.of(team)] == [Effect.NOT_NEEDED, Effect.NOT_NEEDED]
