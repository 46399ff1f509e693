from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from breakouts.models import Presentation, Room, Seat, Session, TimeSlot
from checkin.domain.checkpoints import (
    CheckpointNameTaken,
    ClosesTooEarly,
    PassingRules,
    RoomNotHere,
    TeamNotHere,
    change_checkpoint,
)
from checkin.domain.devices import make_device
from checkin.domain.door_list import door_list
from checkin.domain.scanning import scan
from checkin.models import Checkpoint, Device
from checkin.states import CheckpointKind
from journal.models import Entry
from registration.models import Attendee
from registration.states import AttendeeKind
from tests.breakouts.factories import released
from tests.checkin.factories import DAY, make_attendee, make_badge, make_checkpoint, make_convening, make_team

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def changed(place: Checkpoint, name: str = "", **rules: Any) -> Checkpoint:
    return change_checkpoint(
        checkpoint=place, name=name or place.name, rules=PassingRules(**rules), by="user:1", at=DAY
    )


def answer(place: Checkpoint, attendee: Attendee, after: timedelta = timedelta()) -> str:
    badge = attendee.badges.first() or make_badge(attendee)
    at = DAY + after
    return str(scan(checkpoint=place, code=badge.code, scan_id=uuid4(), scanned_at=at, by="d", at=at).answer)


def test_the_next_scan_is_judged_by_the_changed_rules() -> None:
    convening = make_convening()
    team, other, bus = make_team(convening), make_team(convening, "Other"), make_checkpoint(convening, "Bus 1")
    placed = changed(
        bus, "Bus 2", kinds=("guest", "member"), teams=(team.pk,), opens_at=DAY, closes_at=DAY + HOUR, both_ways=True
    )
    assert (placed.name, placed.both_ways, placed.kinds) == ("Bus 2", True, ["guest", "member"])
    assert Entry.objects.get(kind="checkpoint.changed").data["teams"] == [team.pk]
    member, stranger = team.members.earliest("pk"), other.members.earliest("pk")
    assert [answer(placed, one) for one in (member, stranger)] == ["welcome", "not_listed"]
    assert answer(placed, team.members.latest("pk"), after=HOUR) == "not_open"
    assert answer(changed(placed, kinds=("staff",)), team.members.latest("pk")) == "not_listed"


def test_who_comes_too_early_or_too_late_reads_when_it_is_open() -> None:
    convening = make_convening()
    place = changed(make_checkpoint(convening), opens_at=DAY, closes_at=DAY + HOUR)
    badge = make_badge(make_team(convening).members.earliest("pk"))

    def first_sentence(after: timedelta) -> str:
        at = DAY + after
        return scan(checkpoint=place, code=badge.code, scan_id=uuid4(), scanned_at=at, by="d", at=at).sentences[0]

    assert first_sentence(-HOUR) == "Opens: 8:00 a.m."
    assert first_sentence(-24 * HOUR) == "Opens: Wed, May 26, 8:00 a.m."
    assert first_sentence(2 * HOUR) == "Was open until: 9:00 a.m."
    assert "8:00" not in first_sentence(timedelta())


def test_what_does_not_fit_is_refused() -> None:
    convening, elsewhere = make_convening(), make_convening()
    make_checkpoint(convening, "South")
    place, door = make_checkpoint(convening, "Room 1", CheckpointKind.ROOM), make_checkpoint(convening, "North")
    room = Room.objects.create(convening=convening, name="Room 1", capacity=30)
    foreign = Room.objects.create(convening=elsewhere, name="Room 1", capacity=30)
    for refusal, rules in (
        (RoomNotHere, {"room": foreign}), (TeamNotHere, {"teams": (make_team(elsewhere).pk,)}),
        (TeamNotHere, {"teams": (2**40,)}), (ClosesTooEarly, {"opens_at": DAY, "closes_at": DAY}),
    ):  # fmt: skip
        with pytest.raises(refusal):
            changed(place, **rules)
    with pytest.raises(RoomNotHere):
        changed(door, room=room)
    with pytest.raises(CheckpointNameTaken):
        changed(place, "South")
    assert changed(place, room=room).room == room


def test_a_room_lets_in_who_has_a_seat_while_a_breakout_is_held_there(connection_statements: Any) -> None:
    convening = make_convening()
    room = Room.objects.create(convening=convening, name="Room 1", capacity=30)
    slot = TimeSlot.objects.create(convening=convening, label="A", starts_at=DAY + HOUR, ends_at=DAY + 2 * HOUR)
    session = Session.objects.create(convening=convening, title="Talk", room=room, slot=slot)
    place = changed(make_checkpoint(convening, "Door of room 1", CheckpointKind.ROOM), room=room, needs_seat=True)
    seated, presenter, nobody, early = (make_attendee(convening) for _number in range(4))
    helper = make_attendee(convening, kind=AttendeeKind.STAFF)
    Seat.objects.create(attendee=seated, session=session, slot=slot, given_by="system", given_at=DAY)
    Presentation.objects.create(session=session, presenter=presenter, slot=slot)
    at = HOUR - timedelta(minutes=20)
    assert answer(place, make_attendee(convening), after=at) == "welcome"  # nobody knows of a session there yet
    released(convening)
    Session.objects.filter(pk=session.pk).update(room=None, slot=None)  # moved, and nobody was told
    answers = [answer(place, one, after=at) for one in (seated, presenter, helper, nobody)]
    assert answers == ["welcome", "welcome", "welcome", "no_seat"]
    assert answer(place, early, after=at - timedelta(minutes=1)) == "welcome"  # nothing is held yet
    assert answer(place, nobody, after=2 * HOUR) == "welcome"

    make_device(checkpoint=place, label="Ben", by="user:1", at=DAY)
    held = door_list(Device.objects.get())
    assert [row[-1] for row in held["people"] if row[1] in (seated.pk, presenter.pk)] == [[session.pk]] * 2
    assert len(held["checkpoints"][0]["rule"]["sessions"]) == 1
    badge, place = make_badge(make_attendee(convening)), Checkpoint.objects.select_related("convening").get(pk=place.pk)
    with connection_statements() as statements:
        scan(checkpoint=place, code=badge.code, scan_id=uuid4(), scanned_at=DAY, by="d", at=DAY)
    assert len(statements) == 7  # what is held there, seats, presenters besides the four
