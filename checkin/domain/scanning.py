"""Scanning a badge: all rules of the door in one place. Whatever happens at once, everybody is let in once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy

from checkin.domain import refused_scans
from checkin.domain.answers import ScanResult, first_of, holder_of, opening_of
from checkin.domain.arrivals import TeamArrival, arrival_of
from checkin.domain.codes import check, tidy
from checkin.domain.passing import Bearer, Before, Rule, judge, milliseconds
from checkin.domain.seated import seats_among, sessions_at
from checkin.models import Badge, Checkpoint, RefusedScan, Scan
from checkin.states import PASSES, Answer, BadgeState, CheckpointKind, Direction
from journal.domain import entries
from journal.refusals import Refusal
from registration.models import Attendee
from registration.states import KEPT_PLACES

OLDEST = timedelta(days=7)  # a device keeps its scans for so long; what is older comes from a clock that is wrong
TRIES = 10  # a scan that lost a race looks again; it can lose by its id, and by each passing at the same gate


class NoBadge(Refusal):
    code = "no_badge"
    words = gettext_lazy("This person has no badge yet. Send them to the help desk.")


class ScanIdReused(Refusal):
    code = "scan_id_reused"
    words = gettext_lazy("This scan was sent before with another badge. Please scan the badge again.")


@dataclass(frozen=True)
class Reading:
    """One badge before one device. `device_answer` is what a device answered that decided alone.

    Who was found by name has no code but an `attendee_id`: their living badge counts as read.
    """

    checkpoint: Checkpoint
    scan_id: UUID
    scanned_at: datetime
    code: str = ""
    attendee_id: int | None = None
    direction: str = Direction.IN
    device_answer: str = ""
    clock_offset_ms: int | None = None


def scan(
    *,
    checkpoint: Checkpoint,
    code: str,
    scan_id: UUID,
    scanned_at: datetime,
    by: str,
    at: datetime,
    direction: str = Direction.IN,
    attendee_id: int | None = None,
) -> ScanResult:
    """Records one reading of a badge and says what the door does. Six statements.

    Sending the same `scan_id` again gives the first answer and records nothing. A time that has not come yet is
    taken as now, one of more than a week ago as a week ago. No lock is held: unique constraints let one of many at
    once in, and the others look again. Refuses: scan_id_reused, no_badge.
    """
    reading = Reading(checkpoint, scan_id, scanned_at, code, attendee_id, direction)
    (told,) = record_scans(readings=[reading], by=by, at=at)
    if isinstance(told, Refusal):
        raise told
    return replace(told, arrival=_arrival(told.attendee, checkpoint, told.answer))


def record_scans(*, readings: Sequence[Reading], by: str, at: datetime) -> list[ScanResult | Refusal]:
    """Records readings in the order given, in one transaction, and answers each. Four statements, however many.

    What is refused is no scan, and the others are: see `scan`. It is written down for organizers, in three more.
    """
    tidied = [
        replace(one, code=tidy(one.code), scanned_at=max(min(one.scanned_at, at), at - OLDEST)) for one in readings
    ]
    for _lost in range(TRIES - 1):
        try:
            with transaction.atomic():
                return _Desk(tidied, by, at).answers()
        except IntegrityError:
            continue
    with transaction.atomic():
        return _Desk(tidied, by, at).answers()


class _Desk:
    """What is known while readings are answered one after the other: badges, earlier scans, rows to write."""

    def __init__(self, readings: Sequence[Reading], by: str, at: datetime) -> None:
        self.readings, self.by, self.at = readings, by, at
        self.by_code, self.by_attendee = _badges_of(readings)
        self.by_id: dict[UUID, Scan] = {}
        self.passed: dict[tuple[int | None, str], list[Scan]] = defaultdict(list)
        for row in self._before():
            self.by_id[row.scan_id] = row
            self._remember(row)
        self.rows: list[Scan] = []
        places = {reading.checkpoint.pk: reading.checkpoint for reading in readings}
        self.rules = {pk: rule_of(place) for pk, place in places.items()}
        sessions = {session for rule in self.rules.values() for session, _begins, _ends in rule.sessions}
        self.seats = seats_among(sessions, self._people())

    def answers(self) -> list[ScanResult | Refusal]:
        """Answers all, then writes them down together."""
        told = [self._answer(reading) for reading in self.readings]
        Scan.objects.bulk_create(self.rows)
        refused = [
            self._refused(reading, said) for reading, said in zip(self.readings, told, strict=True)
            if isinstance(said, Refusal)
        ]  # fmt: skip
        if refused:
            refused_scans.note(refused)
        entries.record_all([_happened(row) for row in self.rows])
        return told

    def _refused(self, reading: Reading, said: Refusal) -> RefusedScan:
        """What was recorded as no scan, for organizers to look at."""
        badge = self._badge(reading)
        return RefusedScan(
            checkpoint=reading.checkpoint, scan_id=str(reading.scan_id), code=said.code,
            attendee_id=badge.attendee_id if badge else reading.attendee_id, scanned_at=reading.scanned_at,
            received_at=self.at, by=self.by,
        )  # fmt: skip

    def _before(self) -> Iterable[Scan]:
        """The scans that bear these ids, and every passing of these people at these gates. One query."""
        which = Q(scan_id__in=[reading.scan_id for reading in self.readings])
        people = self._people()
        if people:
            gates = {reading.checkpoint.gate for reading in self.readings}
            which |= Q(attendee__in=people, gate__in=gates, turn__isnull=False)
        return Scan.objects.filter(which).select_related("checkpoint").order_by("scanned_at", "turn")

    def _people(self) -> set[int]:
        return {badge.attendee_id for badge in (*self.by_code.values(), *self.by_attendee.values())}

    def _remember(self, row: Scan) -> None:
        if row.turn is not None:
            self.passed[row.attendee_id, row.gate].append(row)

    def _answer(self, reading: Reading) -> ScanResult | Refusal:
        known = self.by_id.get(reading.scan_id)
        badge = self._badge(reading)
        if badge is None and reading.attendee_id is not None and known is None:
            return NoBadge()
        ours = badge is not None and badge.attendee.convening_id == reading.checkpoint.convening_id
        attendee = badge.attendee if badge is not None and ours else None
        if known is not None and not _is_same(known, reading, badge):
            return ScanIdReused()
        row = known or self._judged(reading, badge, attendee)
        if known is not None and reading.device_answer and not known.device_answer:
            known.device_answer = reading.device_answer  # the answer to its first sending was lost on the way
            if known.pk:
                known.save(update_fields=["device_answer"])
        answer = Answer(row.answer)
        inside = self._inside(row) if answer == Answer.ALREADY_IN else None
        return ScanResult(
            scan_id=row.scan_id,
            answer=answer,
            replayed=known is not None,
            holder=holder_of(attendee) if attendee else None,
            first=first_of(inside, reading.checkpoint, self.at) if inside else None,
            attendee=attendee,
            opening=opening_of(reading.checkpoint, row.scanned_at, self.at) if answer == Answer.NOT_OPEN else "",
        )

    def _badge(self, reading: Reading) -> Badge | None:
        if reading.attendee_id is not None:
            return self.by_attendee.get(reading.attendee_id)
        return self.by_code.get(reading.code)

    def _judged(self, reading: Reading, badge: Badge | None, attendee: Attendee | None) -> Scan:
        """A new row with its answer, kept for writing."""
        gate = reading.checkpoint.gate
        passed = self.passed[attendee.pk, gate] if attendee else []
        bearer = _bearer(badge, self.seats.get(attendee.pk, ())) if badge is not None and attendee else None
        answer = judge(
            self.rules[reading.checkpoint.pk], bearer, _before_of(passed, reading),
            direction=reading.direction, at=milliseconds(reading.scanned_at),
        )  # fmt: skip
        row = Scan(
            scan_id=reading.scan_id,
            checkpoint=reading.checkpoint,
            gate=gate,
            badge=badge,
            attendee=attendee,
            read_code="" if badge else reading.code[:40],
            direction=reading.direction,
            turn=max((row.turn or 0 for row in passed), default=0) + 1 if answer in PASSES else None,
            answer=answer,
            device_answer=reading.device_answer,
            clock_offset_ms=reading.clock_offset_ms,
            scanned_at=reading.scanned_at,
            received_at=self.at,
            by=self.by,
        )
        self.rows.append(row)
        self.by_id[row.scan_id] = row
        self._remember(row)
        return row

    def _inside(self, row: Scan) -> Scan | None:
        """The way in on which somebody stands who is already in: the last before, else the first after."""
        ways_in = [
            one for one in self.passed[row.attendee_id, row.gate]
            if one.direction == Direction.IN and one.annulled_at is None and one.scan_id != row.scan_id
        ]  # fmt: skip
        before = [one for one in ways_in if one.scanned_at <= row.scanned_at]
        return max(before, key=_order) if before else min(ways_in, key=_order, default=None)


def rule_of(checkpoint: Checkpoint) -> Rule:
    """The checkpoint's rule as the table that the server and devices ask. A query where one needs a seat there."""
    opens, closes = checkpoint.opens_at, checkpoint.closes_at
    return Rule(
        kinds=tuple(checkpoint.kinds),
        teams=tuple(checkpoint.teams),
        opens=milliseconds(opens) if opens else None,
        closes=milliseconds(closes) if closes else None,
        sessions=sessions_at(checkpoint),
    )


