from typing import Any
from unittest.mock import patch
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from checkin.domain.scanning import scan
from checkin.models import Checkpoint
from convenings.models import Convening
from convenings.permissions import ROLES, Permission, Role
from registration.models import AttendeeDetails
from tests.checkin.factories import badge_of, make_attendee, make_checkpoint, make_convening, make_team
from tests.checkin.views.test_desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def convening() -> Convening:
    cache.clear()
    held = make_convening()
    team = make_team(held, "O'Brien-Nuñez <b>")
    coming = make_attendee(held, team.coordinator, team=team)
    AttendeeDetails.objects.create(attendee=coming, mobile="970 555 0142", changed_at=timezone.now())
    return held


@pytest.fixture
def door(convening: Convening) -> Checkpoint:
    return make_checkpoint(convening)


@pytest.fixture
def desk(convening: Convening) -> Client:
    return client_of(convening, Role.DESK)


def address(convening: Convening, query: str = "") -> str:
    return f"/organize/{convening.slug}/check-in/live/{query}"


def read(door: Checkpoint) -> None:
    now, badge = timezone.now(), badge_of(door.convening.teams.get(), "superintendent")
    scan(checkpoint=door, code=badge.code, scan_id=uuid4(), scanned_at=now, by="device:1", at=now)


def test_nobody_yet_says_what_starts_the_picture(desk: Client, convening: Convening) -> None:
    text = desk.get(address(convening)).content.decode()
    for words in ("of 6 people have come", "Nobody has been scanned in yet.", "Add the first one.", "970 555 0142"):
        assert words in text
    assert "O&#x27;Brien-Nuñez &lt;b&gt;" in text


def test_a_team_that_is_partly_here_says_whom_to_call(desk: Client, convening: Convening, door: Checkpoint) -> None:
    read(door)
    text = desk.get(address(convening)).content.decode()
    for words in ("Board president, Holder2", "Ana Coordinator", 'href="tel:9705550142"', "The same as a table"):
        assert words in text


def test_without_the_right_no_number_is_shown_or_kept_for_others(
    desk: Client, convening: Convening, door: Checkpoint
) -> None:
    assert "970 555" in desk.get(address(convening)).content.decode()
    with patch.dict(ROLES, {Role.DESK: ROLES[Role.DESK] - {Permission.VIEW_TEAMS}}):
        text = desk.get(address(convening)).content.decode()
    assert "Ana Coordinator" in text
    assert "970" not in text


def test_the_part_equals_that_of_the_fresh_page_and_changes_with_a_scan(
    desk: Client, convening: Convening, door: Checkpoint
) -> None:
    with patch("checkin.views.live.timezone.now", return_value=timezone.now()):
        fresh = desk.get(address(convening)).content.decode()
        part = desk.get(address(convening, "?list=1"))
    assert part.content.decode() in fresh
    headers = {"If-None-Match": part["ETag"]}
    read(door)
    changed = desk.get(address(convening, "?list=1"), headers=headers)
    assert (changed.status_code, "<html" in changed.content.decode()) == (200, False)
    assert changed["ETag"] != part["ETag"]


def test_statements_where_nothing_changed_and_where_another_screen_has_asked(
    desk: Client, convening: Convening, door: Checkpoint, connection_statements: Any
) -> None:
    with patch("checkin.views.live.timezone.now", return_value=timezone.now()):
        tag = desk.get(address(convening, "?list=1"))["ETag"]
        with connection_statements() as unchanged:
            assert desk.get(address(convening, "?list=1"), headers={"If-None-Match": tag}).status_code == 304
        with connection_statements() as kept:
            assert desk.get(address(convening, "?list=1")).status_code == 200
    assert [len(unchanged), len(kept)] == [5, 5], "\n".join(unchanged)
    assert sum("journal_entry" in line for line in unchanged) == 1


def test_the_view_is_drawn_while_nothing_is_kept(desk: Client, convening: Convening, door: Checkpoint) -> None:
    with patch("checkin.views.live.kept.get", return_value=None):
        assert "of 6 people have come" in desk.get(address(convening)).content.decode()


def test_the_programmes_organizer_has_no_business_here(convening: Convening) -> None:
    assert client_of(convening, Role.PROGRAMME).get(address(convening)).status_code == 403
    assert client_of(make_convening(), Role.OWNER).get(address(convening)).status_code == 404
