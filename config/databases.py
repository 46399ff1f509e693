"""The database: SQLite in one file, or PostgreSQL when DATABASE_URL names one."""

from pathlib import Path
from typing import Any

import dj_database_url


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite with a write-ahead log; a transaction takes the write lock at once and waits for it up to 30 seconds."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 30,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def from_url(url: str, *, pool_size: int) -> dict[str, Any]:
    """What DATABASE_URL names; for PostgreSQL with a pool of connections unless `pool_size` is 0.

    A connection of PostgreSQL plans a statement once and keeps the plan: planning is most of what a short one costs.
    """
    found: dict[str, Any] = dict(dj_database_url.parse(url))
    if found["ENGINE"] == "django.db.backends.sqlite3":
        return sqlite(Path(found["NAME"]))
    found["CONN_HEALTH_CHECKS"] = True  # after a restart of the server no page meets a connection that died with it
    options = found.setdefault("OPTIONS", {})
    options.setdefault("connect_timeout", 5)
    if options.setdefault("server_side_binding", True):  # in front of a pooler that cannot keep plans: false
        options.setdefault("prepare_threshold", 5)
    if pool_size:
        options["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 10}
    return found
