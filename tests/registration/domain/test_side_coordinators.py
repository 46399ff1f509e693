"""A coordinator for each side: what each may do, whom they are told about, and who takes it from them."""

import pytest

from accounts.domain import links
from accounts.domain.people import NameMissing
from convenings.domain import convenings
from journal.models import Entry
from mail.models import Message
from registration.domain import (
    attendees,
    coordination,
    coordinators,
    letters,
    notices,
    offers,
    offices,
    registering,
    reminders,
    signatories,
    teams,
)
from registration.domain.drafts import HolderDraft, PersonDraft
from registration.models import SideCoordinator, Team
from tests.registration.factories import BY, NOW, make_convening, make_team, parties_of, party_of, registration_of

pytestmark = pytest.mark.django_db
ANA = PersonDraft("Ana O'Brien-Nuñez", "ana@example.org")


@pytest.fixture
def team() -> Team:
    """Coordinated from the district."""
    return make_team(state="committing")


def lead(team: Team) -> str:
    return f"person:{team.coordinator_id}"


def leader(team: Team, office: str = "union_president") -> str:
    return f"person:{party_of(team, office).signatory_id}"


def name(team: Team, side: str = "union", person: PersonDraft = ANA, by: str = "") -> SideCoordinator:
    """By a leader of the side, once they are invited; before that by the lead."""
    holders = [party for party in parties_of(team) if party.side == side and party.signatory_id and team.invited_at]
    who = by or (f"person:{holders[0].signatory_id}" if holders else lead(team))
    return coordination.name_side_coordinator(team=team, side=side, person=person, by=who, at=NOW)


def token_of(team: Team, found: SideCoordinator) -> str:
    until = team.convening.ends_at
    return links.mint(person=found.person, purpose="coordinate", subject=f"team:{team.pk}", expires_at=until, at=NOW)


def test_named_they_get_mail_and_their_leaders_are_told(team: Team) -> None:
    found = name(team)
    union = party_of(team, "union_president")

    assert [m.to_address for m in Message.objects.filter(occasion="team.side_named")] == ["ana@example.org"]
    assert [m.person_id for m in Message.objects.filter(occasion="team.side_told")] == [union.signatory_id]
    entry = Entry.objects.get(kind="team.coordinator_named")
    assert (entry.by, entry.data) == (leader(team), {"coordinator": found.person_id, "side": "union"})
    assert [(c.person.name, c.side, c.is_lead) for c in coordinators.of_team(team)] == [
        (team.coordinator.name, "district", True),
        ("Ana O'Brien-Nuñez", "union", False),
    ]
    assert coordinators.for_side(team, "union") == found.person
    assert coordinators.for_side(team, "board") == coordinators.for_side(team, "district") == team.coordinator


def test_leaders_who_were_not_asked_yet_get_no_mail() -> None:
    name(make_team())
    assert not Message.objects.filter(occasion="team.side_told").exists()


@pytest.mark.parametrize(
    ("side", "person", "refusal"),
    [
        ("district", ANA, coordination.SideNotAsked),  # the lead's own
        ("state", ANA, coordination.SideNamesItself),  # no office of this team
        ("union", None, coordination.CoordinatorUnfit),
        ("union", PersonDraft("", "x@example.org"), NameMissing),
    ],
)
def test_refusals(team: Team, side: str, person: PersonDraft | None, refusal: type[Exception]) -> None:
    who = person or PersonDraft(team.coordinator.name, team.coordinator.email.upper())
    with pytest.raises(refusal):
        name(team, side, who)
    assert not SideCoordinator.objects.exists()


def test_one_for_each_side_and_one_side_for_each(team: Team) -> None:
    name(team)
    with pytest.raises(coordination.SideNotAsked):
        name(team, person=PersonDraft("Ben", "ben@example.org"))
    with pytest.raises(coordination.CoordinatorUnfit):
        name(team, side="board")
    with pytest.raises(coordination.CoordinatesAlready):
        name(team, side="board", by=BY)


def test_nobody_looks_after_a_side_who_leads_another(team: Team) -> None:
    superintendent = party_of(team, "superintendent").signatory
    assert superintendent is not None
    draft = PersonDraft(superintendent.name, superintendent.email)
    with pytest.raises(coordination.CoordinatorUnfit):
        name(team, person=draft)
    with pytest.raises(coordination.LeadsOtherSide):
        name(team, person=draft, by=BY)
    union = party_of(team, "union_president").signatory
    assert union is not None
    with pytest.raises(coordination.CoordinatorUnfit):
        coordination.hand_over(team=team, person=PersonDraft(union.name, union.email), by=lead(team), at=NOW)


def test_once_the_leaders_are_invited_the_lead_names_nobody(team: Team) -> None:
    """A second mailbox of their own would see how the other side answered, and could put another holder there."""
    for side in ("union", "board"):
        with pytest.raises(coordination.SideNamesItself):
            name(team, side=side, by=lead(team))
        with pytest.raises(coordination.SideNamesItself):
            coordination.put_side_coordinator(team=team, side=side, person=ANA, by=lead(team), at=NOW)
    assert not SideCoordinator.objects.exists()


