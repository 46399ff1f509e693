from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from checkin.domain.arrival_curve import first_day, newest_day
from checkin.domain.arrivals import arrivals
from checkin.domain.live import live_of, stamp
from checkin.domain.room_counts import room_counts
from checkin.domain.scanning import scan
from checkin.models import Badge, Checkpoint
from checkin.states import CheckpointKind, Direction
from convenings.models import Convening
from registration.models import AttendeeDetails, Team
from registration.states import PlaceState
from tests.breakouts import factories as programme
from tests.checkin.factories import DAY, badge_of, make_attendee, make_badge, make_checkpoint, make_convening, make_team

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


@pytest.fixture
def convening() -> Convening:
    return make_convening()


@pytest.fixture
def door(convening: Convening) -> Checkpoint:
    return make_checkpoint(convening)


def read(badge: Badge, door: Checkpoint, at: Any = DAY, by: str = "device:1") -> None:
    scan(checkpoint=door, code=badge.code, scan_id=uuid4(), scanned_at=at, by=by, at=at)


def let_coordinator_come(team: Team, mobile: str) -> None:
    coming = make_attendee(team.convening, team.coordinator, team=team)
    AttendeeDetails.objects.create(attendee=coming, mobile=mobile, changed_at=DAY)


def test_gates_count_by_whole_minutes_and_the_running_one_waits(convening: Convening, door: Checkpoint) -> None:
    for ago in (11, 10, 2, 2, 1, 0):
        read(make_badge(make_attendee(convening)), door, DAY - MINUTE * ago)
    one = live_of(convening, at=DAY + timedelta(seconds=40), phones=False)
    assert one.minutes == tuple(DAY - MINUTE * ago for ago in range(10, 0, -1))
    assert one.gates[0].minutes == (1, 0, 0, 0, 0, 0, 0, 0, 2, 1)
    assert (one.gates[0].gate.people, one.gates[0].pace, one.pace) == (6, 0.6, 0.6)


def test_all_are_in_by_then_if_it_goes_on_so(convening: Convening, door: Checkpoint) -> None:
    for ago in (1, 2, 3, 4, 5):
        read(make_badge(make_attendee(convening)), door, DAY - MINUTE * ago)
    for _late in range(7):
        make_attendee(convening)
    assert live_of(convening, at=DAY, phones=False).all_in_at == DAY + MINUTE * 7
    assert live_of(convening, at=DAY + MINUTE * 30, phones=False).all_in_at is None  # nobody came lately


def test_second_day_counts_who_comes_back(convening: Convening, door: Checkpoint) -> None:
    badges = [make_badge(make_attendee(convening)) for _ in range(5)]
    for badge in badges[:4]:
        read(badge, door)
    assert live_of(convening, at=DAY + MINUTE, phones=False).came_today is None
    morning = DAY + timedelta(days=1)
    for badge in badges[:2]:
        read(badge, door, morning - MINUTE)
        read(badge, door, morning - MINUTE)  # again, on the same day
    one = live_of(convening, at=morning, phones=False)
    assert (one.arrivals.people_in, one.came_today, one.pace) == (4, 2, 0.4)
    assert (one.gates[0].gate.people, one.gates[0].gate.lately, one.gates[0].minutes[-1]) == (4, 2, 2)
    assert one.all_in_at == morning + MINUTE * 7.5  # three are not back
    assert live_of(convening, at=convening.ends_at, phones=False).came_today is None


def test_a_meal_is_no_way_into_the_building(convening: Convening, door: Checkpoint) -> None:
    lunch = make_checkpoint(convening, "Lunch", CheckpointKind.MEAL)
    read(make_badge(make_attendee(convening)), lunch, DAY - MINUTE)
    assert live_of(convening, at=DAY, phones=False).pace == 0


