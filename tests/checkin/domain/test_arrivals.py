from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from checkin.domain.arrivals import arrival_of, arrivals, count_in, gates
from checkin.domain.scanning import scan
from checkin.models import Badge, Checkpoint
from checkin.states import ArrivalState, CheckpointKind
from registration.states import PlaceState
from tests.checkin.factories import (
    DAY,
    OFFICES,
    badge_of,
    make_attendee,
    make_badge,
    make_checkpoint,
    make_convening,
    make_team,
)

pytestmark = pytest.mark.django_db


def read(door: Checkpoint, badge: Badge, minutes: int = 0) -> None:
    at = DAY + timedelta(minutes=minutes)
    scan(checkpoint=door, code=badge.code, scan_id=uuid4(), scanned_at=at, by="device:1", at=at)


def test_the_whole_day_is_counted_by_people_and_by_teams() -> None:
    convening = make_convening()
    door, south = make_checkpoint(convening), make_checkpoint(convening, "South door")
    whole, partly, none = (make_team(convening, name) for name in ("Anchor", "Bend", "Cove"))
    make_team(convening, "Waiting", PlaceState.WAITLISTED)
    for minutes, (office, _label, _side) in enumerate(OFFICES):
        read(door, badge_of(whole, office), minutes)
    read(south, badge_of(partly, "superintendent"), 7)
    read(door, badge_of(partly, "superintendent"), 8)
    read(door, make_badge(make_attendee(convening)), 61)

    now = arrivals(convening)
    assert (now.people_in, now.people_expected) == (5, 16)
    assert [team.team for team in now.arrived] == ["Anchor"]
    assert [(team.team, team.here, team.total, team.offices_here) for team in now.partly_here] == [("Bend", 1, 5, 1)]
    assert [team.team for team in now.missing] == ["Cove"]
    assert now.arrived[0] == arrival_of(whole)
    assert now.partly_here[0] == arrival_of(partly)
    assert arrival_of(none).state == ArrivalState.MISSING
    assert now.curve == (
        (DAY + timedelta(minutes=5), 3), (DAY + timedelta(minutes=10), 4), (DAY + timedelta(minutes=65), 5),
    )  # fmt: skip


def test_a_team_that_no_office_must_come_for_is_here_with_its_first_member() -> None:
    convening = make_convening()
    team = make_team(convening)
    assert team.agreement is not None
    team.agreement.parties.update(requirement="optional")
    assert arrival_of(team).state == ArrivalState.MISSING
    read(make_checkpoint(convening), badge_of(team))
    assert arrival_of(team).state == ArrivalState.ARRIVED


def test_scans_elsewhere_are_no_arrival() -> None:
    convening = make_convening()
    team = make_team(convening)
    read(make_checkpoint(convening, "Lunch", CheckpointKind.MEAL), badge_of(team, "superintendent"))
    assert arrival_of(team).here == arrivals(convening).people_in == 0


def test_gates_count_who_was_let_in_lately_and_refused() -> None:
    convening = make_convening()
    door = make_checkpoint(convening)
    badge = badge_of(make_team(convening))
    read(door, badge)
    read(door, badge, 9)
    scan(checkpoint=door, code="nothing", scan_id=uuid4(), scanned_at=DAY, by="device:1", at=DAY)
    (gate,) = gates(convening, at=DAY + timedelta(minutes=2))
    assert (gate.people, gate.lately, gate.refused) == (1, 1, 1)
    assert gates(convening, at=DAY + timedelta(minutes=20))[0].lately == 0
    assert count_in(door) == (1, 5)


@pytest.mark.parametrize("teams", [1, 3])
def test_arrivals_take_four_statements(teams: int, connection_statements: Any) -> None:
    convening = make_convening()
    door = make_checkpoint(convening)
    for number in range(teams):
        read(door, badge_of(make_team(convening, f"Team {number}")))
    with connection_statements() as statements:
        arrivals(convening)
    assert len(statements) == 4
