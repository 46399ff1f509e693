from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from checkin.domain.annulling import ReasonMissing, ScanUnknown, UndoTooLate, annul_scan, undo_scan
from checkin.domain.arrivals import arrival_of, count_in, count_inside
from checkin.domain.scanning import ScanResult, scan
from checkin.models import Checkpoint, Scan
from checkin.states import CheckpointKind
from journal.models import Entry
from tests.checkin.factories import DAY, badge_of, make_checkpoint, make_convening, make_team

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


def read(place: Checkpoint, code: str, *, scan_id: UUID | None = None, after: int = 0, way: str = "in") -> ScanResult:
    at = DAY + after * MINUTE
    return scan(
        checkpoint=place, code=code, scan_id=scan_id or uuid4(), scanned_at=at, by="device:1", at=at, direction=way
    )


def test_what_was_undone_stays_as_a_row_and_the_person_is_welcome_anew() -> None:
    convening = make_convening()
    team, door, scan_id = make_team(convening), make_checkpoint(convening), uuid4()
    code = badge_of(team).code
    read(door, code, scan_id=scan_id)
    undo_scan(scan_id=scan_id, pressed_at=DAY + MINUTE, by="device:1", at=DAY + 2 * MINUTE)
    undo_scan(scan_id=scan_id, pressed_at=DAY + MINUTE, by="device:1", at=DAY + 2 * MINUTE)  # harmless

    row = Scan.objects.get()
    assert (row.answer, row.annulled_by, row.annulled_at) == ("welcome", "device:1", DAY + 2 * MINUTE)
    assert Entry.objects.filter(kind="scan.annulled").count() == 1
    assert (count_in(door)[0], arrival_of(team).here) == (0, 0)
    assert [read(door, code, after=3).answer, read(door, code, after=4).answer] == ["welcome", "already_in"]
    assert (count_in(door)[0], Scan.objects.count()) == (1, 3)
    assert read(door, code, scan_id=scan_id, after=5).replayed


@pytest.mark.parametrize(("by", "after", "refusal"), [("device:2", 0, ScanUnknown), ("device:1", 61, UndoTooLate)])
def test_only_the_own_scan_and_only_for_a_minute(by: str, after: int, refusal: type[Exception]) -> None:
    convening = make_convening()
    scan_id = uuid4()
    read(make_checkpoint(convening), badge_of(make_team(convening)).code, scan_id=scan_id)
    with pytest.raises(refusal):
        undo_scan(scan_id=scan_id, pressed_at=DAY + timedelta(seconds=after), by=by, at=DAY + 5 * MINUTE)
    assert Scan.objects.standing().count() == 1


def test_the_desk_corrects_later_with_a_reason_which_the_journal_does_not_hold() -> None:
    convening = make_convening()
    door = make_checkpoint(convening)
    read(door, badge_of(make_team(convening)).code)
    row = Scan.objects.get()
    with pytest.raises(ReasonMissing):
        annul_scan(scan=row, reason="  ", by="user:1", at=DAY)
    annulled = annul_scan(scan=row, reason="Her sister’s badge", by="user:1", at=DAY + timedelta(hours=5))
    assert (annulled.annulled_because, annulled.annulled_by) == ("Her sister’s badge", "user:1")
    assert "sister" not in str(Entry.objects.get(kind="scan.annulled").data)


def test_who_went_out_is_welcome_back_and_an_annulled_way_out_leaves_them_inside() -> None:
    convening = make_convening()
    room = make_checkpoint(convening, "Room 1", CheckpointKind.ROOM)
    code, out = badge_of(make_team(convening)).code, uuid4()
    read(room, code)
    assert count_inside(room) == 1
    assert read(room, code, after=1, way="out", scan_id=out).answer == "left"
    assert count_inside(room) == 0
    annul_scan(scan=Scan.objects.get(scan_id=out), reason="Wrong way", by="user:1", at=DAY)
    assert (count_inside(room), read(room, code, after=2).answer) == (1, "already_in")
    assert [read(room, code, after=3, way="out").answer, read(room, code, after=4).answer] == ["left", "back"]
    assert list(Scan.objects.exclude(turn=None).order_by("turn").values_list("turn", flat=True)) == [1, 2, 3, 4]
