"""What a rehearsal found: counts read from the database, times, memory, and the rules that must hold."""

import resource
from dataclasses import asdict, dataclass

from django.db.models import Count

from checkin.models import Scan
from convenings.models import Convening
from mail.models import Message
from registration.models import Attendee
from rehearsal.domain.invariants import check_invariants
from rehearsal.domain.play import Play
from rehearsal.domain.sink import Sink


@dataclass(frozen=True)
class Report:
    """teams: by commitment and by place state; mails: by state; scans: by answer; peak_mb: of this process."""

    teams: dict[str, int]
    people: int
    mails: dict[str, int]
    scans: dict[str, int]
    seconds: dict[str, float]
    peak_mb: float
    invariants: dict[str, bool]

    @property
    def holds(self) -> bool:
        """Whether every rule holds."""
        return all(self.invariants.values())

    def as_json(self) -> dict[str, object]:
        """For machines."""
        return asdict(self)


def report_on(play: Play, sink: Sink) -> Report:
    """Reads everything from the database; what the play remembers is only compared with it."""
    convening = play.convening
    scans = Scan.objects.filter(checkpoint__convening=convening)
    mails = Message.objects.filter(convening_id=convening.pk)
    return Report(
        teams=_teams(convening),
        people=Attendee.objects.filter(convening=convening, cancelled_at=None).count(),
        mails=dict(mails.values_list("state").annotate(n=Count("pk")).order_by("state")),
        scans=dict(scans.values_list("answer").annotate(n=Count("pk")).order_by("answer")),
        seconds={**play.seconds, "all": round(sum(play.seconds.values()), 3)},
        peak_mb=round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1),
        invariants={
            **check_invariants(convening),
            "mail_arrived_once": _arrived_once(convening, sink),
            "scans_recorded_once": scans.count() == play.scans_sent,
        },
    )


def _teams(convening: Convening) -> dict[str, int]:
    """By commitment state; a committed team by its place."""
    counts: dict[str, int] = {}
    for state, place, number in convening.teams.values_list("state", "place").annotate(n=Count("pk")).order_by("state"):
        name = place if state == "committed" else state
        counts[name] = counts.get(name, 0) + number
    return dict(sorted(counts.items()))


def _arrived_once(convening: Convening, sink: Sink) -> bool:
    """The mail server got every message that counts as sent, each once, and no other."""
    sent = Message.objects.filter(convening_id=convening.pk, state="sent").values_list("message_id", flat=True)
    return dict(sink.arrived) == dict.fromkeys(sent, 1)
