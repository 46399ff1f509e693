"""Writing down what happened."""

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction

from journal.domain.digests import canonical, payload_digest
from journal.models import Entry, EntryPayload


@transaction.atomic(savepoint=False)  # nothing here is caught: a failure undoes the whole
def record(
    *,
    kind: str,
    by: str,
    at: datetime,
    subject: str,
    convening_id: int | None = None,
    data: Mapping[str, Any] | None = None,
    personal: Mapping[str, Any] | None = None,
    person_id: int | None = None,
) -> Entry:
    """Append an entry in the caller's transaction; takes no lock, so that no writer waits for another.

    `data` holds ids and codes, never names, addresses, reasons or links. `personal` are values of the person
    `person_id`, kept apart so that they can be erased. Needs, reasons and notes go into neither.
    """
    values = json.loads(canonical(personal)) if personal else None
    salt = secrets.token_hex(32)
    entry = Entry(kind=kind, by=by, at=at, subject=subject, convening_id=convening_id)
    entry.data = json.loads(canonical(data or {}))
    entry.payload_digest = payload_digest(salt=salt, values=values) if values else ""
    entry.save()
    if values:
        EntryPayload(entry=entry, person_id=person_id, salt=salt, values=values).save()
    return entry


@dataclass(frozen=True, kw_only=True)
class Happened:
    """One of several things that happened in one act, for `record_all`. `data` as for `record`."""

    kind: str
    by: str
    at: datetime
    subject: str
    convening_id: int | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


def record_all(happened: Iterable[Happened]) -> list[Entry]:
    """Append what happened in one act, in this order, in the caller's transaction. One statement.

    Nothing personal: what has personal values is recorded by itself.
    """
    return Entry.objects.bulk_create(
        Entry(
            kind=one.kind, by=one.by, at=one.at, subject=one.subject, convening_id=one.convening_id,
            data=json.loads(canonical(one.data)),
        )
        for one in happened
    )
