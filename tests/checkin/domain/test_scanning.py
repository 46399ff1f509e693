from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from checkin.domain.arrivals import MissingOffice
from checkin.domain.badges import replace_badge
from checkin.domain.codes import new_code, spaced
from checkin.domain.scanning import ScanIdReused, ScanResult, scan
from checkin.models import Checkpoint, Scan
from checkin.states import Answer, ArrivalState, CheckpointKind
from journal.models import Entry
from registration.states import PlaceState
from tests.checkin.factories import (
    DAY,
    badge_of,
    make_attendee,
    make_badge,
    make_checkpoint,
    make_convening,
    make_somebody,
    make_team,
)

pytestmark = pytest.mark.django_db
AT = DAY + timedelta(minutes=14)  # 8:14 in Cincinnati


def read(checkpoint: Checkpoint, code: str, scan_id: UUID | None = None, **over: Any) -> ScanResult:
    given = {"scanned_at": AT, "by": "device:1", "at": AT, **over}
    return scan(checkpoint=checkpoint, code=code, scan_id=scan_id or uuid4(), **given)


def test_welcome_names_the_person_and_the_team() -> None:
    convening = make_convening()
    team = make_team(convening)
    told = read(make_checkpoint(convening), badge_of(team, "superintendent").code)

    assert told.answer == Answer.WELCOME
    assert told.holder is not None
    assert (told.holder.name, told.holder.team, told.holder.side) == ("Holder1 Durango", "Durango", "district")
    assert told.arrival is not None
    assert told.arrival.state == ArrivalState.PARTLY_HERE
    assert told.sentences == ["Team Durango: 1 of 5 here, the holders of union and board are missing."]
    row = Scan.objects.get()
    assert (row.answer, row.scanned_at, row.received_at, row.by) == ("welcome", AT, AT, "device:1")
    entry = Entry.objects.get(kind="badge.scanned")
    assert (entry.subject, entry.data["answer"]) == (f"attendee:{told.holder.attendee_id}", "welcome")


def test_a_members_side_is_not_said_for_who_holds_no_office() -> None:
    convening = make_convening()
    told = read(make_checkpoint(convening), badge_of(make_team(convening)).code)
    assert told.holder is not None
    assert (told.holder.side, told.holder.side_label) == ("", "")


def test_a_second_scan_says_when_and_where_the_first_was_in_local_time() -> None:
    convening = make_convening()
    code = badge_of(make_team(convening)).code
    read(make_checkpoint(convening, "South door"), code)
    later = AT + timedelta(minutes=30)
    told = read(make_checkpoint(convening, "North door"), code, scanned_at=later, at=later)

    assert told.answer == Answer.ALREADY_IN
    assert told.sentences == ["8:14 a.m., South door.", "Ask: is this your badge?"]
    assert told.as_dict()["first_scan"] == {"at": AT.isoformat(), "checkpoint": "South door", "clock": "8:14 a.m."}
    assert Scan.objects.count() == 2


def test_a_first_scan_of_another_day_is_named_with_its_day() -> None:
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    read(door, code)
    late = read(door, code, scanned_at=AT + timedelta(minutes=30), at=AT + timedelta(days=1))
    assert late.sentences[0] == "Wed, May 26, 8:14 a.m., North door."


def test_who_came_yesterday_is_welcome_back_this_morning_once() -> None:
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    days = [AT, *(AT + timedelta(days=1, minutes=minute) for minute in (0, 5)), AT + timedelta(days=2)]
    told = [read(door, code, scanned_at=at, at=at) for at in days]

    assert [one.answer for one in told] == [Answer.WELCOME, Answer.BACK, Answer.ALREADY_IN, Answer.BACK]
    assert told[1].sentences == ["Team Durango: 1 of 5 here, the holders of union, district and board are missing."]
    assert told[2].sentences[0] == "8:14 a.m., North door."


