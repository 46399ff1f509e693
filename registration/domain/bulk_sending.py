"""Sending a bulk mail: owed in parts, each part in a short transaction, begun again where a dead worker stopped."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef

from jobs.domain import work
from jobs.models import Job
from journal.domain import entries
from mail.domain import outbox
from mail.models import Message
from mail.states import MessageState
from registration.domain import bulk_list, bulk_mail
from registration.domain.audience import Recipient
from registration.models import BulkList, BulkMail, BulkRecipient
from registration.states import BulkState

PART = 25  # keeps a transaction short on a busy machine
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
    bulk = fix_list(BulkMail.objects.select_related("convening").get(pk=job.args["bulk"]))
    done = bulk.recipients.count()
    progress(done, bulk.total)
    while owed := owe_part(bulk=bulk, at=at):
        done += owed
        progress(done, bulk.total)
    if BulkMail.objects.filter(pk=bulk.pk, state=BulkState.CANCELLED).exists():
        raise work.Cancelled
    return {"owed": done}


def fix_list(bulk: BulkMail) -> BulkMail:
    """Fix the list of what was sent without a second look, as it stands now. Idempotent."""
    if BulkList.objects.filter(bulk=bulk).exists():
        return bulk
    return _fix(bulk, bulk_list.count(bulk))


@transaction.atomic
def _fix(bulk: BulkMail, found: list[Recipient]) -> BulkMail:
    locked = BulkMail.objects.locked(bulk.pk)
    if locked.state == BulkState.SENDING and not BulkList.objects.filter(bulk=locked).exists():
        bulk_list.fix(locked, found)
        locked.total = len(found)
        locked.save(update_fields=["total"])
    return locked


@transaction.atomic
def owe_part(*, bulk: BulkMail, at: datetime, most: int = PART) -> int:
    """Owe the mail to the next people on the list; how many. None once it was cancelled. Ten statements."""
    locked = BulkMail.objects.locked(bulk.pk)
    if locked.state != BulkState.SENDING:
        return 0
    people = bulk_list.unowed(locked, most=most)
    if not people:
        return 0
    owed = [_owed(locked, one) for one in people]
    outbox.owe_all(occasion="bulk.mail", owed=owed, convening_id=locked.convening_id, at=at)
    ids = dict(Message.objects.filter(key__in=[one.key for one in owed]).values_list("key", "pk"))
    BulkRecipient.objects.bulk_create(
        BulkRecipient(
            bulk=locked, person=one.person, address=one.address, subject=one.subject, teams=list(one.teams),
            message_id=ids[mail.key],
        )
        for one, mail in zip(people, owed, strict=True)
    )  # fmt: skip
    return len(people)


def _owed(bulk: BulkMail, one: Recipient) -> outbox.Owed:
    return outbox.Owed(
        key=f"bulk.mail:{bulk.pk}:person:{one.person.pk}",
        to_address=one.person.email,
        to_name=one.person.name,
        person_id=one.person.pk,
        refs={"bulk": bulk.pk, "person": one.person.pk},
        language=one.person.language,
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


def settle(*, at: datetime) -> int:
    """Close the bulk mails that are out, and cancel what waits of those that were stopped; how many. A sweep."""
    return settle_sent(at=at) + bulk_mail.cancel_rest(at=at)


def settle_sent(*, at: datetime) -> int:
    """Close the bulk mails of which nothing waits any more; how many. Idempotent sweep."""
    waits = BulkRecipient.objects.filter(bulk=OuterRef("pk"), message__state__in=WAITING)
    owed = BulkMail.objects.annotate(owed=Count("recipients")).filter(list__isnull=False, owed=F("total"))
    ready = owed.filter(state=BulkState.SENDING).exclude(Exists(waits))
    return sum(_settle(pk, at=at) for pk in ready.values_list("pk", flat=True))


@transaction.atomic
def _settle(pk: int, *, at: datetime) -> bool:
    moved = BulkMail.objects.filter(pk=pk, state=BulkState.SENDING).update(state=BulkState.SENT, ended_at=at)
    if moved:
        convening_id, total = BulkMail.objects.values_list("convening_id", "total").get(pk=pk)
        entries.record(
            kind="bulk.sent", by="system", at=at, subject=f"bulk:{pk}", convening_id=convening_id,
            data={"people": total},
        )  # fmt: skip
    return bool(moved)
