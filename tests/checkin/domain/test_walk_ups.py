from typing import Any
from uuid import uuid4

import pytest

from accounts.domain.people import AddressUnusable
from accounts.models import Person
from checkin.domain.arrivals import arrival_of
from checkin.domain.badges import BadgeNotActive, issue_badge, replace_badge
from checkin.domain.devices import RegistersNobody
from checkin.domain.releasing import release_badges
from checkin.domain.scanning import scan
from checkin.domain.walk_ups import (
    AbsentIsHere,
    NoPrinter,
    PrintedOnce,
    admit_substitute,
    find_awaited,
    print_at_door,
    register_at_door,
    register_guest,
    substitute_at_door,
)
from checkin.models import Badge, BadgePrint, Checkpoint, Device
from journal.models import Entry
from mail.models import Message
from registration.domain.attendees import AlreadyComes, NoRoomForPeople, TeamLeft
from registration.domain.audience import recipients_of
from registration.domain.drafts import PersonDraft
from registration.domain.people import NameUnprintable
from registration.domain.substitutes import NobodyToReplace, OrganizersApprove, ReplacedAlready
from registration.models import Attendee, Team
from registration.states import AttendeeKind, PlaceState
from tests.checkin.factories import (
    DAY,
    badge_of,
    make_attendee,
    make_checkpoint,
    make_convening,
    make_scanner,
    make_team,
    may_register,
)

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
    with pytest.raises(ReplacedAlready, match="Maeve O'Brien-Nuñez comes instead of this member already"):
        instead_of(absent, draft=PersonDraft("Ana", "ana@example.org"))
    other = team.members.coming().filter(office="board_president").get()
    Attendee.objects.filter(pk=other.pk).update(cancelled_at=DAY)
    with pytest.raises(NobodyToReplace):
        instead_of(other, draft=PersonDraft("Ana", "ana@example.org"))


def test_what_a_substitute_does_for_work_can_be_printed() -> None:
    absent = make_team(make_convening()).members.earliest("pk")
    with pytest.raises(NameUnprintable) as refused:
        admit_substitute(absent=absent, draft=DRAFT, by="user:1", at=DAY, job="Vice\x07president")
    assert refused.value.field == "job"


def substitute(device: Device, absent: Attendee, draft: PersonDraft = DRAFT) -> Badge:
    return substitute_at_door(device=device, absent_id=absent.pk, draft=draft, by=f"device:{device.pk}", at=DAY)


def test_a_scanner_that_may_sends_a_substitute_whom_its_maker_approved() -> None:
    convening = make_convening()
    absent = make_team(convening).members.get(office="union_president")
    scanner = make_scanner(convening)
    with pytest.raises(RegistersNobody):
        substitute(scanner, absent)
    scanner = may_register(scanner)
    badge = substitute(scanner, absent)
    assert (badge.attendee.substitute_for, badge.attendee.side) == (absent, "union")
    entry = Entry.objects.get(kind="attendee.substituted")
    assert (entry.by, entry.data["approved_by"]) == (f"device:{scanner.pk}", "user:1")
    assert enter(scanner.checkpoint, badge) == "welcome"
    with pytest.raises(ReplacedAlready):
        substitute(scanner, absent, PersonDraft("王小明", "xm@example.org"))
    with pytest.raises(NobodyToReplace):
        substitute(scanner, make_team(make_convening()).members.earliest("pk"))


def test_a_scanner_that_nobody_of_the_organizers_made_sends_none() -> None:
    convening = make_convening()
    scanner = may_register(make_scanner(convening))
    scanner.made_by = "system"
    with pytest.raises(OrganizersApprove):
        substitute(scanner, make_team(convening).members.earliest("pk"))


def test_the_awaited_are_members_with_a_place_who_have_not_come() -> None:
    convening = make_convening()
    team, door = make_team(convening), make_checkpoint(convening)
    make_team(convening, "Durango West", PlaceState.WAITLISTED)
    enter(door, badge_of(team, "superintendent"))
    names = {found.attendee.person.name for found in find_awaited(convening, "durango holder")}
    assert names == {"Holder0 Durango", "Holder2 Durango"}
    assert find_awaited(convening, "") == []


def test_a_scanner_with_a_printer_prints_whom_it_registered_once() -> None:
    convening = make_convening()
    scanner = may_register(make_scanner(convening))
    badge = register_at_door(device=scanner, draft=DRAFT, by=f"device:{scanner.pk}", at=DAY)
    asked: dict[str, Any] = {"device": scanner, "badge": badge, "by": f"device:{scanner.pk}", "at": DAY}
    with pytest.raises(NoPrinter):
        print_at_door(**asked)
    scanner.paper = "label_62"
    print_at_door(**asked)
    assert BadgePrint.objects.get().by == f"device:{scanner.pk}"
    assert Entry.objects.get(kind="badge.printed").subject == f"attendee:{badge.attendee_id}"
    with pytest.raises(PrintedOnce):
        print_at_door(**asked)
    replace_badge(badge=badge, by="user:1", at=DAY)
    with pytest.raises(BadgeNotActive):
        print_at_door(**asked)


def test_a_team_without_a_place_sends_no_substitute() -> None:
    team = make_team(make_convening())
    Team.objects.filter(pk=team.pk).update(place=PlaceState.RELEASED)
    with pytest.raises(TeamLeft):
        instead_of(team.members.earliest("pk"))
