"""Numbering and chaining committed entries, and checking that nobody changed them since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from journal.domain.digests import entry_digest, payload_digest
from journal.models import ChainHead, Entry

CHUNK = 200  # entries a transaction; keeps each well under 100 ms


@dataclass(frozen=True)
class Fault:
    """One place where the journal is not what was sealed. `number` is its place in the chain, 0 the head itself."""

    number: int
    code: str
    words: str


def seal(*, at: datetime, limit: int = 10_000) -> int:
    """Number and chain up to `limit` committed entries; returns how many.

    The order of sealing is what is chained: on PostgreSQL an entry with a smaller id may become visible later
    than one with a larger, and is then sealed later. One sealer at a time holds the head; a second one waits
    and goes on where the first stopped.
    """
    sealed = 0
    while sealed < limit:
        some = _seal_some(at=at, most=min(CHUNK, limit - sealed))
        sealed += some
        if some < CHUNK:
            break
    return sealed


@transaction.atomic
def _seal_some(*, at: datetime, most: int) -> int:
    ChainHead.objects.get_or_create(pk=1)
    head = ChainHead.objects.select_for_update(of=("self",), no_key=True).get(pk=1)
    entries = list(Entry.objects.filter(number__isnull=True).order_by("id")[:most])
    for entry in entries:
        number = head.number + 1
        digest = entry_digest(entry=entry, number=number, previous_digest=head.digest)
        unsealed: models.QuerySet[Entry] = models.QuerySet(Entry).filter(pk=entry.pk, number__isnull=True)
        if not unsealed.update(number=number, previous_digest=head.digest, digest=digest):
            raise RuntimeError(f"Entry {entry.pk} was sealed by somebody who did not hold the head.")
        head.number, head.digest = number, digest
    if entries:
        head.sealed_at = at
        head.save(update_fields=["number", "digest", "sealed_at"])
    return len(entries)


def verify() -> list[Fault]:
    """Read the whole chain and return what does not hold; an empty list is a whole journal. Takes no lock."""
    head = ChainHead.objects.filter(pk=1).first() or ChainHead(number=0, digest="")
    return [*_faults_of_chain(head)]


def _faults_of_chain(head: ChainHead) -> Iterator[Fault]:
    sealed = Entry.objects.filter(number__isnull=False).select_related("payload").order_by("number")
    expected, previous = 1, ""
    for entry in sealed.filter(number__lte=head.number).iterator(chunk_size=1000):
        number = entry.number or 0
        if number != expected:
            yield Fault(number, "missing", f"Entries {expected} to {number - 1} are missing.")
        elif entry.previous_digest != previous:
            yield Fault(number, "unchained", f"Entry {number} does not follow from the one before it.")
        if entry.digest != entry_digest(entry=entry, number=number, previous_digest=entry.previous_digest):
            yield Fault(number, "altered", f"Entry {number} was altered after it was sealed.")
        yield from _faults_of_payload(entry)
        expected, previous = number + 1, entry.digest
    if expected != head.number + 1 or previous != head.digest:
        yield Fault(0, "cut", f"The head says {head.number} entries, and the chain ends at {expected - 1}.")
    beyond = sealed.filter(number__gt=head.number).first()
    if beyond and not ChainHead.objects.filter(pk=1, number__gte=beyond.number).exists():
        yield Fault(beyond.number or 0, "beyond", f"Entry {beyond.number} lies beyond the head: nobody sealed it.")


def _faults_of_payload(entry: Entry) -> Iterator[Fault]:
    payload, number = getattr(entry, "payload", None), entry.number or 0
    if payload is None:
        if entry.payload_digest:
            yield Fault(number, "payload_missing", f"The personal values of entry {number} are gone, not erased.")
    elif payload.values is None:
        if payload.erased_at is None:
            yield Fault(number, "payload_emptied", f"The personal values of entry {number} are empty without erasure.")
    elif entry.payload_digest != payload_digest(salt=payload.salt, values=payload.values):
        yield Fault(number, "payload_altered", f"The personal values of entry {number} were altered.")
