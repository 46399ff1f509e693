"""The first morning: people come in a crowd, some twice, some with a replaced badge, one with a strange code."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

from checkin.domain.codes import new_code
from checkin.domain.scanning import scan
from checkin.models import Badge, Checkpoint
from checkin.states import BadgeState, CheckpointKind
from convenings.domain.convenings import go_live

if TYPE_CHECKING:
    from rehearsal.domain.play import Play

STAY_HOME = 0.06
TWICE = 0.05
RETRIED = 0.03  # the network answered too late, so the device sent the same scan again


def arrive(play: "Play") -> None:
    """Scans at two doors between 7:40 and 9:40, in the order of their instants."""
    doors = list(Checkpoint.objects.filter(convening=play.convening, kind=CheckpointKind.DOOR).order_by("pk"))
    play.convening = go_live(convening=play.convening, by="system", at=play.at(1, "06:30"))
    for at, code, door in sorted(_crowd(play, doors), key=lambda reading: reading[:2]):
        scan_id = uuid4()
        for _ in range(2 if play.rng.random() < RETRIED else 1):
            scan(checkpoint=door, code=code, scan_id=scan_id, scanned_at=at, by="system", at=at)
        play.scans_sent += 1


def _crowd(play: "Play", doors: list[Checkpoint]) -> list[tuple[datetime, str, Checkpoint]]:
    opens = play.at(1, "07:40")
    readings = []
    for badge in Badge.objects.filter(attendee__convening=play.convening).order_by("pk"):
        door = play.rng.choice(doors)
        at = opens + timedelta(seconds=int(play.rng.triangular(0, 7200, 3300)))
        if badge.state == BadgeState.ACTIVE and play.rng.random() < STAY_HOME:
            continue
        readings.append((at, badge.code, door))
        if play.rng.random() < TWICE:
            readings.append((at + timedelta(minutes=play.rng.randint(2, 40)), badge.code, door))
    readings.append((opens + timedelta(minutes=50), new_code(), doors[0]))
    return readings