def test_a_day_ends_at_midnight_of_the_convenings_zone() -> None:
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    evening = AT + timedelta(hours=15)  # 11:14 in the evening in Cincinnati, the next day in UTC
    nights = [AT, evening, evening + timedelta(hours=1)]
    told = [read(door, code, scanned_at=at, at=at).answer for at in nights]
    assert told == [Answer.WELCOME, Answer.ALREADY_IN, Answer.BACK]


def test_other_checkpoints_let_in_for_themselves() -> None:
    convening = make_convening()
    code = badge_of(make_team(convening)).code
    read(make_checkpoint(convening), code)
    lunch = make_checkpoint(convening, "Lunch", CheckpointKind.MEAL)
    assert [read(lunch, code).answer, read(lunch, code).answer] == [Answer.WELCOME, Answer.ALREADY_IN]


def test_a_replaced_badge_is_refused_and_the_new_one_is_welcome() -> None:
    convening = make_convening()
    door, old = make_checkpoint(convening), badge_of(make_team(convening))
    newer = replace_badge(badge=old, by="user:1", at=DAY)
    told = read(door, old.code)
    asks = "They have a newer badge: ask for that one, or send them to the help desk."
    assert (told.answer, told.word, told.sentences) == (Answer.REPLACED, "Not valid", [asks])
    assert told.as_dict()["reason"] == "This badge was replaced"
    assert read(door, newer.code).answer == Answer.WELCOME


@pytest.mark.parametrize(
    "code", ["", "https://example.org/", pytest.param(new_code(), id="well formed"), "\x00" * 14, "Z" * 300]
)
def test_an_unknown_code_is_stored_and_refused(code: str) -> None:
    door = make_checkpoint(make_convening())
    told = read(door, code)
    assert (told.answer, told.holder) == (Answer.UNKNOWN, None)
    assert Scan.objects.get().badge is None
    assert Entry.objects.get(kind="badge.scanned").subject == f"checkpoint:{door.pk}"


def test_a_badge_of_another_convening_is_unknown_and_names_nobody() -> None:
    badge = badge_of(make_team(make_convening()))
    told = read(make_checkpoint(make_convening()), badge.code)
    assert (told.answer, told.holder, told.arrival) == (Answer.UNKNOWN, None, None)
    row = Scan.objects.get()
    assert (row.badge, row.attendee, row.read_code) == (badge, None, "")


@pytest.mark.parametrize("place", [PlaceState.WAITLISTED, PlaceState.RELEASED, PlaceState.NONE])
def test_a_team_without_a_place_is_refused(place: PlaceState) -> None:
    convening = make_convening()
    team = make_team(convening)
    badge = badge_of(team)
    type(team).objects.filter(pk=team.pk).update(place=place)
    assert read(make_checkpoint(convening), badge.code).answer == Answer.NO_PLACE


def test_a_held_place_lets_in() -> None:
    convening = make_convening()
    team = make_team(convening)
    badge = badge_of(team)
    type(team).objects.filter(pk=team.pk).update(place=PlaceState.HELD, place_held_until_at=AT)
    assert read(make_checkpoint(convening), badge.code).answer == Answer.WELCOME


def test_who_was_cancelled_is_refused() -> None:
    convening = make_convening()
    badge = make_badge(make_attendee(convening))
    type(badge.attendee).objects.filter(pk=badge.attendee_id).update(cancelled_at=DAY)
    assert read(make_checkpoint(convening), badge.code).answer == Answer.NO_PLACE


def test_typed_codes_are_read_with_hyphens_and_small_letters() -> None:
    convening = make_convening()
    code = badge_of(make_team(convening)).code
    assert read(make_checkpoint(convening), f" {spaced(code).lower()} ").answer == Answer.WELCOME


@pytest.mark.parametrize("known", [True, False])
def test_replaying_a_scan_gives_the_first_answer_and_no_second_row(known: bool) -> None:
    convening = make_convening()
    door, scan_id = make_checkpoint(convening), uuid4()
    code = badge_of(make_team(convening)).code if known else "nothing of ours"
    first = read(door, code, scan_id)
    again = read(door, code, scan_id, at=AT + timedelta(hours=5))
    assert (again.answer, again.replayed, first.replayed) == (first.answer, True, False)
    assert (Scan.objects.count(), Entry.objects.filter(kind="badge.scanned").count()) == (1, 1)


