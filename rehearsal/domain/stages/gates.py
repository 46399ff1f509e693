"""Lunch and the shuttle, each with its rules; scans taken back; and two phones without a network at once."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from checkin.domain.annulling import annul_scan, undo_scan
from checkin.domain.batches import Kept, record_batch
from checkin.domain.checkpoints import PassingRules, change_checkpoint, make_checkpoint
from checkin.domain.devices import make_device
from checkin.domain.scanning import Reading, record_scans, scan
from checkin.models import Badge, Checkpoint, Device, Scan
from checkin.states import Answer, BadgeState, CheckpointKind

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

BY = "system"
TEAMS_ON_THE_BUS = 3
EAT_EARLY = 24


def open_gates(play: "Play") -> None:
    """All of the first day, after the doors."""
    lunch = _lunch(play)
    _shuttle(play)
    phones = {door: _phone(play, door) for door in ("North door", "South door")}
    came = Badge.objects.filter(
        attendee__convening=play.convening, state=BadgeState.ACTIVE, scans__answer=Answer.WELCOME
    ).distinct()
    for minute, badge in enumerate(came.order_by("pk")[:EAT_EARLY]):
        _read(play, lunch, badge, play.at(1, "12:05") + timedelta(minutes=minute), BY)
    _take_back(play, lunch, list(came.order_by("-pk")[:2]), phones["North door"])
    absent = Badge.objects.active().of(play.convening).exclude(scans__answer=Answer.WELCOME).order_by("pk").first()
    if absent:
        _let_in_twice(play, absent, list(phones.values()))
    _show_other_codes(play, phones["South door"], came.order_by("pk")[:2])


def _lunch(play: "Play") -> Checkpoint:
    at = play.at(1, "06:40")
    lunch = make_checkpoint(convening=play.convening, name="Lunch", kind=CheckpointKind.MEAL, by=BY, at=at)
    rules = PassingRules(opens_at=play.at(1, "11:30"), closes_at=play.at(1, "14:00"))
    return change_checkpoint(checkpoint=lunch, name=lunch.name, rules=rules, by=BY, at=at)


def _shuttle(play: "Play") -> None:
    at = play.at(1, "06:45")
    bus = make_checkpoint(convening=play.convening, name="Hotel shuttle", kind=CheckpointKind.BUS, by=BY, at=at)
    teams = play.convening.teams.filter(place="confirmed").order_by("pk").values_list("pk", flat=True)
    rules = PassingRules(teams=tuple(teams[:TEAMS_ON_THE_BUS]), both_ways=True)
    change_checkpoint(checkpoint=bus, name=bus.name, rules=rules, by=BY, at=at)


def _phone(play: "Play", door: str) -> Device:
    place = play.convening.checkpoints.get(name=door)
    make_device(checkpoint=place, label=f"Volunteer, {door}", by=BY, at=play.at(1, "07:00"))
    return Device.objects.select_related("checkpoint__convening").get(checkpoint=place)


def _read(play: "Play", place: Checkpoint, badge: Badge, at: datetime, by: str) -> Scan:
    told = scan(checkpoint=place, code=badge.code, scan_id=uuid4(), scanned_at=at, by=by, at=at)
    play.scans_sent += 1
    return Scan.objects.get(scan_id=told.scan_id)


def _take_back(play: "Play", lunch: Checkpoint, badges: list[Badge], phone: Device) -> None:
    """A volunteer scanned the next in line twice and undid it; the desk corrects what was somebody else's badge."""
    by, at = f"device:{phone.pk}", play.at(1, "12:40")
    for badge in badges[:1]:
        slip = _read(play, lunch, badge, at, by)
        undo_scan(scan_id=slip.scan_id, pressed_at=at + timedelta(seconds=8), by=by, at=at + timedelta(seconds=8))
    for badge in badges[1:]:
        wrong = _read(play, lunch, badge, at + timedelta(minutes=2), by)
        annul_scan(scan=wrong, reason="She showed her colleague’s badge", by=BY, at=at + timedelta(minutes=30))


def _let_in_twice(play: "Play", badge: Badge, phones: list[Device]) -> None:
    """Both phones were without a network for twenty minutes, and the same badge was shown at both doors."""
    began, sent = play.at(1, "08:50"), play.at(1, "09:10")
    for minutes, phone in zip((0, 11), phones, strict=True):
        reading = Reading(
            phone.checkpoint, uuid4(), began + timedelta(minutes=minutes), badge.code,
            device_answer=Answer.WELCOME.value, clock_offset_ms=0,
        )  # fmt: skip
        record_batch(kept=[Kept(reading)], by=f"device:{phone.pk}", at=sent + timedelta(minutes=minutes))
        play.scans_sent += 1


def _show_other_codes(play: "Play", phone: Device, badges: Iterable[Badge]) -> None:
    """A poster hung within sight of the camera, and a scan was sent again with another badge."""
    by, at = f"device:{phone.pk}", play.at(1, "13:10")
    for minute in range(6):
        read_at = at + timedelta(minutes=minute)
        scan(
            checkpoint=phone.checkpoint, code=f"HTTPS EXAMPLE ORG POSTER {minute}", scan_id=uuid4(),
            scanned_at=read_at, by=by, at=read_at,
        )  # fmt: skip
        play.scans_sent += 1
    used = uuid4()
    readings = [Reading(phone.checkpoint, used, at + timedelta(minutes=8), badge.code) for badge in badges]
    record_scans(readings=readings, by=by, at=at + timedelta(minutes=9))
    play.scans_sent += 1
