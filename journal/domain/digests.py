"""What is hashed, and how: one spelling for each value, whatever the database gave back."""

import hashlib
import json
from datetime import UTC
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from journal.models import Entry


def canonical(value: Any) -> str:
    """The one JSON spelling of a value: keys sorted, no blanks."""
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, cls=DjangoJSONEncoder)


def payload_digest(*, salt: str, values: dict[str, Any]) -> str:
    """SHA-256 of personal values behind their salt: without the salt nobody can guess values and compare."""
    return hashlib.sha256(f"{salt}\n{canonical(values)}".encode()).hexdigest()


def entry_digest(*, entry: Entry, number: int, previous_digest: str) -> str:
    """SHA-256 of the previous digest and everything the entry says, its place and payload digest included."""
    said = {
        "number": number,
        "id": entry.pk,
        "kind": entry.kind,
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "by": entry.by,
        "convening_id": entry.convening_id,
        "subject": entry.subject,
        "data": entry.data,
        "payload_digest": entry.payload_digest,
    }
    return hashlib.sha256(f"{previous_digest}\n{canonical(said)}".encode()).hexdigest()
