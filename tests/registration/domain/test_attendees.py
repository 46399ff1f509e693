import pytest

from registration.domain import attendees, teams
from registration.domain.drafts import PersonDraft
from registration.models import Attendee, Team
from registration.signals import attendee_cancelled
from tests.registration.factories import BY, NOW, make_convening, make_team

pytestmark = pytest.mark.django_db

ANN = PersonDraft("Ann Chu", "ann@example.org")


def add(team: Team, draft: PersonDraft = ANN, side: str = "union", by: str = BY) -> Attendee:
    return attendees.add_member(team=team, person=draft, job=" Teacher ", side=side, by=by, at=NOW)


def test_a_member_is_added() -> None:
    member = add(make_team())

    assert (member.person.name, member.job, member.side, member.kind, member.office) == (
        "Ann Chu",
        "Teacher",
        "union",
        "member",
        "",
    )


def test_a_team_takes_its_most_members_and_no_more() -> None:
    team = make_team(make_convening(members_most=4))
    add(team)

    with pytest.raises(attendees.TeamFull, match="4 members"):
        add(team, PersonDraft("Bo", "bo@example.org"))


def test_beyond_the_places_that_are_included_organizers_add() -> None:
    team = make_team(make_convening(members_least=3, places_included=4, members_most=5))
    lead = f"person:{team.coordinator_id}"
    add(team, by=lead)
    bo, cy = PersonDraft("Bo", "bo@example.org"), PersonDraft("Cy", "cy@example.org")
    with pytest.raises(attendees.TeamFull, match="names 4 members by itself"):
        add(team, bo, by=lead)
    add(team, bo)
    with pytest.raises(attendees.TeamFull, match="at most 5 members"):
        add(team, cy)


def test_nobody_is_on_a_team_twice() -> None:
    team = make_team()
    add(team)

    with pytest.raises(attendees.AlreadyComes):
        add(team, PersonDraft("Ann", "ANN@example.org"))


def test_who_cancelled_can_come_again() -> None:
    team = make_team()
    member = attendees.cancel_attendee(attendee=add(team), by=BY, at=NOW)
    assert team.members.coming().count() == 3

    again = add(team)

    assert (again.pk, again.cancelled_at) == (member.pk, None)


def test_a_coordinator_can_be_a_member_too() -> None:
    team = make_team()

    assert add(team, PersonDraft("C", team.coordinator.email)).person_id == team.coordinator_id


def test_a_team_that_left_takes_nobody() -> None:
    team = teams.withdraw_team(team=make_team(), reason="", by=BY, at=NOW)

    with pytest.raises(attendees.TeamLeft):
        add(team)


def test_a_side_is_one_of_the_sides() -> None:
    with pytest.raises(attendees.SideUnknown):
        add(make_team(), side="moon")


def test_a_signatory_stays() -> None:
    signatory = make_team().members.exclude(office="").first()

    with pytest.raises(attendees.SignatoryStays):
        attendees.cancel_attendee(attendee=signatory, by=BY, at=NOW)


def test_cancelling_is_told_once() -> None:
    member = add(make_team())
    heard = []

    def listen(sender: object, attendee: Attendee, **extra: object) -> None:
        heard.append(attendee.pk)

    attendee_cancelled.connect(listen)
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)
    attendee_cancelled.disconnect(listen)

    assert heard == [member.pk]


@pytest.mark.parametrize("kind", ["presenter", "staff", "partner", "guest"])
def test_others_come_without_a_team(kind: str) -> None:
    convening = make_convening(capacity_people=1)

    attendee = attendees.add_attendee(convening=convening, draft=ANN, kind=kind, by=BY, at=NOW)

    assert (attendee.kind, attendee.team) == (kind, None)
    assert list(Attendee.objects.placed()) == [attendee]


def test_a_member_needs_a_team() -> None:
    with pytest.raises(attendees.MemberNeedsTeam):
        attendees.add_attendee(convening=make_convening(), draft=ANN, kind="member", by=BY, at=NOW)


def test_who_comes_for_certain() -> None:
    convening = make_convening(capacity_teams=1)
    placed, _waiting = make_team(convening, "confirmed", members=1), make_team(convening, "waitlisted")
    member = placed.members.get(office="")
    attendees.cancel_attendee(attendee=member, by=BY, at=NOW)

    assert set(Attendee.objects.placed()) == set(placed.members.exclude(pk=member.pk))
