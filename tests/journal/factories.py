from datetime import UTC, datetime
from typing import Any

from journal.domain import entries
from journal.models import Entry

AT = datetime(2012, 5, 23, 14, 0, 0, 123456, tzinfo=UTC)


def make_entry(**over: Any) -> Entry:
    said = {"kind": "team.registered", "by": "person:7", "at": AT, "subject": "team:12", "convening_id": 1, **over}
    return entries.record(**said)