def comes(*, cancelled: bool, place: str | None) -> bool:
    """Whether who bears a badge still comes: not cancelled, and not on a team without a place. None: on no team."""
    return not cancelled and (place is None or place in KEPT_PLACES)


def still_comes(attendee: Attendee) -> bool:
    """The same of somebody whose team is loaded."""
    return comes(cancelled=attendee.cancelled_at is not None, place=attendee.team.place if attendee.team else None)


def _badges_of(readings: Sequence[Reading]) -> tuple[dict[str, Badge], dict[int, Badge]]:
    """The badges that were read, by code and, where somebody was found by name, by attendee. One query at most."""
    codes = {one.code for one in readings if one.attendee_id is None and check(one.code)}
    people = {one.attendee_id for one in readings if one.attendee_id is not None}
    if not codes and not people:
        return {}, {}
    which = Q(code__in=codes)
    if people:
        which |= Q(attendee__in=people, state=BadgeState.ACTIVE)
    found = list(Badge.objects.for_scans().filter(which))
    by_attendee = {badge.attendee_id: badge for badge in found if badge.attendee_id in people}
    return {badge.code: badge for badge in found if badge.code in codes}, by_attendee


def _bearer(badge: Badge, seats: tuple[int, ...]) -> Bearer:
    attendee = badge.attendee
    return Bearer(
        replaced=badge.state == BadgeState.REPLACED, comes=still_comes(attendee), kind=attendee.kind,
        team=attendee.team_id, seats=seats,
    )  # fmt: skip


