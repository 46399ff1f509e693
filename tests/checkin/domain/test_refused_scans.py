"""What scanners sent that let nobody in: written down once, told in words, and marked as seen."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from checkin.domain.badges import replace_badge
from checkin.domain.batches import Kept, record_batch
from checkin.domain.looking import see_double, see_refused
from checkin.domain.refused_scans import MANY, TRIES_CODES, Matter, how_many, matters
from checkin.domain.scan_list import doubles
from checkin.domain.scanning import NoBadge, Reading, ScanIdReused, scan
from checkin.models import Checkpoint, RefusedScan, Scan
from checkin.states import Answer, RefusedKind
from convenings.models import Convening
from journal.models import Entry
from tests.checkin.factories import DAY, badge_of, make_attendee, make_badge, make_checkpoint, make_convening, make_team

pytestmark = pytest.mark.django_db
LATER = DAY + timedelta(hours=1)


@pytest.fixture
def door(convening: Convening) -> Checkpoint:
    return make_checkpoint(convening)


def read(door: Checkpoint, code: str = "", scan_id: UUID | None = None, **over: int) -> None:
    scan(checkpoint=door, code=code, scan_id=scan_id or uuid4(), scanned_at=DAY, by="device:1", at=DAY, **over)


def told(convening: Convening, *, seen: bool = False) -> list[tuple[str, int, tuple[str, ...]]]:
    return [(one.kind, one.scans, one.names) for one in matters(convening, seen=seen)]


def see(matter: Matter, door: Checkpoint) -> int:
    return see_refused(
        kind=matter.kind, checkpoint=door, scanned_by=matter.by, until=matter.newest, by="user:1", at=LATER
    )


def test_an_id_sent_again_with_another_badge_is_told_once(convening: Convening, door: Checkpoint) -> None:
    first, other = (make_badge(make_attendee(convening)) for _ in range(2))
    used = uuid4()
    read(door, first.code, used)
    for _ in range(2):
        with pytest.raises(ScanIdReused):
            read(door, other.code, used)
    assert told(convening) == [("scan_id_reused", 1, (str(other),))]
    assert Entry.objects.get(kind="scan.refused").data == {"code": "scan_id_reused", "attendee": other.attendee_id}


def test_somebody_without_a_badge_is_told_and_a_stranger_is_not_named(convening: Convening, door: Checkpoint) -> None:
    without, stranger = make_attendee(convening), make_attendee(make_convening())
    for attendee in (without, stranger):
        with pytest.raises(NoBadge):
            read(door, attendee_id=attendee.pk)
    assert told(convening) == [("no_badge", 2, (str(without.person),))]


def test_codes_that_open_nothing_are_told_by_kind(convening: Convening, door: Checkpoint) -> None:
    elsewhere = make_badge(make_attendee(make_convening()))
    old = make_badge(make_attendee(convening))
    replace_badge(badge=old, by="user:1", at=DAY)
    for code in ("NOTHING", elsewhere.code, old.code):
        read(door, code)
    assert set(told(convening)) == {("unknown", 1, ()), ("foreign", 1, ()), ("replaced", 1, (str(old),))}
    assert told(make_convening()) == []


@pytest.mark.parametrize(("codes", "tries"), [(MANY - 1, False), (MANY, True)])
def test_many_forged_codes_in_a_batch_say_that_somebody_tries(
    convening: Convening, door: Checkpoint, codes: int, tries: bool
) -> None:
    forged = [Kept(Reading(door, uuid4(), DAY, f"FORGED{number}")) for number in range(codes)]
    record_batch(kept=forged, by="device:1", at=DAY)
    (matter,) = matters(convening)
    assert (matter.scans, matter.to_do == str(TRIES_CODES)) == (codes, tries)


def test_what_cannot_be_read_of_a_batch_is_told(convening: Convening, door: Checkpoint) -> None:
    for _ in range(2):
        (answer,) = record_batch(kept=[], unreadable=["no uuid"], where=door, by="device:1", at=DAY)
    assert answer.as_dict()["code"] == "malformed"
    assert told(convening) == [("malformed", 1, ())]


def test_seen_matters_go_and_newer_ones_come_again(convening: Convening, door: Checkpoint) -> None:
    read(door, "NOTHING")
    (matter,) = matters(convening)
    read(door, "NEWER")
    assert (see(matter, door), see(matter, door)) == (1, 0)
    assert (told(convening), told(convening, seen=True)) == ([("unknown", 1, ())], [("unknown", 1, ())])
    assert matters(convening, seen=True)[0].seen_by == "user:1"
    entry = Entry.objects.get(kind="scans.seen")
    assert (entry.by, entry.data) == ("user:1", {"code": "unknown", "scans": 1})


def test_seen_reaches_no_other_kind_scanner_or_checkpoint(convening: Convening, door: Checkpoint) -> None:
    with pytest.raises(NoBadge):
        read(door, attendee_id=make_attendee(convening).pk)
    for place, by in ((door, "device:1"), (door, "device:2"), (make_checkpoint(convening, "South"), "device:1")):
        scan(checkpoint=place, code="NOTHING", scan_id=uuid4(), scanned_at=DAY, by=by, at=DAY)
    first = next(one for one in matters(convening) if (one.kind, one.by, one.checkpoint_id) == (
        RefusedKind.UNKNOWN, "device:1", door.pk
    ))  # fmt: skip
    assert see(first, door) == 1
    assert (Scan.objects.filter(seen_at=None).count(), RefusedScan.objects.filter(seen_at=None).count()) == (2, 1)


def test_a_double_entry_is_seen_once_and_is_no_refused_scan(convening: Convening, door: Checkpoint) -> None:
    old = badge_of(make_team(convening))
    replace_badge(badge=old, by="user:1", at=DAY)
    alone = Reading(door, uuid4(), DAY, old.code, device_answer=Answer.WELCOME)
    record_batch(kept=[Kept(alone)], by="device:1", at=DAY)
    assert matters(convening) == []
    (double,) = doubles(convening)
    assert see_double(scan=double.scan, by="user:1", at=LATER)
    assert not see_double(scan=double.scan, by="user:2", at=LATER)
    assert (len(doubles(convening)), len(doubles(convening, seen=True))) == (0, 1)
    assert Entry.objects.get(kind="scan.seen").data == {"scan": double.scan.pk}


def test_matters_are_counted_as_they_are_listed(convening: Convening, door: Checkpoint) -> None:
    assert how_many(convening) == 0
    for place in (door, door, make_checkpoint(convening, "South")):
        read(place, "NOTHING")
    with pytest.raises(NoBadge):
        read(door, attendee_id=make_attendee(convening).pk)
    assert how_many(convening) == len(matters(convening)) == 3
    for one in matters(convening):
        see(one, Checkpoint.objects.get(pk=one.checkpoint_id))
    assert how_many(convening) == 0
