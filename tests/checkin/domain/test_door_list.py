import json
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkin.domain.badges import replace_badge
from checkin.domain.devices import NotYourCheckpoint, checkpoint_of, make_device
from checkin.domain.door_list import door_list, hashed
from checkin.domain.passing import milliseconds
from checkin.domain.scanning import scan
from checkin.models import Checkpoint, Device
from checkin.states import CheckpointKind
from tests.checkin.factories import DAY, badge_of, make_checkpoint, make_convening, make_scanner, make_team

pytestmark = pytest.mark.django_db


def test_the_list_names_no_code_and_no_more_than_a_door_needs() -> None:
    convening = make_convening()
    scanner, team = make_scanner(convening), make_team(convening)
    old, board = badge_of(team), badge_of(team, "board_president")
    new = replace_badge(badge=old, by="user:1", at=DAY)
    told = door_list(scanner)
    assert old.code not in json.dumps(told)
    salt = told["salt"]
    assert {row[0]: row[2:] for row in told["people"]} == {
        hashed(old.code, salt): ["", None, "", "member", "", True, True, []],
        hashed(new.code, salt): ["Member0 Durango", team.pk, "Durango", "member", "", False, True, []],
        hashed(board.code, salt): ["Holder2 Durango", team.pk, "Durango", "member", "board", False, True, []],
    }
    assert told["until"] == milliseconds(scanner.expires_at)
    assert "@" not in json.dumps(told)


def test_each_device_has_a_salt_of_its_own() -> None:
    convening = make_convening()
    assert door_list(make_scanner(convening))["salt"] != door_list(make_scanner(convening))["salt"]


def test_it_says_who_is_where_at_the_gates_of_the_device_alone() -> None:
    convening = make_convening()
    scanner, badge = make_scanner(convening), badge_of(make_team(convening))
    lunch = make_checkpoint(convening, "Lunch", CheckpointKind.MEAL)
    for place, way, minute in ((scanner.checkpoint, "in", 0), (scanner.checkpoint, "out", 5), (lunch, "in", 6)):
        at = DAY + timedelta(minutes=minute)
        scan(checkpoint=place, code=badge.code, scan_id=uuid4(), scanned_at=at, by="d", at=at, direction=way)
    left = [True, "out", milliseconds(DAY + timedelta(minutes=5)), scanner.checkpoint.name]
    assert door_list(scanner)["passed"] == {"door": {str(badge.attendee_id): left}}


def test_statements_do_not_grow_with_the_people() -> None:
    taken = []
    for teams in (1, 3):
        convening = make_convening()
        for number in range(teams):
            badge_of(make_team(convening, f"Team {number}"))
        scanner = Device.objects.select_related("checkpoint__convening").get(pk=make_scanner(convening).pk)
        with CaptureQueriesContext(connection) as captured:
            door_list(scanner)
        taken.append(len(captured))
    assert taken == [3, 3]


def test_a_scanner_may_be_switched_to_its_own_places_alone() -> None:
    convening, elsewhere = make_convening(), make_convening()
    north, south, lunch = (make_checkpoint(convening, name) for name in ("North", "South", "Lunch"))
    foreign = make_checkpoint(elsewhere)
    make_device(checkpoint=north, also=[south, north, foreign], label="Ben", by="user:1", at=DAY)
    scanner = Device.objects.get()
    assert [checkpoint_of(scanner, asked) for asked in (None, north.pk, south.pk)] == [north, north, south]
    for refused in (lunch, foreign, Checkpoint(pk=2**53)):
        with pytest.raises(NotYourCheckpoint):
            checkpoint_of(scanner, refused.pk)