def test_only_the_sides_leaders_and_organizers_name_then(team: Team) -> None:
    others = [leader(team, office) for office in ("superintendent", "board_president")]
    for by in (*others, f"person:{10**9}", "person:²", "public"):
        with pytest.raises(coordination.NotCoordinator):
            name(team, by=by)
    ana = name(team, by=BY)
    with pytest.raises(coordination.NotCoordinator):
        name(team, side="board", person=PersonDraft("Ben", "ben@example.org"), by=f"person:{ana.person_id}")


def test_before_that_the_lead_names_and_no_leader_does() -> None:
    team = make_team()
    with pytest.raises(coordination.NotCoordinator):
        name(team, by=leader(team))
    for side in ("state", "moon"):
        with pytest.raises(coordination.SideNotAsked):
            name(team, side=side, by=lead(team))
    puppet = name(team, person=PersonDraft("Cora Puppet", "cora@example.net"), by=lead(team))
    with pytest.raises(coordination.NotCoordinator):
        coordination.put_side_coordinator(team=team, side="union", person=ANA, by=leader(team), at=NOW)
    token = token_of(team, puppet)
    team = teams.invite_signatories(team=team, by=lead(team), at=NOW)

    with pytest.raises(coordination.NotCoordinator):
        coordination.put_side_coordinator(
            team=team, side="union", person=ANA, by=leader(team, "superintendent"), at=NOW
        )
    coordination.put_side_coordinator(team=team, side="union", person=ANA, by=leader(team), at=NOW)
    assert coordinators.for_side(team, "union").email == "ana@example.org"
    with pytest.raises(links.LinkRevoked):
        links.open_link(token=token, at=NOW)


class TestOwnSideAlone:
    @pytest.fixture
    def ana(self, team: Team) -> str:
        return f"person:{name(team).person_id}"

    def test_reminds(self, team: Team, ana: str) -> None:
        reminders.remind(party=party_of(team, "union_president"), by=ana, at=NOW)
        with pytest.raises(coordinators.NotYourSide):
            reminders.remind(party=party_of(team, "superintendent"), by=ana, at=NOW)
        with pytest.raises(coordinators.NotYourSide):
            reminders.remind(party=party_of(team, "union_president"), by=lead(team), at=NOW)
        assert party_of(team, "union_president").nudged_at == NOW

    def test_corrects_an_address(self, team: Team, ana: str) -> None:
        draft = PersonDraft("Marisol Archuleta", "marisol@example.org")
        with pytest.raises(coordinators.NotYourSide):
            signatories.correct_holder(party=party_of(team, "superintendent"), draft=draft, by=ana, at=NOW)
        with pytest.raises(coordinators.NotYourSide):
            signatories.correct_holder(party=party_of(team, "union_president"), draft=draft, by=lead(team), at=NOW)
        mended = signatories.correct_holder(party=party_of(team, "union_president"), draft=draft, by=ana, at=NOW)
        assert mended.signatory is not None
        assert mended.signatory.email == "marisol@example.org"
        with pytest.raises(signatories.AddressTaken):
            signatories.correct_holder(party=mended, draft=PersonDraft("Marisol", "ANA@example.org"), by=BY, at=NOW)

    def test_names_and_reports_offices(self) -> None:
        team = make_team(state="committing", kind="state")
        ana = f"person:{name(team).person_id}"
        board, nea = party_of(team, "state_board"), party_of(team, "nea_president")
        with pytest.raises(coordinators.NotYourSide):
            offices.name_holder(party=board, holder=HolderDraft("Bo", "bo@example.org"), by=ana, at=NOW)
        assert offices.report_missing(party=nea, by=ana, at=NOW).reported_missing_at == NOW
        with pytest.raises(coordinators.NotYourSide):
            offices.report_missing(party=nea, by=lead(team), at=NOW)

    def test_adds_and_takes_off_members(self, team: Team, ana: str) -> None:
        given = {"team": team, "job": "Teacher", "at": NOW}
        added = attendees.add_member(person=PersonDraft("T", "t@example.org"), side="union", by=ana, **given)  # type: ignore[arg-type]
        for side in ("district", ""):
            with pytest.raises(coordinators.NotYourSide):
                attendees.add_member(person=PersonDraft("U", "u@example.org"), side=side, by=ana, **given)  # type: ignore[arg-type]
        attendees.cancel_attendee(attendee=added, by=ana, at=NOW)
        other = attendees.add_member(person=PersonDraft("U", "u@example.org"), side="board", by=lead(team), **given)  # type: ignore[arg-type]
        with pytest.raises(coordinators.NotYourSide):
            attendees.cancel_attendee(attendee=other, by=ana, at=NOW)

    def test_acts_for_the_whole_team_in_nothing_but_an_offer(self, team: Team, ana: str) -> None:
        with pytest.raises(coordinators.LeadOnly):
            teams.withdraw_team(team=team, reason="", by=ana, at=NOW)
        draft = make_team(team.convening)
        other = f"person:{name(draft, person=PersonDraft('B', 'b@example.org')).person_id}"
        with pytest.raises(coordinators.LeadOnly):
            teams.invite_signatories(team=draft, by=other, at=NOW)
        assert offers.may_answer(team, ana)
        assert not offers.may_answer(team, other)


