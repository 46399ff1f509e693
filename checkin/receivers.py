"""What other rooms start here: long work of this room's kinds."""

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from checkin.domain import printing, rosters
from checkin.models import Scan
from checkin.models.checkpoint import DOOR_GATE
from checkin.states import Answer
from jobs import kinds
from jobs.kinds import Progress
from jobs.models import Job
from registration.domain import lists
from registration.models import Attendee


def run_sheet(job: Job, progress: Progress) -> dict[str, Any]:
    """One sheet of badges."""
    return printing.make_sheet(job=job, progress=progress, at=job.claimed_at or timezone.now())


def run_roster(job: Job, progress: Progress) -> dict[str, Any]:
    """One list on paper."""
    return rosters.make_roster(job=job, progress=progress)


def narrow_by_arrival(attendees: "QuerySet[Attendee]", arrived: str) -> "QuerySet[Attendee]":
    """Those who were scanned in at a door ("yes"), or those who were not ("no")."""
    entry = Exists(Scan.objects.standing().filter(attendee=OuterRef("pk"), gate=DOOR_GATE, answer=Answer.WELCOME))
    return attendees.filter(entry if arrived == "yes" else ~entry)


def connect() -> None:
    """Called once, when the rooms are ready."""
    lists.register_narrowing("arrived", narrow_by_arrival)
    kinds.register(printing.KIND, run_sheet)
    kinds.register(rosters.KIND, run_roster)
