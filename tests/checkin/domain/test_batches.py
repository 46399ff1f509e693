from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from checkin.domain.badges import replace_badge
from checkin.domain.batches import BatchTooLarge, Kept, Told, instant, record_batch
from checkin.domain.passing import milliseconds
from checkin.domain.scanning import OLDEST, Reading, scan
from checkin.models import Checkpoint, Scan
from journal.models import Entry
from tests.checkin.factories import DAY, badge_of, make_attendee, make_badge, make_checkpoint, make_convening, make_team

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def kept(place: Checkpoint, code: str, minute: int = 0, undone: int | None = None, **over: Any) -> Kept:
    given = {"scan_id": uuid4(), "scanned_at": DAY + minute * MINUTE, "device_answer": "welcome", **over}
    return Kept(Reading(checkpoint=place, code=code, **given), None if undone is None else DAY + undone * MINUTE)


def send(*held: Kept, by: str = "device:1", hours: int = 6) -> list[str]:
    told = record_batch(kept=held, by=by, at=DAY + timedelta(hours=hours))
    return [words(one) for one in told]


def words(told: Told) -> str:
    return getattr(told.result, "answer", "") or told.result.code  # type: ignore[union-attr]


def test_a_batch_sent_again_is_recorded_once_and_in_the_order_of_its_instants() -> None:
    convening = make_convening()
    door = make_checkpoint(convening)
    codes = [make_badge(make_attendee(convening)).code for _number in range(4)]
    held = [kept(door, code, minute) for minute, code in enumerate(codes)]
    assert send(*reversed(held)) == send(*held) == ["welcome"] * 4
    written = list(Scan.objects.order_by("pk").values_list("scan_id", flat=True))
    assert written == [each.reading.scan_id for each in held]
    assert Entry.objects.filter(kind="badge.scanned").count() == 4


def test_two_devices_that_were_alone_let_the_same_person_in_and_both_are_kept() -> None:
    convening = make_convening()
    north, south = make_checkpoint(convening, "North"), make_checkpoint(convening, "South")
    code = badge_of(make_team(convening)).code
    assert send(kept(north, code, 5)) == ["welcome"]
    assert send(kept(south, code, 2), by="device:2") == ["already_in"]
    assert list(Scan.objects.order_by("pk").values_list("answer", "device_answer")) == [
        ("welcome", "welcome"), ("already_in", "welcome"),
    ]  # fmt: skip
    (double,) = Scan.objects.judged_differently(convening)
    assert (double.by, double.scanned_at) == ("device:2", DAY + 2 * MINUTE)


def test_what_a_device_did_stands_beside_our_answer_for_a_badge_that_was_dead() -> None:
    convening = make_convening()
    old = badge_of(make_team(convening))
    replace_badge(badge=old, by="user:1", at=DAY)
    assert send(kept(make_checkpoint(convening), old.code)) == ["replaced"]
    assert Scan.objects.judged_differently(convening).get().answer == "replaced"


def test_a_refusal_on_both_sides_or_an_annulled_scan_is_nothing_to_look_at() -> None:
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    send(kept(door, "NOTHINGOFOURS", device_answer="unknown"), kept(door, code, 1))
    assert send(kept(door, code, 2, undone=2)) == ["already_in"]
    assert not Scan.objects.judged_differently(convening)


def test_undone_on_the_device_is_annulled_and_too_late_is_not() -> None:
    convening = make_convening()
    door = make_checkpoint(convening)
    codes = [make_badge(make_attendee(convening)).code for _number in range(2)]
    held = [kept(door, codes[0], 0, undone=1), kept(door, codes[1], 0, undone=3)]
    told = record_batch(kept=held, by="device:1", at=DAY + 9 * MINUTE)
    assert [one.annulled for one in told] == [True, False]
    assert Scan.objects.standing().get().read_code == ""


def test_one_bad_reading_holds_up_no_other() -> None:
    convening = make_convening()
    team, door = make_team(convening), make_checkpoint(convening)
    first = kept(door, badge_of(team).code)
    reused = kept(door, badge_of(team, "superintendent").code, 1, scan_id=first.reading.scan_id)
    nameless = kept(door, "", 2, attendee_id=make_attendee(convening).pk)
    assert send(first, reused, nameless, kept(door, "NOTHING", 3)) == [
        "welcome", "scan_id_reused", "no_badge", "unknown",
    ]  # fmt: skip
    assert Scan.objects.count() == 2


def test_the_answer_that_was_lost_on_the_way_is_put_beside_what_the_device_did_then() -> None:
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    scan(checkpoint=door, code=code, scan_id=uuid4(), scanned_at=DAY, by="device:2", at=DAY)
    held = kept(door, code)
    facts = {"checkpoint": door, "code": code, "scan_id": held.reading.scan_id, "by": "device:1"}
    scan(**facts, scanned_at=DAY, at=DAY)
    assert send(held) == ["already_in"]
    assert Scan.objects.judged_differently(convening).get().scan_id == held.reading.scan_id


def test_who_went_out_by_a_late_batch_was_inside_until_then() -> None:
    """The way in comes after the way out that another device sent at once: both stand where they belong."""
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    scan(
        checkpoint=door, code=code, scan_id=uuid4(), scanned_at=DAY + 9 * MINUTE, by="device:2", at=DAY + 9 * MINUTE,
        direction="out",
    )  # fmt: skip
    assert send(kept(door, code, 1)) == ["welcome"]
    assert not Scan.objects.inside()
    late = scan(checkpoint=door, code=code, scan_id=uuid4(), scanned_at=DAY + 10 * MINUTE, by="d", at=DAY + 10 * MINUTE)
    assert late.answer == "back"


def test_more_than_five_hundred_are_refused_whole() -> None:
    door = make_checkpoint(make_convening())
    with pytest.raises(BatchTooLarge):
        record_batch(kept=[kept(door, "X")] * 501, by="device:1", at=DAY)
    assert not Scan.objects.exists()


def test_many_readings_take_as_many_statements_as_one() -> None:
    convening = make_convening()
    door = make_checkpoint(convening)
    taken = []
    for number in (1, 40):
        held = [kept(door, make_badge(make_attendee(convening)).code, n) for n in range(number)]
        with CaptureQueriesContext(connection) as captured:
            record_batch(kept=held, by="device:1", at=DAY)
        taken.append(len(captured))
    assert taken[0] == taken[1] == 6  # badges, earlier scans, rows, journal; a savepoint around them


@pytest.mark.parametrize(
    ("offset", "sent", "expected"),
    [
        (None, None, DAY), (0, 5, DAY), (-3 * 3600_000, 5, DAY - timedelta(hours=3)),
        (None, milliseconds(DAY + timedelta(hours=9)), DAY - timedelta(hours=3)), (2**53, 0, DAY + timedelta(hours=6)),
    ],
)  # fmt: skip
def test_an_instant_by_the_offset_of_then_else_by_the_clock_of_now(offset: Any, sent: Any, expected: Any) -> None:
    assert instant(ms=milliseconds(DAY), offset_ms=offset, sent_ms=sent, at=DAY + timedelta(hours=6)) == expected


@pytest.mark.parametrize(("claimed", "kept_as"), [(timedelta(days=-400), -OLDEST), (timedelta(days=400), timedelta())])
def test_a_device_that_lies_about_time_is_kept_within_a_week(claimed: timedelta, kept_as: timedelta) -> None:
    convening = make_convening()
    send(kept(make_checkpoint(convening), "NOTHING", scanned_at=DAY + claimed), hours=0)
    assert Scan.objects.get().scanned_at == DAY + kept_as