def test_the_coordinator_is_named_and_the_number_only_for_who_may(convening: Convening, door: Checkpoint) -> None:
    team = make_team(convening)
    let_coordinator_come(team, "(970) 555-0142 <script>")
    make_team(convening, "Elsewhere", place=PlaceState.WAITLISTED)
    read(badge_of(team), door)
    seen = live_of(convening, at=DAY, phones=True)
    assert [(one.arrival.team, one.coordinator, one.dial) for one in seen.partly_here] == [
        ("Durango", "Ana Coordinator", "9705550142")
    ]
    assert (live_of(convening, at=DAY, phones=False).partly_here[0].phone, seen.missing) == ("", ())


def test_another_of_the_team_is_called_where_the_coordinator_told_no_number(
    convening: Convening, door: Checkpoint
) -> None:
    team = make_team(convening)
    for office, mobile in (("", "1"), ("superintendent", "2")):
        member = team.members.filter(office=office).earliest("pk")
        AttendeeDetails.objects.create(attendee=member, mobile=mobile, changed_at=DAY)
    (one,) = live_of(convening, at=DAY, phones=True).missing
    assert (one.coordinator, one.call, one.dial) == ("Ana Coordinator", "Holder1 Durango", "2")


def test_figures_name_nobody(convening: Convening, door: Checkpoint) -> None:
    team = make_team(convening)
    let_coordinator_come(team, "970 555 0142")
    read(badge_of(team, "superintendent"), door)
    told = str(live_of(convening, at=DAY, phones=True).as_dict())
    assert "Durango" in told
    assert not [hidden for hidden in ("Holder", "Ana", "970") if hidden in told]


def test_the_mark_changes_with_each_scan_and_each_minute(convening: Convening, door: Checkpoint) -> None:
    badge, other = make_badge(make_attendee(convening)), make_checkpoint(make_convening())
    before = stamp(convening, at=DAY)
    read(make_badge(make_attendee(other.convening)), other)
    assert stamp(convening, at=DAY + timedelta(seconds=59)) == before
    read(badge, door)
    after = stamp(convening, at=DAY)
    assert len({before, after, stamp(convening, at=DAY + MINUTE)}) == 3


def test_each_day_has_its_curve_and_the_newer_begins_where_the_older_ended(
    convening: Convening, door: Checkpoint
) -> None:
    for hours in (0, 0, 24):
        read(make_badge(make_attendee(convening)), door, DAY + timedelta(hours=hours))
    here = arrivals(convening)
    first, newest = first_day(here, convening), newest_day(here, convening)
    assert first
    assert newest
    assert [count for _at, count in first.rows] == [2]
    assert [count for _at, count in newest.points] == [2, 3]
    assert newest.words == "1 person came in on Thursday, May 27, from 8:00 to 8:05."


@pytest.mark.parametrize("teams", [1, 3])
def test_as_many_statements_for_more(
    convening: Convening, door: Checkpoint, teams: int, connection_statements: Any
) -> None:
    for number in range(teams):
        read(badge_of(make_team(convening, f"Team {number}")), door)
    with connection_statements() as statements:
        live_of(convening, at=DAY, phones=True)
    assert len(statements) == 11, "\n".join(statements)


def test_rooms_fill_by_who_went_in_and_not_out_today(convening: Convening) -> None:
    hall = programme.room(convening, capacity=2)
    programme.placed(hall, programme.slot(convening, 8, day=26), "On trust")
    programme.released(convening)
    gate = make_checkpoint(convening, "Room 1", CheckpointKind.ROOM)
    gate.room, gate.both_ways = hall, True
    gate.save()
    ann, bo, cy = (make_badge(make_attendee(convening)) for _ in range(3))
    read(ann, gate, DAY - timedelta(days=1))  # and was never scanned out
    for badge in (bo, cy):
        read(badge, gate, DAY - MINUTE)
    assert [(room.inside, room.seats, room.session, room.is_full) for room in room_counts(convening, at=DAY)] == [
        (2, 2, "On trust", True)
    ]
    scan(
        checkpoint=gate, code=bo.code, scan_id=uuid4(), scanned_at=DAY, by="device:1", at=DAY, direction=Direction.OUT
    )
    (room,) = room_counts(convening, at=DAY + MINUTE)
    assert (room.inside, room.is_full) == (1, False)
