"""What scanners sent that let nobody in, where organizers should look: codes that are no badge, badges that
were replaced, and what the server took as no scan at all. One matter a kind, scanner and place, in
words, with what to do."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Case, Count, Max, Min, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from checkin.models import Checkpoint, RefusedScan, Scan
from checkin.states import PASSES, Answer, RefusedKind
from convenings.models import Convening
from journal.domain import entries
from registration.models import Attendee

MOST = 50
MANY = 5  # unknown codes of one scanner in one place that are no slip any more
NAMED = 3
TO_DO: dict[RefusedKind, Promise] = {
    RefusedKind.UNKNOWN: _("The code may be damaged, or no badge at all. Find the person by name, and print anew."),
    RefusedKind.FOREIGN: _("They wear the badge of another event. Issue the right one at the help desk."),
    RefusedKind.REPLACED: _("Somebody wears a badge that was given up. Ask for the name, and take the old badge away."),
    RefusedKind.REUSED: _(
        "The first scan counts, the second is no scan. Ask whether these people are in, and scan their badges again."
    ),
    RefusedKind.NO_BADGE: _("They stand at the door without a badge. Issue it, then scan it."),
    RefusedKind.MALFORMED: _("Load the page of this scanner anew, and look who came in there meanwhile."),
}
TRIES_CODES = _(
    "So many look like somebody who tries codes, or like a camera that sees something else. Look who holds this "
    "scanner, and revoke it if it is not where it should be."
)


@dataclass(frozen=True)
class Matter:
    """Scans of one kind by one scanner at one checkpoint. `newest`: up to which row, for marking as seen."""

    kind: RefusedKind
    checkpoint_id: int
    place: str
    by: str
    scans: int
    first_at: datetime
    last_at: datetime
    newest: int
    names: tuple[str, ...] = ()
    seen_by: str = ""
    seen_at: datetime | None = None

    @property
    def to_do(self) -> str:
        """What an organizer can do about it."""
        tries = self.kind == RefusedKind.UNKNOWN and self.scans >= MANY
        return str(TRIES_CODES if tries else TO_DO[self.kind])


@transaction.atomic
def note(rows: Sequence[RefusedScan]) -> None:
    """Write down what was refused, each once however often it is sent. Four statements; locks the checkpoints."""
    places = Checkpoint.objects.filter(pk__in={row.checkpoint_id for row in rows}).order_by("pk")
    convenings = {place.convening_id for place in places.select_for_update(no_key=True)}
    asked = {row.attendee_id for row in rows if row.attendee_id}
    people = set(Attendee.objects.filter(convening__in=convenings, pk__in=asked).values_list("pk", flat=True))
    before = RefusedScan.objects.filter(scan_id__in=[row.scan_id for row in rows])
    known = set(before.values_list("by", "scan_id", "code"))
    fresh = {key: row for row in reversed(rows) if (key := (row.by, row.scan_id, row.code)) not in known}
    for row in fresh.values():
        row.attendee_id = row.attendee_id if row.attendee_id in people else None
    RefusedScan.objects.bulk_create(fresh.values())
    entries.record_all([_happened(row) for row in fresh.values()])


def matters(convening: Convening, *, seen: bool = False) -> list[Matter]:
    """What nobody has looked at yet, or what was seen; the newest first, fifty at most. Four statements."""
    found = [
        *_grouped(_strange(convening).filter(seen_at__isnull=not seen)),
        *_grouped(RefusedScan.objects.of(convening).filter(seen_at__isnull=not seen)),
    ]
    return sorted(found, key=lambda one: one.last_at, reverse=True)[:MOST]


def how_many(convening: Convening) -> int:
    """How many matters nobody has looked at yet. Two statements."""
    both: tuple[QuerySet[Any], ...] = (_strange(convening), RefusedScan.objects.of(convening))
    facts = ("code", "checkpoint", "by")
    return sum(rows.filter(seen_at=None).order_by().values(*facts).distinct().count() for rows in both)


def rows_of(kind: RefusedKind, checkpoint: Checkpoint) -> "QuerySet[Any]":
    """The rows of one kind at one checkpoint."""
    if kind in (RefusedKind.UNKNOWN, RefusedKind.FOREIGN, RefusedKind.REPLACED):
        answer = Answer.REPLACED if kind == RefusedKind.REPLACED else Answer.UNKNOWN
        rows = _let_nobody_in(Scan.objects.filter(checkpoint=checkpoint, answer=answer))
        return rows if kind == RefusedKind.REPLACED else rows.filter(badge__isnull=kind == RefusedKind.UNKNOWN)
    return RefusedScan.objects.filter(checkpoint=checkpoint, code=kind)


def _strange(convening: Convening) -> "QuerySet[Any]":
    """Scans of codes that open nothing, with their kind as `code`."""
    found = Scan.objects.filter(checkpoint__convening=convening, answer__in=(Answer.UNKNOWN, Answer.REPLACED))
    kind = Case(
        When(answer=Answer.REPLACED, then=Value(RefusedKind.REPLACED)),
        When(badge__isnull=False, then=Value(RefusedKind.FOREIGN)),
        default=Value(RefusedKind.UNKNOWN),
    )
    return _let_nobody_in(found).annotate(code=kind)


def _let_nobody_in(scans: "QuerySet[Any]") -> "QuerySet[Any]":
    """Without those where a device alone let somebody in: they are looked at as such (checkin.domain.scan_list)."""
    return scans.exclude(device_answer__in=PASSES)


def _grouped(rows: "QuerySet[Any]") -> Iterable[Matter]:
    names: dict[tuple[str, int, str], list[str]] = defaultdict(list)
    known = rows.filter(attendee__isnull=False).order_by("pk")
    for code, place, by, name in known.values_list("code", "checkpoint", "by", "attendee__person__name")[:500]:
        if name not in (held := names[code, place, by]) and len(held) < NAMED:
            held.append(name)
    facts = ("code", "checkpoint", "checkpoint__name", "by", "seen_by")
    figures = (Count("pk"), Min("scanned_at"), Max("scanned_at"), Max("pk"), Max("seen_at"))
    for code, place, name, by, seen_by, scans, first, last, newest, seen_at in (
        rows.order_by().values_list(*facts).annotate(*figures)
    ):
        told = tuple(names[code, place, by])
        yield Matter(RefusedKind(code), place, name, by, scans, first, last, newest, told, seen_by, seen_at)


def _happened(row: RefusedScan) -> entries.Happened:
    return entries.Happened(
        kind="scan.refused", by=row.by, at=row.received_at, subject=f"checkpoint:{row.checkpoint_id}",
        convening_id=row.checkpoint.convening_id, data={"code": row.code, "attendee": row.attendee_id},
    )  # fmt: skip
