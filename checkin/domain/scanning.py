"""Scanning a badge: all rules of the door in one place. Whatever happens at once, everybody is let in once."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from agreements.states import Side
from checkin.domain.arrivals import TeamArrival, arrival_of
from checkin.domain.codes import check, tidy
from checkin.models import Badge, Checkpoint, Scan
from checkin.states import Answer, BadgeState, CheckpointKind
from journal.domain import entries
from journal.refusals import Refusal
from registration.models import Attendee
from registration.states import KEPT_PLACES

OLDEST = timedelta(days=7)  # a device keeps its scans for so long; what is older comes from a clock that is wrong
TRIES = 3  # a scan that lost a race looks again; it can lose by its badge and by its id
NOT_VALID = gettext_lazy("Not valid")
ASK = gettext_lazy("Ask: is this your badge?")
TO_THE_DESK = gettext_lazy("Send them to the help desk.")


class ScanIdReused(Refusal):
    code = "scan_id_reused"
    words = gettext_lazy("This scan was sent before with another badge. Please scan the badge again.")


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
    """What the door answers. `holder` is None for unknown codes, `first` is set for who is already in."""

    scan_id: UUID
    answer: Answer
    replayed: bool
    holder: Holder | None = None
    first: FirstScan | None = None
    arrival: TeamArrival | None = None

    @property
    def lets_in(self) -> bool:
        return self.answer in (Answer.WELCOME, Answer.ALREADY_IN)

    @property
    def word(self) -> str:
        """What stands largest: Welcome, Already in, Not valid."""
        return str(self.answer.label if self.lets_in else NOT_VALID)

    @property
    def sentences(self) -> list[str]:
        """What stands under the name: since when, what to do, how much of the team is here."""
        if not self.lets_in:
            return [str(TO_THE_DESK)]
        if self.first:
            return [self.first.words, str(ASK)]
        return [self.arrival.words] if self.arrival else []

    def as_dict(self) -> dict[str, Any]:
        """For devices and the API: stable codes, and words in the reader's language."""
        return {
            "scan_id": str(self.scan_id),
            "answer": str(self.answer),
            "word": self.word,
            "reason": "" if self.lets_in else str(self.answer.label),
            "sentences": self.sentences,
            "replayed": self.replayed,
            "attendee": self.holder.as_dict() if self.holder else None,
            "first_scan": self.first.as_dict() if self.first else None,
            "team": self.arrival.as_dict() if self.arrival else None,
        }


def scan(
    *, checkpoint: Checkpoint, code: str, scan_id: UUID, scanned_at: datetime, by: str, at: datetime
) -> ScanResult:
    """Records one reading of a badge and says what the door does. Six statements.

    Sending the same `scan_id` again gives the first answer and records nothing. A time that has not come yet is
    taken as now, one of more than a week ago as a week ago. No lock is held: a unique constraint lets one of many at
    once in, and the others look again. Refuses: scan_id_reused.
    """
    scanned_at = max(min(scanned_at, at), at - OLDEST)
    for _lost in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _scan(checkpoint, tidy(code), scan_id, scanned_at, by, at)
        except IntegrityError:
            continue
    with transaction.atomic():
        return _scan(checkpoint, tidy(code), scan_id, scanned_at, by, at)


def _scan(checkpoint: Checkpoint, code: str, scan_id: UUID, scanned_at: datetime, by: str, at: datetime) -> ScanResult:
    badge = _badge_of(code)
    ours = badge is not None and badge.attendee.convening_id == checkpoint.convening_id
    attendee = badge.attendee if badge is not None and ours else None
    before = _before(checkpoint, attendee, scan_id)
    replayed = next((row for row in before if row.scan_id == scan_id), None)
    first = next((row for row in before if row.scan_id != scan_id), None)
    if replayed is None:
        answer = _judge(badge if ours else None, first)
        row = Scan(
            scan_id=scan_id,
            checkpoint=checkpoint,
            gate=checkpoint.gate,
            badge=badge,
            attendee=attendee,
            read_code="" if badge else code[:40],
            answer=answer,
            scanned_at=scanned_at,
            received_at=at,
            by=by,
        )
        row.save(force_insert=True)
        _write_down(row, checkpoint)
    else:
        _refuse_reuse(replayed, checkpoint, badge, code)
        answer = Answer(replayed.answer)
    return ScanResult(
        scan_id=scan_id,
        answer=answer,
        replayed=replayed is not None,
        holder=_holder(attendee) if attendee else None,
        first=_first(first, checkpoint, at) if first and answer == Answer.ALREADY_IN else None,
        arrival=_arrival(attendee, checkpoint, answer),
    )


def _badge_of(code: str) -> Badge | None:
    if not check(code):
        return None
    return Badge.objects.with_people().filter(code=code).first()


def _before(checkpoint: Checkpoint, attendee: Attendee | None, scan_id: UUID) -> list[Scan]:
    """The scan that bears this id, and the one that let this person in at this gate."""
    which = Q(scan_id=scan_id)
    if attendee is not None:
        which |= Q(attendee=attendee, gate=checkpoint.gate, answer=Answer.WELCOME)
    return list(Scan.objects.filter(which).select_related("checkpoint"))


def _judge(badge: Badge | None, first: Scan | None) -> Answer:
    if badge is None:
        return Answer.UNKNOWN
    if badge.state == BadgeState.REPLACED:
        return Answer.REPLACED
    team, cancelled = badge.attendee.team, badge.attendee.cancelled_at is not None
    if cancelled or (team is not None and team.place not in KEPT_PLACES):
        return Answer.NO_PLACE
    return Answer.ALREADY_IN if first else Answer.WELCOME


def _refuse_reuse(row: Scan, checkpoint: Checkpoint, badge: Badge | None, code: str) -> None:
    same = row.badge_id == badge.pk if badge else (row.badge_id is None and row.read_code == code[:40])
    if not same or row.checkpoint_id != checkpoint.pk:
        raise ScanIdReused


def _write_down(row: Scan, checkpoint: Checkpoint) -> None:
    entries.record(
        kind="badge.scanned",
        by=row.by,
        at=row.received_at,
        subject=f"attendee:{row.attendee_id}" if row.attendee_id else f"checkpoint:{checkpoint.pk}",
        convening_id=checkpoint.convening_id,
        data={"scan": row.pk, "checkpoint": checkpoint.pk, "answer": str(row.answer)},
    )


def _holder(attendee: Attendee) -> Holder:
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


def _first(row: Scan, checkpoint: Checkpoint, at: datetime) -> FirstScan:
    local, today = checkpoint.convening.local(row.scanned_at), checkpoint.convening.local(at).date()
    shape = pgettext("format of a time of day", "g:i a")
    if local.date() != today:
        shape = pgettext("format of a short day", "D, M j") + ", " + shape
    return FirstScan(at=row.scanned_at, checkpoint=row.checkpoint.name, clock=date_format(local, shape))


def _arrival(attendee: Attendee | None, checkpoint: Checkpoint, answer: Answer) -> TeamArrival | None:
    if attendee is None or attendee.team is None or checkpoint.kind != CheckpointKind.DOOR:
        return None
    return arrival_of(attendee.team) if answer in (Answer.WELCOME, Answer.ALREADY_IN) else None