def _before_of(passed: list[Scan], reading: Reading) -> Before:
    """What stood at that instant. Who was let in, though later, is not let in a second time as the first."""
    standing = [row for row in passed if row.annulled_at is None]
    until = [row for row in standing if row.scanned_at <= reading.scanned_at]
    welcomed = any(row.answer == Answer.WELCOME for row in standing)
    if not until:
        return Before(welcomed=welcomed)
    last, local = max(until, key=_order), reading.checkpoint.convening.local
    another_day = local(last.scanned_at).date() < local(reading.scanned_at).date()
    return Before(welcomed=welcomed, last=last.direction, another_day=another_day)


def _order(row: Scan) -> tuple[datetime, int]:
    return row.scanned_at, row.turn or 0


def _is_same(row: Scan, reading: Reading, badge: Badge | None) -> bool:
    if row.checkpoint_id != reading.checkpoint.pk or row.direction != reading.direction:
        return False
    if reading.attendee_id is not None:
        return row.attendee_id == reading.attendee_id
    return row.badge_id == badge.pk if badge else (row.badge_id is None and row.read_code == reading.code[:40])


def _happened(row: Scan) -> entries.Happened:
    data = {"scan": row.pk, "checkpoint": row.checkpoint_id, "answer": str(row.answer)}
    if row.device_answer:
        data["device_answer"] = str(row.device_answer)
    return entries.Happened(
        kind="badge.scanned",
        by=row.by,
        at=row.received_at,
        subject=f"attendee:{row.attendee_id}" if row.attendee_id else f"checkpoint:{row.checkpoint_id}",
        convening_id=row.checkpoint.convening_id,
        data=data,
    )


def _arrival(attendee: Attendee | None, checkpoint: Checkpoint, answer: Answer) -> TeamArrival | None:
    if attendee is None or attendee.team is None or checkpoint.kind != CheckpointKind.DOOR:
        return None
    ways_in = (Answer.WELCOME, Answer.BACK, Answer.ALREADY_IN)
    return arrival_of(attendee.team) if answer in ways_in else None
