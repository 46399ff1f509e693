"""Who comes, corrected: every exit once, and whose mailbox learns what."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from accounts.domain import links
from accounts.models import PrivateLink
from journal.models import Entry
from journal.refusals import Refusal
from mail.models import Message
from registration.domain import attendees, coordination, correcting, teams
from registration.domain.drafts import MemberDraft, PersonDraft
from registration.mailing import compose_address_changed
from registration.models import Attendee, AttendeeDetails, Preparation, Team
from tests.registration.factories import BY, NOW, make_convening, make_team, party_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Team:
    return make_team(None, "committing", members=1)


@pytest.fixture
def member(team: Team) -> Attendee:
    found: Attendee = team.members.select_related("person").get(office="")
    return found


@pytest.fixture
def lead(team: Team) -> str:
    return f"person:{team.coordinator_id}"


def draft_of(who: Attendee, **over: str) -> MemberDraft:
    stands = MemberDraft(who.person.name, who.person.email, who.job, who.side, who.organization)
    return replace(stands, **over)


def correct(who: Attendee, by: str = BY, **over: str) -> Attendee:
    return correcting.correct_attendee(attendee=who, draft=draft_of(who, **over), by=by, at=NOW)


def link(who: Attendee, purpose: str = "attend") -> None:
    subject = f"attendee:{who.pk}" if purpose == "attend" else "preparation:1"
    until = NOW + timedelta(days=9)
    links.mint(person=who.person, purpose=purpose, subject=subject, expires_at=until, at=NOW)


def mailed() -> set[tuple[str, str]]:
    told = Message.objects.filter(occasion__in=["attendee.address_changed", "link.renewed"])
    return set(told.values_list("occasion", "to_address"))


def refused(who: Attendee, by: str = BY, **over: str) -> tuple[str, str | None]:
    with pytest.raises(Refusal) as found:
        correct(who, by, **over)
    return found.value.code, found.value.field


def test_name_work_and_side_by_the_lead(member: Attendee, lead: str) -> None:
    correct(member, lead, name="Nguyễn  O'Brien-Nuñez", job=" Coach ", side="district")
    fresh = Attendee.objects.select_related("person").get(pk=member.pk)
    assert (fresh.person.name, fresh.job, fresh.side) == ("Nguyễn O'Brien-Nuñez", "Coach", "district")
    [entry] = Entry.objects.filter(kind="attendee.changed")
    assert (entry.by, entry.data) == (lead, {"team": fresh.team_id, "changed": ["name", "job", "side"]})
    correct(fresh, lead)
    assert Entry.objects.filter(kind="attendee.changed").count() == 1


def test_an_address_to_which_no_link_went_is_mended_in_silence(member: Attendee, lead: str) -> None:
    correct(member, lead, email=" right@example.org ")
    assert Attendee.objects.get(pk=member.pk).person.email == "right@example.org"
    assert mailed() == set()


def test_where_a_link_went_the_old_address_is_told_and_the_new_one_gets_its_own(member: Attendee, lead: str) -> None:
    was = member.person.email
    link(member)
    correct(member, lead, email="right@example.org")
    assert not PrivateLink.objects.filter(person=member.person, revoked_at=None).exists()
    assert mailed() == {("attendee.address_changed", was), ("link.renewed", "right@example.org")}
    told = compose_address_changed(Message.objects.get(occasion="attendee.address_changed"), NOW)
    assert told is not None
    assert (list(told.buttons), set(told.values)) == ([], {"convening", "contact"})


@pytest.mark.parametrize("more", ["details", "link", "coordinates", "prepares"])
def test_behind_more_than_the_own_page_organizers_alone_change_the_address(
    member: Attendee, lead: str, more: str
) -> None:
    team = member.team
    assert team is not None
    if more == "details":
        AttendeeDetails.objects.create(attendee=member, access_needs="uses a wheelchair", changed_at=NOW)
    elif more == "link":
        link(member, "prepare")
    elif more == "coordinates":
        who = PersonDraft(member.person.name, member.person.email)
        coordination.name_side_coordinator(team=team, side="union", person=who, by=BY, at=NOW)
    else:
        party = party_of(team, "superintendent")
        facts = {"principal": party.signatory, "assistant": member.person, "asked_at": NOW, "asked_by": BY}
        Preparation.objects.create(party=party, **facts)
    assert refused(member, lead, email="right@example.org") == ("address_is_theirs", "email")
    correct(member, lead, job="Coach")
    correct(member, email="right@example.org")
    assert Attendee.objects.get(pk=member.pk).person.email == "right@example.org"


def test_a_side_corrects_its_own_members_and_moves_nobody_to_another(team: Team, member: Attendee) -> None:
    named = {"team": team, "person": PersonDraft("Ana", "ana@example.org"), "by": BY, "at": NOW}
    union = f"person:{coordination.name_side_coordinator(side='union', **named).person_id}"
    named["person"] = PersonDraft("Bo", "bo@example.org")
    board = f"person:{coordination.name_side_coordinator(side='board', **named).person_id}"
    correct(member, union, job="Coach")
    assert refused(member, union, side="board")[0] == "not_your_side"
    assert refused(member, board, job="Spy")[0] == "not_your_side"
    assert refused(member, board, side="board")[0] == "not_your_side"


@pytest.mark.parametrize(
    ("over", "expected"),
    [
        ({"side": "moon"}, ("side_unknown", "side")), ({"name": "A\x1b"}, ("name_unprintable", "name")),
        ({"name": "\u200b"}, ("name_missing", "name")), ({"email": "nowhere"}, ("address_unusable", "email")),
        ({"email": ""}, ("address_unusable", "email")), ({"name": "EVIL.COM"}, ("name_is_address", "name")),
        ({"organization": "https://evil.example"}, ("name_is_address", "organization")),
        ({"job": "Coach\x07"}, ("name_unprintable", "job")),
    ],
)  # fmt: skip
def test_what_cannot_be(member: Attendee, over: dict[str, str], expected: tuple[str, str]) -> None:
    assert refused(member, **over) == expected


def test_an_address_of_somebody_else_on_the_team(team: Team, member: Attendee) -> None:
    leader = party_of(team, "superintendent").signatory
    for address in (leader.email.upper(), team.coordinator.email):
        assert refused(member, email=address) == ("already_comes", "email")
    assert correct(member, email=member.person.email.upper()).person.email == member.person.email.upper()


def test_not_at_an_office_nor_who_comes_no_more_nor_of_a_team_that_left(team: Team, member: Attendee) -> None:
    assert refused(team.members.exclude(office="").select_related("person")[0])[0] == "holds_office"
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)
    assert refused(member)[0] == "comes_no_more"
    Attendee.objects.filter(pk=member.pk).update(cancelled_at=None)
    teams.withdraw_team(team=team, reason="", by=BY, at=NOW)
    assert refused(member)[0] == "team_left"


def test_a_guest_without_an_address_may_go_on_without(db: None) -> None:
    guest: Any = attendees.add_attendee(
        convening=make_convening(), draft=PersonDraft("Ann", ""), kind="guest", by=BY, at=NOW
    )
    correct(guest, name="Ann Chu", organization="The lake")
    fresh = Attendee.objects.select_related("person").get()
    assert (fresh.person.name, fresh.person.email, fresh.organization) == ("Ann Chu", "", "The lake")
