"""One person named for two offices at registration: the team is registered, the second office waits."""

from dataclasses import replace
from typing import Any

import pytest

from agreements.models import Party
from journal.models import Entry
from mail.domain.delivery import deliver
from mail.models import Message
from registration.domain import coordination, digest_news, offices, sealing, succession, teams
from registration.domain.coordinators import NotYourSide
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.domain.registering import Registration
from registration.domain.shared_offices import (
    NotAskedToShare,
    OrganizersShare,
    ShareOutdated,
    ShareRefused,
    accept_shared,
    decline_shared,
)
from registration.models import SharedOffice, Team
from tests.registration.factories import BY, NOW, draft_of, make_convening, party_of, registration_of

pytestmark = pytest.mark.django_db
SECOND = "aft_president"


def merged(**over: Any) -> dict[str, Any]:
    """What a coordinator of a state team types where the president of a merged affiliate holds two offices."""
    draft = draft_of(make_convening(), kind="state", **over)
    first = replace(draft["holders"]["nea_president"], name="Marisol O'Brien-Nuñez", email="Marisol@example.org")
    second = HolderDraft(" Marisol O’Brien-Nuñez".replace("’", "'"), "marisol@EXAMPLE.org", "AFT Ohio", shares=True)
    return draft | {"holders": draft["holders"] | {"nea_president": first, SECOND: second}}


def registered(**over: Any) -> Team:
    draft = merged() | over
    return teams.register_team(convening=draft["type"].convening, **draft, by="public", at=NOW)


def lead(team: Team) -> str:
    return f"person:{team.coordinator_id}"


def invite(team: Team) -> Team:
    return teams.invite_signatories(team=team, by=lead(team), at=NOW)


def accept(team: Team, **over: Any) -> Team:
    return accept_shared(**{"party": party_of(team, SECOND), "reason": "Merged", "by": BY, "at": NOW, **over})


def decline(team: Team, **over: Any) -> Party:
    return decline_shared(**{"party": party_of(team, SECOND), "by": BY, "at": NOW, **over})


def test_registered_with_one_seat_and_the_second_office_waits() -> None:
    team = registered()
    party = party_of(team, SECOND)
    assert (party.signatory, party.same_as, party.same_as_asked_at) == (None, party_of(team, "nea_president"), NOW)
    assert (party.organization, party.reported_missing_at) == ("AFT Ohio", None)
    assert team.members.coming().filter(person__email="Marisol@example.org").count() == 1
    assert Entry.objects.get(kind="office.share_asked").data == {"team": team.pk, "office": SECOND}


def test_one_person_counts_once_against_the_most() -> None:
    draft = merged()
    convening = draft["type"].convening
    convening.members_most = len(draft["holders"]) - 1
    convening.save(update_fields=["members_most"])
    assert teams.register_team(convening=convening, **draft, by="public", at=NOW).members.coming().count() == 2


def test_kept_and_read_back_as_json() -> None:
    holders = {"superintendent": HolderDraft("A", "a@example.org", shares=True)}
    handed_in = registration_of(make_convening(), holders=holders)
    assert Registration.from_json(handed_in.as_json()).holders == holders
    old = handed_in.as_json()
    del old["holders"]["superintendent"]["shares"]
    assert Registration.from_json(old).holders["superintendent"].shares is False


def test_whoever_is_named_is_invited_meanwhile_and_the_waiting_office_still_counts() -> None:
    team = invite(registered())
    assert party_of(team, SECOND).answer is None
    assert [party.office for party in offices.missing_offices(team)] == ["state_chief", "nea_president", SECOND]


def test_accepted_they_hold_both_and_are_asked_for_each() -> None:
    team = accept(invite(registered()))
    party = party_of(team, SECOND)
    assert party.signatory == party_of(team, "nea_president").signatory
    assert (party.same_as, party.same_as_asked_at, party.organization) == (None, None, "AFT Ohio")
    assert (party.handed_over_at, party.answer.state) == (None, "invited")  # type: ignore[union-attr]
    assert SharedOffice.objects.get().reason == "Merged"
    asked = Message.objects.filter(occasion="commitment.invited", person_id=party.signatory_id)
    assert asked.count() == 2


def test_accepted_before_the_invitation_they_are_asked_with_the_others() -> None:
    team = accept(registered())
    assert party_of(team, SECOND).answer is None
    assert party_of(invite(team), SECOND).answer.state == "invited"  # type: ignore[union-attr]


