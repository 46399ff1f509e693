"""A database of its own for a rehearsal, made before and dropped after."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.db import connection


@contextmanager
def own_database() -> Iterator[None]:
    """Points this process at an empty, migrated database: a file on SQLite, another database on PostgreSQL."""
    with tempfile.TemporaryDirectory(prefix="accord-rehearsal-") as folder:
        usual = connection.settings_dict["NAME"]
        name = f"accord_rehearsal_{os.getpid()}"
        if connection.vendor == "sqlite":
            name = str(Path(folder) / f"{name}.sqlite3")
        connection.settings_dict["TEST"]["NAME"] = name
        connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
        try:
            yield
        finally:
            connection.creation.destroy_test_db(usual, verbosity=0)