def test_replaying_a_second_scan_still_says_where_the_first_was() -> None:
    convening = make_convening()
    door, code, scan_id = make_checkpoint(convening), badge_of(make_team(convening)).code, uuid4()
    read(door, code)
    assert read(door, code, scan_id).as_dict() == {**read(door, code, scan_id).as_dict(), "replayed": False}


@pytest.mark.parametrize("other", ["badge", "nonsense", "checkpoint"])
def test_the_same_id_with_anything_else_is_refused(other: str) -> None:
    convening = make_convening()
    team, door, scan_id = make_team(convening), make_checkpoint(convening), uuid4()
    code = badge_of(team).code
    read(door, code, scan_id)
    if other == "checkpoint":
        door = make_checkpoint(convening, "South door")
    else:
        code = badge_of(team, "superintendent").code if other == "badge" else "nonsense"
    with pytest.raises(ScanIdReused) as refused:
        read(door, code, scan_id)
    assert refused.value.code == "scan_id_reused"
    assert Scan.objects.count() == 1


def test_an_unknown_code_under_the_id_of_another_unknown_code_is_refused() -> None:
    door, scan_id = make_checkpoint(make_convening()), uuid4()
    read(door, "nothing", scan_id)
    with pytest.raises(ScanIdReused):
        read(door, "nothing else", scan_id)


def test_a_time_that_has_not_come_is_now() -> None:
    convening = make_convening()
    read(make_checkpoint(convening), badge_of(make_team(convening)).code, scanned_at=AT + timedelta(hours=3))
    assert Scan.objects.get().scanned_at == AT


def test_the_last_office_makes_the_team_arrive() -> None:
    convening = make_convening()
    team, door = make_team(convening), make_checkpoint(convening)
    for office in ("union_president", "superintendent"):
        told = read(door, badge_of(team, office).code)
    assert told.arrival is not None
    assert told.arrival.missing == (
        MissingOffice("board_president", "Board president", "board", "Holder2 Durango"),
    )
    assert told.sentences == ["Team Durango: 2 of 5 here, the board's holder is missing."]
    told = read(door, badge_of(team, "board_president").code)
    assert told.arrival is not None
    assert told.arrival.state == ArrivalState.ARRIVED
    assert told.sentences == ["Team Durango: 3 of 5 here, every office is in."]


def test_a_substitute_fills_the_office() -> None:
    convening = make_convening()
    team, door = make_team(convening, members=0), make_checkpoint(convening)
    holder = team.members.get(office="board_president")
    stand_in = make_attendee(
        convening, make_somebody(convening, "Vice President"), team=team, substitute_for=holder
    )
    type(holder).objects.filter(pk=holder.pk).update(cancelled_at=DAY)
    for office in ("union_president", "superintendent"):
        read(door, badge_of(team, office).code)
    told = read(door, make_badge(stand_in).code)
    assert told.arrival is not None
    assert (told.arrival.state, told.arrival.here, told.arrival.total) == (ArrivalState.ARRIVED, 3, 3)


def test_a_scan_takes_six_statements(connection_statements: Any) -> None:
    convening = make_convening()
    door, code = make_checkpoint(convening), badge_of(make_team(convening)).code
    door = Checkpoint.objects.select_related("convening").get(pk=door.pk)
    with connection_statements() as statements:
        read(door, code)
    assert len(statements) == 6, "\n".join(statements)


def test_the_answer_is_plain_data_for_devices() -> None:
    import json

    convening = make_convening()
    told = read(make_checkpoint(convening), badge_of(make_team(convening)).code).as_dict()
    assert json.loads(json.dumps(told)) == told
    assert set(told) == {
        "scan_id", "answer", "word", "reason", "sentences", "replayed", "attendee", "first_scan", "team",
    }  # fmt: skip