def test_declined_the_coordinator_is_asked_for_somebody_else_and_names_them(mailoutbox: Any) -> None:
    team = invite(registered())
    decline(team)
    party = party_of(team, SECOND)
    assert (party.same_as, party.same_as_declined_at) == (None, NOW)
    message = Message.objects.get(occasion="office.share_declined")
    assert message.person_id == team.coordinator_id
    deliver(message_id=message.pk, at=NOW)
    assert party.label in mailoutbox[-1].subject
    assert "/l/" in mailoutbox[-1].body
    offices.name_holder(party=party, holder=HolderDraft("王小明", "wang@example.org"), by=lead(team), at=NOW)
    named = party_of(team, SECOND)
    assert (named.signatory.name, named.same_as_declined_at) == ("王小明", None)  # type: ignore[union-attr]
    assert named.answer.state == "invited"  # type: ignore[union-attr]


def test_the_mail_is_not_written_once_somebody_is_named(mailoutbox: Any) -> None:
    team = registered()
    decline(team)
    offices.name_holder(party=party_of(team, SECOND), holder=HolderDraft("Ann", "ann@example.org"), by=BY, at=NOW)
    deliver(message_id=Message.objects.get(occasion="office.share_declined").pk, at=NOW)
    assert mailoutbox == []


def test_a_side_with_a_coordinator_of_its_own_names_them_and_the_lead_does_not() -> None:
    team = registered()
    ana = PersonDraft("Ana", "ana@example.org")
    row = coordination.name_side_coordinator(team=team, side="union", person=ana, by=BY, at=NOW)
    decline(team)
    assert Message.objects.get(occasion="office.share_declined").person_id == row.person_id
    holder = HolderDraft("Ann", "ann@example.org")
    with pytest.raises(NotYourSide):
        offices.name_holder(party=party_of(team, SECOND), holder=holder, by=lead(team), at=NOW)
    offices.name_holder(party=party_of(team, SECOND), holder=holder, by=f"person:{row.person_id}", at=NOW)


def test_before_a_decline_the_lead_names_nobody_of_another_side() -> None:
    team = registered()
    with pytest.raises(NotYourSide):
        offices.name_holder(
            party=party_of(team, SECOND), holder=HolderDraft("Ann", "ann@example.org"), by=lead(team), at=NOW
        )


@pytest.mark.parametrize("answer", [accept, decline])
def test_organizers_alone_and_once(answer: Any) -> None:
    team = registered()
    for by in ("public", "system", lead(team)):
        with pytest.raises(OrganizersShare):
            answer(team, by=by)
    answer(team)
    for again in (accept, decline):
        with pytest.raises(NotAskedToShare):
            again(team)


def test_a_reason_is_wanted_and_nothing_is_written_without() -> None:
    team = registered()
    with pytest.raises(ShareRefused):
        accept(team, reason=" ")
    assert party_of(team, SECOND).same_as is not None


def test_the_other_office_has_another_holder_by_now() -> None:
    team = registered()
    other = party_of(team, "nea_president")
    succession.hand_over(party=other, holder=HolderDraft("Ann", "ann@example.org"), by=BY, at=NOW.replace(hour=20))
    with pytest.raises(ShareOutdated):
        accept(team)
    decline(team)


def test_somebody_named_meanwhile_takes_it_back() -> None:
    team = registered()
    offices.name_holder(party=party_of(team, SECOND), holder=HolderDraft("Ann", "ann@example.org"), by=BY, at=NOW)
    with pytest.raises(NotAskedToShare):
        accept(team)
    with pytest.raises(offices.OfficeHasHolder):
        offices.report_shared(
            party=party_of(team, SECOND), with_party=party_of(team, "nea_president"), by=BY, at=NOW
        )


def test_the_coordinator_is_not_told_that_nobody_is_named_while_it_waits() -> None:
    team = registered(coordinator_side="union")
    label = party_of(team, SECOND).label
    view = sealing.view_for_coordinator(team, "union")
    assert not [line for line in digest_news.missing_in(team, view, side="union") if label in line]
    decline(team)
    view = sealing.view_for_coordinator(team, "union")
    missing = digest_news.missing_in(team, view, side="union")
    assert [line for line in missing if label in line] == [f"{label}: nobody is named."]


def test_two_persons_with_one_mailbox_are_refused_whatever_is_said() -> None:
    draft = merged()
    draft["holders"][SECOND] = replace(draft["holders"][SECOND], name="Somebody Else")
    with pytest.raises(teams.SharesNone):
        teams.register_team(convening=draft["type"].convening, **draft, by="public", at=NOW)
