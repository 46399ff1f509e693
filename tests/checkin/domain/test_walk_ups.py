from uuid import uuid4

import pytest

from accounts.domain.people import AddressUnusable
from accounts.models import Person
from checkin.domain.arrivals import arrival_of
from checkin.domain.badges import issue_badge
from checkin.domain.releasing import release_badges
from checkin.domain.scanning import scan
from checkin.domain.walk_ups import AbsentIsHere, admit_substitute, register_guest
from checkin.models import Badge, Checkpoint
from journal.models import Entry
from mail.models import Message
from registration.domain.attendees import AlreadyComes, NoRoomForPeople, TeamLeft
from registration.domain.audience import recipients_of
from registration.domain.drafts import PersonDraft
from registration.domain.substitutes import NobodyToReplace, OrganizersApprove
from registration.models import Attendee, Team
from registration.states import AttendeeKind, PlaceState
from tests.checkin.factories import DAY, make_attendee, make_checkpoint, make_convening, make_team

pytestmark = pytest.mark.django_db
DRAFT = PersonDraft(name="Maeve O'Brien-Nuñez", email="maeve@example.org")


def enter(door: Checkpoint, badge: Badge) -> str:
    return str(scan(checkpoint=door, code=badge.code, scan_id=uuid4(), scanned_at=DAY, by="d", at=DAY).answer)


def instead_of(absent: Attendee, by: str = "user:1", draft: PersonDraft = DRAFT) -> Badge:
    return admit_substitute(absent=absent, draft=draft, by=by, at=DAY, job="Vice president")


def test_a_guest_is_registered_with_a_badge_and_let_in() -> None:
    convening = make_convening()
    badge = register_guest(convening=convening, draft=DRAFT, by="user:1", at=DAY, organization="School board")
    assert (badge.attendee.kind, str(badge), badge.attendee.organization) == (
        AttendeeKind.GUEST, "Maeve O'Brien-Nuñez", "School board",
    )  # fmt: skip
    assert enter(make_checkpoint(convening), badge) == "welcome"


def test_guests_may_tell_no_address_and_get_no_mail() -> None:
    convening = make_convening(badges_from_at=DAY)
    held = [
        register_guest(convening=convening, draft=PersonDraft(name, " "), by="device:1", at=DAY)
        for name in ("Ana", "Bo")
    ]  # fmt: skip
    assert [badge.attendee.person.email for badge in held] == ["", ""]
    release_badges(at=DAY)
    assert Badge.objects.filter(told_at=None).count() == 0
    assert not Message.objects.exists()
    assert not Person.objects.at_address("").exists()
    assert recipients_of(convening=convening, audience="attendees", narrowed={}) == []
    assert enter(make_checkpoint(convening), held[0]) == "welcome"


def test_a_substitute_is_asked_for_an_address() -> None:
    absent = make_team(make_convening()).members.get(office="superintendent")
    with pytest.raises(AddressUnusable):
        instead_of(absent, draft=PersonDraft("Ana", ""))


def test_a_full_house_takes_no_guest() -> None:
    convening = make_convening(capacity_people=7)
    make_team(convening)  # five people
    make_attendee(convening)
    register_guest(convening=convening, draft=DRAFT, by="user:1", at=DAY)
    with pytest.raises(NoRoomForPeople):
        register_guest(convening=convening, draft=PersonDraft("Ana", "ana@example.org"), by="user:1", at=DAY)
    assert Attendee.objects.filter(convening=convening).count() == 7


def test_a_substitute_takes_the_room_and_counts_for_the_office() -> None:
    convening = make_convening(capacity_people=3)
    team, door = make_team(convening, members=0), make_checkpoint(convening)
    absent = team.members.get(office="board_president")
    dead = issue_badge(attendee=absent, by="system", at=DAY)
    badge = instead_of(absent)
    assert (badge.attendee.substitute_for, badge.attendee.side, badge.attendee.office) == (absent, "board", "")
    assert [enter(door, dead), enter(door, badge)] == ["no_place", "welcome"]
    arrival = arrival_of(team)
    assert (arrival.here, arrival.total) == (1, 3)
    assert {office.side for office in arrival.missing} == {"union", "district"}
    assert Entry.objects.get(kind="attendee.substituted").data == {"team": team.pk, "for": absent.pk}


@pytest.mark.parametrize("by", ["device:1", f"person:{1}", "system"])
def test_only_organizers_approve_a_substitute(by: str) -> None:
    absent = make_team(make_convening()).members.earliest("pk")
    with pytest.raises(OrganizersApprove):
        instead_of(absent, by=by)
    absent.refresh_from_db()
    assert absent.cancelled_at is None


def test_nobody_comes_for_a_guest_for_who_is_here_or_twice_for_one() -> None:
    convening = make_convening()
    team = make_team(convening)
    here, absent = team.members.order_by("pk")[:2]
    enter(make_checkpoint(convening), issue_badge(attendee=here, by="system", at=DAY))
    with pytest.raises(AbsentIsHere):
        instead_of(here)
    with pytest.raises(NobodyToReplace):
        instead_of(make_attendee(convening))
    with pytest.raises(AlreadyComes):
        instead_of(absent, draft=PersonDraft(here.person.name, here.person.email))
    instead_of(absent)
    with pytest.raises(NobodyToReplace):
        instead_of(absent, draft=PersonDraft("Ana", "ana@example.org"))


def test_a_team_without_a_place_sends_no_substitute() -> None:
    team = make_team(make_convening())
    Team.objects.filter(pk=team.pk).update(place=PlaceState.RELEASED)
    with pytest.raises(TeamLeft):
        instead_of(team.members.earliest("pk"))
