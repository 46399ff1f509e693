"""One of the processes of a race: opens its own connection, waits for the word, and gives the promises it was told to.

Reads one JSON line: the name of the database, what to break (nothing, "row_lock", "transaction"), and the parties.
Answers "ready", waits for another line, and answers one JSON line: what became of each promise.
"""

import json
import os
import sys
from collections import Counter
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> None:
    told = json.loads(sys.stdin.readline())
    import django
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = told["database"]
    django.setup()
    break_on_purpose(told["broken"])
    from django.db import connection

    connection.ensure_connection()
    print("ready", flush=True)
    sys.stdin.readline()
    print(json.dumps(promise_all(told["parties"])), flush=True)


def break_on_purpose(what: str) -> None:
    """The negative controls: takes away what makes the race safe, in this process alone."""
    from django.db.models import QuerySet
    from django.db.transaction import Atomic

    if what == "row_lock":
        QuerySet.select_for_update = lambda self, **options: self  # type: ignore[method-assign]
    elif what == "transaction":
        Atomic.__enter__ = lambda self: None  # type: ignore[method-assign]
        Atomic.__exit__ = lambda self, *failure: None  # type: ignore[method-assign]


def promise_all(parties: list[int]) -> dict[str, Any]:
    """Each party's promise, one after the other; how many ended how."""
    from agreements.models import Party
    from tests.registration.factories import sign

    ends: Counter[str] = Counter()
    for pk in parties:
        try:
            sign(Party.objects.select_related("signatory").get(pk=pk))
            ends["promised"] += 1
        except Exception as fault:  # noqa: BLE001 (told to the test)
            ends[type(fault).__name__] += 1
    return dict(ends)


if __name__ == "__main__":
    main()
