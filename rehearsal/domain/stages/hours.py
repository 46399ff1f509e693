"""The first day's sessions: people are scanned in and out of rooms, some forget it; some certificates are released."""

from datetime import datetime, timedelta
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from breakouts.models import Room, Seat, Session
from checkin.domain.checkpoints import PassingRules, change_checkpoint, make_checkpoint
from checkin.domain.hours import correct_hours, people_seen, set_rule
from checkin.domain.hours_certificates import note_opened, release_one
from checkin.domain.scanning import scan
from checkin.models import Badge, Checkpoint, Scan
from checkin.reminding import CERTIFICATE_READY
from checkin.states import CheckpointKind, Direction
from convenings.domain import reminder_rules
from convenings.domain.convenings import change_convening
from registration.domain.details import Details, change_details
from registration.models import Attendee

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

ORGANIZER = "user:0"  # nobody by name: whoever sat at the registrar's table
SKIPS, FORGETS, LEAVES_EARLY = 0.15, 0.12, 0.1
EARLY_LEAVERS = 6  # they get their certificates on the evening of the first day
HAVE_OPENED = 2  # so many of them; the others are to be reminded
MINUTE = timedelta(minutes=1)


def attend(play: "Play") -> None:
    """Scans at the doors of the rooms on day 1, rules of hours, a correction, certificates, and numbers to call."""
    rng = Random(f"hours:{play.plan.seed}")  # its own dice: what follows falls as it fell
    evening = play.at(1, "18:30")
    play.convening = change_convening(
        convening=play.convening, changes={"certifies_hours": True}, by="system", at=play.at(1, "06:00")
    )
    values = {"kinds": ["breakout", "plenary"], "signed_by": "June Abernathy, owner of the convening"}
    set_rule(convening=play.convening, values=values, by=ORGANIZER, at=play.at(1, "06:00"))
    sessions = _held_that_day(play, until=evening)
    used = Room.objects.filter(convening=play.convening, sessions__slot__isnull=False).distinct()
    gates = {room.pk: _gate(play, room) for room in used}
    inside = Scan.objects.entries(play.convening).values("attendee")
    badges = Badge.objects.active().filter(attendee__in=inside).order_by("pk")
    for badge in badges:
        for session in _chosen(rng, badge, sessions):
            _sit(play, rng, badge, session, gates[session.room_id or 0])
    _certify(play, at=evening)
    _tell_numbers(play, rng)


def _held_that_day(play: "Play", *, until: datetime) -> list[Session]:
    held = Session.objects.filter(convening=play.convening, slot__starts_at__gt=play.at(1, "08:30"))
    counting = held.filter(slot__ends_at__lt=until, kind__in=("breakout", "plenary")).select_related("slot", "room")
    return list(counting.order_by("slot__starts_at", "pk"))


def _gate(play: "Play", room: Room) -> Checkpoint:
    at = play.at(1, "06:30")
    gate = make_checkpoint(convening=play.convening, name=room.name, kind=CheckpointKind.ROOM, by="system", at=at)
    rules = PassingRules(room=room, both_ways=True)
    return change_checkpoint(checkpoint=gate, name=gate.name, rules=rules, by="system", at=at)


def _chosen(rng: Random, badge: Badge, sessions: list[Session]) -> list[Session]:
    """One session of each slot: the own seat's, else any; now and then none."""
    seats = set(Seat.objects.filter(attendee=badge.attendee_id).values_list("session", flat=True))
    by_slot: dict[int | None, list[Session]] = {}
    for session in sessions:
        by_slot.setdefault(session.slot_id, []).append(session)
    return [
        next((one for one in held if one.pk in seats), None) or rng.choice(held)
        for held in by_slot.values()
        if rng.random() > SKIPS
    ]


def _sit(play: "Play", rng: Random, badge: Badge, session: Session, gate: Checkpoint) -> None:
    assert session.slot is not None
    early = session.slot.ends_at - MINUTE * rng.randint(20, 40)
    leaves = early if rng.random() < LEAVES_EARLY else session.slot.ends_at + MINUTE * rng.randint(0, 2)
    _read(play, rng, badge, gate, session.slot.starts_at - MINUTE * rng.randint(-4, 8), Direction.IN)
    if rng.random() > FORGETS:
        _read(play, rng, badge, gate, leaves, Direction.OUT)


def _read(play: "Play", rng: Random, badge: Badge, gate: Checkpoint, at: datetime, way: Direction) -> None:
    given = UUID(int=rng.getrandbits(128), version=4)
    scan(checkpoint=gate, code=badge.code, scan_id=given, scanned_at=at, by="system", at=at, direction=way)
    play.scans_sent += 1


def _certify(play: "Play", *, at: datetime) -> None:
    """One forgot the way in and is put right; who leaves early takes the certificate along."""
    people = list(people_seen(play.convening)[:EARLY_LEAVERS])
    first = _held_that_day(play, until=at)[0]
    assert first.slot is not None
    minutes = int((first.slot.ends_at - first.slot.starts_at) / MINUTE)
    correct_hours(
        attendee=people[0], session=first, minutes=minutes, reason="Presented there, and came in by the stage door",
        by=ORGANIZER, at=at,
    )  # fmt: skip
    for attendee in people:
        certificate = release_one(attendee=attendee, by=ORGANIZER, at=at + MINUTE)
        if attendee in people[:HAVE_OPENED]:
            note_opened(certificate=certificate, at=at + 10 * MINUTE)
    remind = CERTIFICATE_READY.suggested
    reminder_rules.set_rule(convening=play.convening, occasion=CERTIFICATE_READY.code, draft=remind, by="system", at=at)


def _tell_numbers(play: "Play", rng: Random) -> None:
    """Office-holders tell a number for the day, so that somebody of a team that is not whole can be called."""
    holders = Attendee.objects.placed().filter(convening=play.convening, details=None).exclude(office="")
    for attendee in holders.select_related("person", "convening").order_by("pk")[::2]:
        details = Details(
            attendee.person.name, mobile=f"216 555 {rng.randint(100, 199):04}",
            educator_id=f"OH-{rng.randint(100_000, 999_999)}",
        )  # fmt: skip
        change_details(attendee=attendee, details=details, by=f"person:{attendee.person_id}", at=play.at(0, "17:00"))
