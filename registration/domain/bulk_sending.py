"""Sending a bulk mail: owed in parts, each part in a short transaction, begun again where a dead worker stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from jobs.domain import work
from jobs.models import Job
from journal.domain import entries
from mail.domain import outbox
from mail.models import Message
from mail.states import MessageState
from registration.models import BulkMail, BulkRecipient
from registration.states import BulkState

PART = 40  # keeps a transaction short on a busy machine
WAITING = (MessageState.HELD, MessageState.QUEUED, MessageState.SENDING)


@dataclass(frozen=True)
class Figures:
    """How far a bulk mail is, in people. `open`: not owed yet."""

    total: int
    sent: int
    waiting: int
    failed: int
    cancelled: int

    @property
    def open(self) -> int:
        return self.total - self.sent - self.waiting - self.failed - self.cancelled


def run_job(*, job: Job, progress: Callable[[int, int], None], at: datetime) -> dict[str, Any]:
    """The worker's part. Begun again after its worker died, it owes what is still missing; nobody gets it twice."""
    bulk = BulkMail.objects.get(pk=job.args["bulk"])
    done = bulk.recipients.filter(message__isnull=False).count()
    progress(done, bulk.total)
    while owed := owe_part(bulk=bulk, at=at):
        done += owed
        progress(done, bulk.total)
    if BulkMail.objects.filter(pk=bulk.pk, state=BulkState.CANCELLED).exists():
        raise work.Cancelled
    return {"owed": done}


@transaction.atomic
def owe_part(*, bulk: BulkMail, at: datetime, most: int = PART) -> int:
    """Owe the mail to the next people on the list; how many. None once it was cancelled. Five statements."""
    locked = BulkMail.objects.locked(bulk.pk)
    if locked.state != BulkState.SENDING:
        return 0
    rows = list(locked.recipients.filter(message__isnull=True).select_related("person").order_by("pk")[:most])
    if not rows:
        return 0
    owed = [_owed(row) for row in rows]
    outbox.owe_all(occasion="bulk.mail", owed=owed, convening_id=locked.convening_id, at=at)
    ids = dict(Message.objects.filter(key__in=[one.key for one in owed]).values_list("key", "pk"))
    for row, one in zip(rows, owed, strict=True):
        row.message_id = ids[one.key]
    BulkRecipient.objects.bulk_update(rows, ["message"])
    return len(rows)


def _owed(row: BulkRecipient) -> outbox.Owed:
    return outbox.Owed(
        key=f"bulk.mail:{row.bulk_id}:{row.pk}",
        to_address=row.person.email,
        to_name=row.person.name,
        person_id=row.person_id,
        refs={"bulk": row.bulk_id, "recipient": row.pk},
        language=row.person.language,
    )


def figures_of(bulk: BulkMail) -> Figures:
    """How far it is. One statement."""
    found = Message.objects.filter(pk__in=bulk.recipients.values("message_id")).order_by()
    counts = dict(found.values_list("state").annotate(Count("pk")))
    return Figures(
        total=bulk.total,
        sent=counts.get(MessageState.SENT, 0),
        waiting=sum(counts.get(state, 0) for state in WAITING),
        failed=counts.get(MessageState.FAILED, 0) + counts.get(MessageState.BOUNCED, 0),
        cancelled=counts.get(MessageState.CANCELLED, 0),
    )


def settle_sent(*, at: datetime) -> int:
    """Close the bulk mails of which nothing waits any more; how many. Idempotent sweep."""
    waits = BulkRecipient.objects.filter(bulk=OuterRef("pk"))
    ready = BulkMail.objects.filter(state=BulkState.SENDING).exclude(
        Exists(waits.filter(message__isnull=True)) | Exists(waits.filter(message__state__in=WAITING))
    )
    return sum(_settle(pk, at=at) for pk in ready.values_list("pk", flat=True))


@transaction.atomic
def _settle(pk: int, *, at: datetime) -> bool:
    moved = BulkMail.objects.filter(pk=pk, state=BulkState.SENDING).update(state=BulkState.SENT, ended_at=at)
    if moved:
        convening_id = BulkMail.objects.values_list("convening_id", flat=True).get(pk=pk)
        entries.record(kind="bulk.sent", by="system", at=at, subject=f"bulk:{pk}", convening_id=convening_id)
    return bool(moved)
