"""What the door says: to devices in stable codes, to people in words of their language."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.states import Side
from checkin.domain.arrivals import TeamArrival
from checkin.models import Checkpoint, Scan
from checkin.states import LETS_GO, Answer
from registration.models import Attendee

NOT_VALID = gettext_lazy("Not valid")
ASK = gettext_lazy("Ask: is this your badge?")
TO_THE_DESK = gettext_lazy("Send them to the help desk.")
OPEN_FROM = gettext_lazy("Opens: %(when)s")
OPEN_UNTIL = gettext_lazy("Was open until: %(when)s")
TO_DO = {  # where it does not begin with the desk
    Answer.UNKNOWN: gettext_lazy("Scan it once more, or find them by name. If that does not help: the help desk."),
    Answer.REPLACED: gettext_lazy("They have a newer badge: ask for that one, or send them to the help desk."),
    Answer.NOT_LISTED: gettext_lazy("This entrance is for others. Who sees it otherwise goes to the help desk."),
    Answer.NOT_OPEN: gettext_lazy("Ask them to wait, or to come back later."),
    Answer.NO_SEAT: gettext_lazy("Their seat is in another room: their agenda says where. If not: the help desk."),
}


@dataclass(frozen=True)
class FirstScan:
    """When and where the person came in, the time also in words of the convening's zone."""

    at: datetime
    checkpoint: str
    clock: str

    @property
    def words(self) -> str:
        return _("%(clock)s, %(checkpoint)s.") % {"clock": self.clock, "checkpoint": self.checkpoint}

    def as_dict(self) -> dict[str, str]:
        return {"at": self.at.isoformat(), "checkpoint": self.checkpoint, "clock": self.clock}


@dataclass(frozen=True)
class Holder:
    """Whose badge it is, as the door needs it. `side` is a signatory's, else empty."""

    attendee_id: int
    name: str
    team: str
    kind: str
    side: str
    side_label: str
    job: str

    def as_dict(self) -> dict[str, Any]:
        facts = asdict(self)
        return {"id": facts.pop("attendee_id"), **facts}


@dataclass(frozen=True)
class ScanResult:
    """What the door answers. `holder` is None for unknown codes, `first` is set for who is already in, `opening`
    where it is not open."""

    scan_id: UUID
    answer: Answer
    replayed: bool
    holder: Holder | None = None
    first: FirstScan | None = None
    arrival: TeamArrival | None = None
    attendee: Attendee | None = None
    opening: str = ""

    @property
    def lets_go(self) -> bool:
        return self.answer in LETS_GO

    @property
    def word(self) -> str:
        """What stands largest: Welcome, Already in, Not valid."""
        return str(self.answer.label if self.lets_go else NOT_VALID)

    @property
    def sentences(self) -> list[str]:
        """What stands under the name: since when, what to do, how much of the team is here."""
        if not self.lets_go:
            return [line for line in (self.opening, str(TO_DO.get(self.answer, TO_THE_DESK))) if line]
        if self.first:
            return [self.first.words, str(ASK)]
        return [self.arrival.words] if self.arrival else []

    def as_dict(self) -> dict[str, Any]:
        """For devices and the API: stable codes, and words in the reader's language."""
        return {
            "scan_id": str(self.scan_id),
            "answer": str(self.answer),
            "word": self.word,
            "reason": "" if self.lets_go else str(self.answer.label),
            "sentences": self.sentences,
            "replayed": self.replayed,
            "attendee": self.holder.as_dict() if self.holder else None,
            "first_scan": self.first.as_dict() if self.first else None,
            "team": self.arrival.as_dict() if self.arrival else None,
        }


def holder_of(attendee: Attendee) -> Holder:
    """Whose badge it is; the side only of who holds an office."""
    side = attendee.side if attendee.office else ""
    return Holder(
        attendee_id=attendee.pk,
        name=attendee.person.name,
        team=attendee.team.name if attendee.team else "",
        kind=attendee.kind,
        side=side,
        side_label=str(Side(side).label) if side else "",
        job=attendee.job,
    )


def first_of(row: Scan, checkpoint: Checkpoint, at: datetime) -> FirstScan:
    """That scan in words of the convening's zone."""
    return FirstScan(row.scanned_at, row.checkpoint.name, clock_of(row.scanned_at, checkpoint, at))


def opening_of(checkpoint: Checkpoint, scanned_at: datetime, at: datetime) -> str:
    """When a checkpoint that was not open at that instant opens, or was open."""
    opens, closes = checkpoint.opens_at, checkpoint.closes_at
    if opens is not None and scanned_at < opens:
        return OPEN_FROM % {"when": clock_of(opens, checkpoint, at)}
    return OPEN_UNTIL % {"when": clock_of(closes, checkpoint, at)} if closes is not None else ""


def clock_of(instant: datetime, checkpoint: Checkpoint, at: datetime) -> str:
    """The time in the convening's zone; with its day where that is not today's."""
    local, today = checkpoint.convening.local(instant), checkpoint.convening.local(at).date()
    shape = pgettext("format of a time of day", "g:i a")
    if local.date() != today:
        shape = pgettext("format of a short day", "D, M j") + ", " + shape
    return date_format(local, shape)
