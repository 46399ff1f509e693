"""Forgetting what was personal, and keeping that it happened."""

from datetime import datetime

from django.db import models, transaction

from journal.domain.entries import record
from journal.models import EntryPayload


@transaction.atomic
def erase_person(*, person_id: int, at: datetime, by: str = "system") -> int:
    """Empty every payload of the person, salts too; returns how many. The chain still verifies. Idempotent."""
    rows: models.QuerySet[EntryPayload] = models.QuerySet(EntryPayload)
    payloads = rows.filter(person_id=person_id, erased_at__isnull=True)
    erased = payloads.update(values=None, salt="", erased_at=at)
    if erased:
        record(kind="person.erased", by=by, at=at, subject=f"person:{person_id}", data={"payloads": erased})
    return erased
