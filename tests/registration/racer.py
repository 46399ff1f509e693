"""One of the processes of a race: opens its own connection, waits for the word, and gives the promises it was told to.

For each race it reads one JSON line: the name of the database, what to break (nothing, "row_lock", "transaction"), and
the parties; answers "ready", waits for another line, and answers one JSON line: what became of each promise.
"""

import json
import os
import sys
from collections import Counter
from contextlib import AbstractContextManager, ExitStack, nullcontext
from typing import Any
from unittest.mock import patch

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")


def main() -> None:
    import django
    from django.conf import settings

    django.setup()
    from django.db import connection

    for line in sys.stdin:
        told = json.loads(line)
        connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = told["database"]
        connection.ensure_connection()
        print("ready", flush=True)
        sys.stdin.readline()
        with broken_on_purpose(told["broken"]):
            ends = promise_all(told["parties"])
        connection.close()
        print(json.dumps(ends), flush=True)


def broken_on_purpose(what: str) -> AbstractContextManager[Any]:
    """The negative controls: takes away what makes the race safe, in this process, for this race."""
    from django.db.models import QuerySet
    from django.db.transaction import Atomic

    from journal.kept_reads import KeptRead

    if what == "row_lock":
        both = ExitStack()  # SQL that is kept has its lock from before
        both.enter_context(patch.object(QuerySet, "select_for_update", lambda self, **options: self))
        both.enter_context(patch.object(KeptRead, "rows", lambda self, *ids: list(self.build(*ids))))
        return both
    if what == "transaction":
        nothing = {"__enter__": lambda self: None, "__exit__": lambda self, *failure: None}
        return patch.multiple(Atomic, **nothing)
    return nullcontext()


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