class TestHandingOverAndEnding:
    BEN = PersonDraft("Ben", "ben@example.org")

    def test_handed_over_by_their_own_hand(self, team: Team) -> None:
        ana = name(team)
        token = token_of(team, ana)
        kept = links.mint(
            person=team.coordinator, purpose="coordinate", subject=f"team:{team.pk}",
            expires_at=team.convening.ends_at, at=NOW,
        )  # fmt: skip
        with pytest.raises(coordination.NotCoordinator):
            coordination.hand_over(team=team, side="union", person=self.BEN, by=lead(team), at=NOW)

        coordination.hand_over(team=team, side="union", person=self.BEN, by=f"person:{ana.person_id}", at=NOW)

        with pytest.raises(links.LinkRevoked):
            links.open_link(token=token, at=NOW)
        assert links.open_link(token=kept, at=NOW).person == team.coordinator
        assert coordinators.for_side(team, "union").email == "ben@example.org"
        assert [m.person_id for m in Message.objects.filter(occasion="team.handed_on")] == [ana.person_id]
        assert Message.objects.filter(occasion="team.side_named").count() == 2
        assert SideCoordinator.objects.count() == 2
        assert coordinators.side_of(team, f"person:{ana.person_id}") == ""
        assert Entry.objects.get(kind="team.coordinator_changed").data["side"] == "union"

    def test_the_leads_hand_over_leaves_the_others_alone(self, team: Team) -> None:
        ana = name(team)
        token = token_of(team, ana)
        after = coordination.hand_over(team=team, person=self.BEN, by=lead(team), at=NOW)
        assert [c.person.email for c in coordinators.of_team(after)] == ["ben@example.org", "ana@example.org"]
        assert links.open_link(token=token, at=NOW).person == ana.person

    @pytest.mark.parametrize("who", ["self", BY])
    def test_ended_by_themselves_or_an_organizer(self, team: Team, who: str) -> None:
        ana = name(team)
        token = token_of(team, ana)
        by = f"person:{ana.person_id}" if who == "self" else who
        coordination.end_side_coordinator(team=team, side="union", by=by, at=NOW)
        with pytest.raises(links.LinkRevoked):
            links.open_link(token=token, at=NOW)
        assert coordinators.for_side(team, "union") == team.coordinator
        assert Entry.objects.get(kind="team.coordinator_ended").data == {"was": ana.person_id, "side": "union"}
        with pytest.raises(coordination.NoSideCoordinator):
            coordination.end_side_coordinator(team=team, side="union", by=BY, at=NOW)
        name(team)  # named again, in a row of its own
        assert SideCoordinator.objects.count() == 2

    def test_never_by_another_side(self, team: Team) -> None:
        name(team)
        for by in (lead(team), f"person:{party_of(team, 'union_president').signatory_id}"):
            with pytest.raises(coordination.NotCoordinator):
                coordination.end_side_coordinator(team=team, side="union", by=by, at=NOW)


def test_mail_to_the_team_goes_to_all_its_coordinators_once(team: Team) -> None:
    ana = name(team)
    board = party_of(team, "board_president").signatory
    assert board is not None
    name(team, side="board", person=PersonDraft(board.name, board.email))
    assert letters.owe_leaders("team.lapsing", team, mark="x", at=NOW) == 5
    assert Message.objects.filter(occasion="team.lapsing", person_id=ana.person_id).count() == 1
    assert Message.objects.filter(occasion="team.lapsing", person_id=board.pk).count() == 1


def test_news_of_the_convening_reaches_them() -> None:
    convening = make_convening()
    team = make_team(convening)
    ana = name(team)
    convenings.cancel(convening=convening, reason="Snow", by=BY, at=NOW)
    notices.tell_everybody(at=NOW)
    told = Message.objects.filter(occasion="convening.cancelled").values_list("person_id", flat=True)
    assert set(told) == {team.coordinator_id, ana.person_id}


def test_who_registers_again_and_coordinates_a_side_gets_the_own_link(team: Team) -> None:
    ana = name(team)
    Message.objects.all().delete()
    again = registration_of(
        team.convening, name=team.name, place_name=team.place_name, us_state=team.us_state, coordinator=ANA
    )
    assert registering.receive(convening=team.convening, registration=again, by="public", at=NOW) == team
    assert [(m.occasion, m.person_id) for m in Message.objects.all()] == [("team.side_named", ana.person_id)]


def test_three_coordinators_cost_no_more_queries(team: Team, django_assert_num_queries: object) -> None:
    name(team)
    name(team, side="board", person=PersonDraft("Bo", "bo@example.org"))
    fresh = Team.objects.select_related("coordinator").get(pk=team.pk)
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert len(coordinators.of_team(fresh)) == 3
    assert len(parties_of(team)) == 3
