"""The same badge at many gates at once, by real threads with connections of their own."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from checkin.domain import scanning
from checkin.models import Checkpoint, Scan
from checkin.states import Answer
from journal.models import Entry
from tests.checkin.factories import DAY, badge_of, make_checkpoint, make_convening, make_team
from tests.harness.threads import Meeting, together

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
AT_ONCE = 32


def at_once(act: Callable[[int], Any]) -> list[Any]:
    """What each of 32 threads got, all let go at the same moment."""
    ended = together(*[partial(act, number) for number in range(AT_ONCE)])
    return [type(end).__name__ if isinstance(end, Exception) else end for end in ended]


def read(checkpoint: Checkpoint, code: str, scan_id: Any, direction: str = "in") -> str:
    told = scanning.scan(
        checkpoint=checkpoint, code=code, scan_id=scan_id, scanned_at=DAY, by="device:1", at=DAY, direction=direction
    )
    return str(told.answer)


def test_the_same_badge_at_32_gates_is_let_in_once() -> None:
    convening = make_convening()
    doors = [make_checkpoint(convening, f"Door {n}") for n in range(4)]
    code = badge_of(make_team(convening)).code
    answers = Counter(at_once(lambda n: read(doors[n % 4], code, uuid4())))
    assert answers == {"welcome": 1, "already_in": 31}
    assert Scan.objects.filter(answer=Answer.WELCOME).count() == 1
    assert Scan.objects.count() == Entry.objects.filter(kind="badge.scanned").count() == 32


def test_the_same_scan_sent_32_times_is_one_row() -> None:
    convening = make_convening()
    door, code, scan_id = make_checkpoint(convening), badge_of(make_team(convening)).code, uuid4()
    assert at_once(lambda n: read(door, code, scan_id)) == ["welcome"] * 32
    assert Scan.objects.count() == Entry.objects.filter(kind="badge.scanned").count() == 1


def test_of_32_who_scan_the_same_badge_out_one_lets_go() -> None:
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    assert read(door, code, uuid4()) == "welcome"
    answers = Counter(at_once(lambda n: read(door, code, uuid4(), direction="out")))
    assert answers == {"left": 1, "already_out": 31}
    assert Counter(at_once(lambda n: read(door, code, uuid4()))) == {"back": 1, "already_in": 31}


def test_one_id_with_32_badges_lets_one_in() -> None:
    convening = make_convening()
    door, scan_id = make_checkpoint(convening), uuid4()
    codes = [badge_of(make_team(convening, f"Team {n}")).code for n in range(AT_ONCE)]
    answers = Counter(at_once(lambda n: read(door, codes[n], scan_id)))
    assert answers == {"welcome": 1, "ScanIdReused": 31}


def test_without_the_constraint_more_than_one_gets_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: on PostgreSQL nothing but the constraint keeps the others out, so its answer is broken."""
    if connection.vendor == "sqlite":
        pytest.skip("SQLite writes one after the other; the constraint's work shows on PostgreSQL")
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    meeting, judge = Meeting(), scanning.judge

    def judge_and_wait(*asked: Any, **when: Any) -> Answer:
        answer = judge(*asked, **when)
        meeting.wait()  # all have looked before any writes
        return answer

    monkeypatch.setattr(scanning, "judge", judge_and_wait)
    names = ("checkin_scan_one_welcome", "checkin_scan_turn_once")
    constraints = [each for each in Scan._meta.constraints if each.name in names]
    assert len(constraints) == 2
    with connection.schema_editor() as editor:
        for constraint in constraints:
            editor.remove_constraint(Scan, constraint)
    try:
        answers = Counter(at_once(lambda n: read(door, code, uuid4())))
        assert answers["welcome"] > 1
    finally:
        Scan.objects.all().delete()
        with connection.schema_editor() as editor:
            for constraint in constraints:
                editor.add_constraint(Scan, constraint)
